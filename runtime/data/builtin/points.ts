/** Toy data in the plane and in space: points drawn at random around shapes, the same on every machine. */
import { keyOf } from '../../noise/key.ts'
import { fillNormals, onCircle, uniformOf } from '../../noise/normal.ts'
import { threefry } from '../../noise/threefry.ts'
import { arrayColumn, type Table } from '../table.ts'
import { whereIn } from './drawn.ts'

export interface Cloud {
  readonly name: string
  readonly doc: string
  /** Coordinates of a point. */
  readonly dimensions: 2 | 3
  /** Standard deviation of the Gaussian noise around the shape, unless the user says otherwise. */
  readonly sigma: number
  /** Modes or arms: how many labels there are. */
  readonly classes: number
  /** Writes a point of the shape itself at `out[at …]`, given random words, and returns its label. */
  place(words: Uint32Array, out: Float32Array, at: number): number
  /** Moves the finished point at `out[at …]`, noise and all. */
  move?(out: Float32Array, at: number): void
}

const TURN = 2 ** 32
const pick = (word: number, n: number): number => Math.floor(uniformOf(word) * n)

/** Middles of the three blobs, and the share of the points that lie in the blobs before and up to each. No turn or flip maps them onto themselves. */
const BLOBS = [[-1, -0.4, 0.5], [0.9, -0.6, 0.8], [0.3, 0.9, 1]] as const

function placeBlob(words: Uint32Array, out: Float32Array, at: number): number {
  const u = uniformOf(words[0]!)
  const mode = BLOBS.findIndex(([, , upTo]) => u < upTo)
  out[at] = BLOBS[mode]![0]
  out[at + 1] = BLOBS[mode]![1]
  return mode
}

/** What maps `blobs` to `turned-blobs`: (x, y) to scale · (x cos 40° − y sin 40°, x sin 40° + y cos 40°) + shift. */
export const BLOB_MAP = { cosine: 0.766044443118978, sine: 0.6427876096865394, scale: 1.5, shift: [0.5, -0.25] } as const

export const CLOUDS: readonly Cloud[] = [
  {
    name: 'ring8',
    doc: 'eight Gaussians on the unit circle',
    dimensions: 2,
    sigma: 0.05,
    classes: 8,
    place(words, out, at) {
      const mode = pick(words[0]!, 8)
      onCircle(1, (mode * TURN) / 8, out, at)
      return mode
    },
  },
  {
    name: 'grid25',
    doc: 'a 5×5 grid of Gaussians, 2 apart',
    dimensions: 2,
    sigma: 0.05,
    classes: 25,
    place(words, out, at) {
      const mode = pick(words[0]!, 25)
      out[at] = 2 * (mode % 5) - 4
      out[at + 1] = 2 * Math.floor(mode / 5) - 4
      return mode
    },
  },
  {
    name: 'moons',
    doc: 'two half-circles, one inside the other',
    dimensions: 2,
    sigma: 0.05,
    classes: 2,
    place(words, out, at) {
      const lower = pick(words[0]!, 2)
      onCircle(1, words[1]! / 2, out, at)
      if (lower === 1) {
        out[at] = 1 - out[at]!
        out[at + 1] = 0.5 - out[at + 1]!
      }
      return lower
    },
  },
  {
    name: 'spiral',
    doc: 'two arms winding out to radius 1',
    dimensions: 2,
    sigma: 0.02,
    classes: 2,
    place(words, out, at) {
      const arm = pick(words[0]!, 2)
      const t = Math.sqrt(uniformOf(words[1]!))
      onCircle(t, ((1.5 * t + arm / 2) % 1) * TURN, out, at)
      return arm
    },
  },
  {
    name: 'swissroll',
    doc: 'a rolled-up sheet in space, radius 1',
    dimensions: 3,
    sigma: 0.02,
    classes: 1,
    place(words, out, at) {
      const t = (1 + 2 * uniformOf(words[0]!)) / 3
      onCircle(t, ((2.25 * t) % 1) * TURN, out, at)
      out[at + 2] = out[at + 1]!
      out[at + 1] = 2 * uniformOf(words[1]!) - 1
      return 0
    },
  },
  {
    name: 'blobs',
    doc: 'three Gaussians of unequal weight',
    dimensions: 2,
    sigma: 0.15,
    classes: 3,
    place: placeBlob,
  },
  {
    name: 'turned-blobs',
    doc: 'other points of blobs, turned by 40°, 1.5 times as large, and shifted',
    dimensions: 2,
    sigma: 0.15,
    classes: 3,
    place: placeBlob,
    move(out, at) {
      const { cosine, sine, scale, shift } = BLOB_MAP
      const x = out[at]!
      const y = out[at + 1]!
      out[at] = scale * (cosine * x - sine * y) + shift[0]
      out[at + 1] = scale * (sine * x + cosine * y) + shift[1]
    },
  },
]

export interface CloudOptions {
  readonly rows: number
  readonly split: 'train' | 'test'
  readonly seed: number
  readonly sigma: number
}

/** Fields `points` (float, [dimensions]) and `labels` (the mode or arm). */
export function cloudTable(cloud: Cloud, { rows, split, seed, sigma }: CloudOptions): Table {
  const key = keyOf('cloud', cloud.name, seed, split)
  const points = new Float32Array(rows * cloud.dimensions)
  const labels = new Uint8Array(rows)
  const words = new Uint32Array(4)
  const noise = new Float32Array(4)
  for (let row = 0, at = 0; row < rows; row++, at += cloud.dimensions) {
    threefry(0, 0, row, 0, key, words)
    labels[row] = cloud.place(words, points, at)
    threefry(1, 0, row, 0, key, words)
    fillNormals(words, 4, noise, 0)
    for (let i = 0; i < cloud.dimensions; i++) points[at + i] = points[at + i]! + sigma * noise[i]!
    cloud.move?.(points, at)
  }
  const where = whereIn(cloud.name, split)
  return {
    rows,
    fields: {
      points: arrayColumn({ kind: 'float', shape: [cloud.dimensions], data: points, file: null, where }),
      labels: arrayColumn({ kind: 'label', shape: [], data: labels, file: null, range: [0, cloud.classes - 1], where }),
    },
  }
}
