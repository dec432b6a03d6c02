/**
 * Resampling along one axis, with centres at half integers (as `tf.image.resize` and PIL place them). At the ends, weights that would fall
 * outside are left out and the others scaled to add up to 1, as both do.
 */

export type ResizeMethod = 'bilinear' | 'nearest' | 'bicubic'

/** For each target pixel: the first source pixel it reads, and the weights of it and those after it. */
export interface Taps {
  readonly first: Int32Array
  readonly weights: readonly Float64Array[]
}

/** `antialias`: when shrinking, the kernel is widened by the factor, so that fine lines are averaged and not skipped; `nearest` never averages. */
export function taps(from: number, to: number, method: ResizeMethod, { antialias }: { readonly antialias: boolean }): Taps {
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
    const stretch = antialias ? Math.max(1, scale) : 1
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

/** The tent, or Keys's cubic with a = −½ (Keys 1981). */
function kernel(x: number, method: 'bilinear' | 'bicubic'): number {
  if (method === 'bilinear') return Math.max(0, 1 - x)
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
}
