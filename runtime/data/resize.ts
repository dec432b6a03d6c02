/**
 * Picture resizing, separable, with pixel centres at half integers (as `tf.image.resize` and PIL place them). When
 * shrinking, the kernel is widened by the factor, so that fine lines are averaged and not skipped; `nearest` never averages.
 */

export type ResizeMethod = 'bilinear' | 'nearest' | 'bicubic'

/** For each target pixel: the first source pixel it reads, and the weights of it and those after it. */
interface Taps {
  readonly first: Int32Array
  readonly weights: readonly Float64Array[]
}

export interface Resizer {
  /** Reads [fromHeight, fromWidth, channels] at `source[0 …]`, writes [toHeight, toWidth, channels] at `target[at …]`. */
  (source: ArrayLike<number>, target: { [index: number]: number }, at: number): void
}

/** A resizer for pictures of one size. It keeps a buffer, so it is not re-entrant. */
export function makeResizer(
  from: readonly [number, number],
  to: readonly [number, number],
  channels: number,
  method: ResizeMethod,
): Resizer {
  const rows = taps(from[0], to[0], method)
  const columns = taps(from[1], to[1], method)
  const between = new Float64Array(from[0] * to[1] * channels)
  return (source, target, at) => {
    for (let y = 0; y < from[0]; y++) {
      for (let x = 0; x < to[1]; x++) {
        const weights = columns.weights[x]!
        for (let c = 0; c < channels; c++) {
          let sum = 0
          let index = (y * from[1] + columns.first[x]!) * channels + c
          for (let i = 0; i < weights.length; i++, index += channels) sum += weights[i]! * source[index]!
          between[(y * to[1] + x) * channels + c] = sum
        }
      }
    }
    const stride = to[1] * channels
    for (let y = 0; y < to[0]; y++) {
      const weights = rows.weights[y]!
      for (let x = 0; x < stride; x++) {
        let sum = 0
        let index = rows.first[y]! * stride + x
        for (let i = 0; i < weights.length; i++, index += stride) sum += weights[i]! * between[index]!
        target[at + y * stride + x] = sum
      }
    }
  }
}

function taps(from: number, to: number, method: ResizeMethod): Taps {
  const scale = from / to
  const first = new Int32Array(to)
  const weights: Float64Array[] = []
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale
    if (method === 'nearest') {
      first[i] = Math.min(from - 1, Math.floor(centre))
      weights.push(Float64Array.of(1))
      continue
    }
    const stretch = Math.max(1, scale)
    const reach = (method === 'bilinear' ? 1 : 2) * stretch
    const low = Math.max(0, Math.floor(centre - reach + 0.5))
    const high = Math.min(from, Math.floor(centre + reach + 0.5))
    const row = new Float64Array(high - low)
    for (let j = low; j < high; j++) row[j - low] = kernel(Math.abs(j + 0.5 - centre) / stretch, method)
    const total = row.reduce((sum, weight) => sum + weight, 0)
    first[i] = low
    weights.push(row.map((weight) => weight / total))
  }
  return { first, weights }
}

/** The tent, or Keys's cubic with a = −½. */
function kernel(x: number, method: 'bilinear' | 'bicubic'): number {
  if (method === 'bilinear') return Math.max(0, 1 - x)
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
}
