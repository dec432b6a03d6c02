/**
 * The numbers of a random site. Each is a function of the seed, the stream, the site's name, the epoch, the global
 * index of its sample, its draw and its place in the event, and of nothing else: the batch size, resuming in the middle
 * of an epoch, a second worker or more draws leave the noise of a sample as it was.
 */
import type { NoiseSpec } from '../../compiler/graph/graph.ts'
import { keyOf } from './key.ts'
import { fillNormals, fillUniforms } from './normal.ts'
import { threefry } from './threefry.ts'

export interface NoiseKey {
  readonly seed: number
  readonly epoch: number
  /** Index in the epoch of the batch's first sample. */
  readonly first: number
  /** Samples in the batch. */
  readonly batch: number
}

/** Words that are made at a time, so that they stay in the fastest memory. */
const CHUNK = 1024

/** How many numbers `fillNoise` writes. */
export const noiseLength = (spec: NoiseSpec, batch: number): number => spec.draws * batch * spec.size

/**
 * Fills `out` with the noise of one site for one batch, laid out [draws, batch, size] ([batch, size] when `draws` is 1).
 * normal: standard normals. uniform: [0, 1). categorical: also [0, 1), to be compared with cumulative probabilities.
 * Throws a RangeError when `out` has another length.
 */
export function fillNoise(spec: NoiseSpec, key: NoiseKey, out: Float32Array): void {
  const { draws, size } = spec
  const { batch, first, epoch } = key
  if (out.length !== draws * batch * size) {
    throw new RangeError(`noise ${spec.site}: ${draws}×${batch}×${size} numbers do not fit a buffer of ${out.length}`)
  }
  const cipher = keyOf('noise', key.seed, spec.stream, spec.site, spec.pass)
  const fill = spec.distribution === 'normal' ? fillNormals : fillUniforms
  const words = new Uint32Array(Math.min(CHUNK, 4 * Math.ceil(size / 4)))
  let at = 0
  for (let draw = 0; draw < draws; draw++) {
    for (let sample = first; sample < first + batch; sample++) {
      for (let place = 0; place < size; place += CHUNK) {
        const count = Math.min(CHUNK, size - place)
        threefry(place / 4, draw, sample, epoch, cipher, words, Math.ceil(count / 4))
        fill(words, count, out, at)
        at += count
      }
    }
  }
}
