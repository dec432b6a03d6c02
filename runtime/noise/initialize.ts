/** First values of the store, by Keras's formulas, keyed by seed and entry name: adding a layer does not change the others. */
import type { Initializer, StoreEntry } from '../../compiler/graph/graph.ts'
import { keyOf } from './key.ts'
import { fillNormals, uniformOf } from './normal.ts'
import { threefry, type ThreefryKey } from './threefry.ts'

/** The standard deviation of a standard normal cut off at ±2, by which Keras divides. */
const TRUNCATED_STD = 0.87962566103423978

/** The first value of `entry`, flat in row-major order, in the array type of its dtype. */
export function initialize(entry: StoreEntry, seed: number): Float32Array | Int32Array {
  const values = initialFloats(entry, seed)
  return entry.dtype === 'float32' ? values : Int32Array.from(values)
}

function initialFloats(entry: StoreEntry, seed: number): Float32Array {
  const out = new Float32Array(entry.shape.reduce((product, size) => product * size, 1))
  const key = keyOf('initial', seed, entry.name)
  const init: Initializer = entry.init
  switch (init.kind) {
    case 'zeros':
      return out
    case 'ones':
      return out.fill(1)
    case 'constant':
      return out.fill(init.value)
    case 'glorotUniform': {
      const limit = Math.sqrt(6 / (init.fanIn + init.fanOut))
      return fillUniform(out, key, -limit, limit)
    }
    case 'heUniform': {
      const limit = Math.sqrt(6 / init.fanIn)
      return fillUniform(out, key, -limit, limit)
    }
    case 'heNormal':
      return fillNormal(out, key, Math.sqrt(2 / init.fanIn) / TRUNCATED_STD, 2)
    case 'normal':
      return fillNormal(out, key, init.std, Infinity)
    case 'uniform':
      return fillUniform(out, key, init.low, init.high)
  }
}

function fillUniform(out: Float32Array, key: ThreefryKey, low: number, high: number): Float32Array {
  const words = new Uint32Array(4)
  for (let at = 0, block = 0; at < out.length; block++) {
    threefry(block, 0, 0, 0, key, words)
    for (let i = 0; i < 4 && at < out.length; i++) out[at++] = low + (high - low) * uniformOf(words[i]!)
  }
  return out
}

/** Normals of deviation `std`, those beyond `cut` deviations left out and the next taken. */
function fillNormal(out: Float32Array, key: ThreefryKey, std: number, cut: number): Float32Array {
  const words = new Uint32Array(4)
  const normals = new Float32Array(4)
  for (let at = 0, block = 0; at < out.length; block++) {
    threefry(block, 0, 0, 0, key, words)
    fillNormals(words, 4, normals, 0)
    for (let i = 0; i < 4 && at < out.length; i++) {
      if (Math.abs(normals[i]!) <= cut) out[at++] = std * normals[i]!
    }
  }
  return out
}
