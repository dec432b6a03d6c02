/** Statistics of arrays with one number a member. */
import { sorted, type Sample } from './sample.ts'

/** Linear interpolation between the two nearest members (numpy's default; type 7 of Hyndman & Fan 1996). */
export function quantile(sample: Sample, q: number): number {
  const values = sorted(sample)
  if (values.length === 0) return NaN
  const place = q * (values.length - 1)
  const below = Math.floor(place)
  const [low, high] = [values[below]!, values[Math.min(below + 1, values.length - 1)]!]
  // Equal neighbours may both be infinite, and their difference is not a number.
  return low === high ? low : low + (place - below) * (high - low)
}

/**
 * P(a > b) + ½ P(a = b) over all pairs: the area under the curve of true against false positives (Hanley & McNeil 1982).
 * One pass over both arrays in ascending order.
 */
export function auroc(positives: Sample, negatives: Sample): number {
  const [a, b] = [sorted(positives), sorted(negatives)]
  if (a.length === 0 || b.length === 0 || Number.isNaN(a[0]!) || Number.isNaN(b[0]!)) return NaN
  let wins = 0
  let below = 0
  let equal = 0
  for (const value of a) {
    while (below < b.length && b[below]! < value) below++
    equal = Math.max(equal, below)
    while (equal < b.length && b[equal]! === value) equal++
    wins += below + (equal - below) / 2
  }
  return wins / (a.length * b.length)
}

/** Pearson's. NaN where either array is constant. */
export function correlation(a: Sample, b: Sample): number {
  if (a.count !== b.count) throw new RangeError(`correlation needs pairs: the arrays have ${a.count} and ${b.count} members`)
  const mean = ({ values, count }: Sample): number => values.reduce((total, value) => total + value, 0) / count
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.count; i++) {
    const [x, y] = [a.values[i]! - ma, b.values[i]! - mb]
    ab += x * y
    aa += x * x
    bb += y * y
  }
  return ab / Math.sqrt(aa * bb)
}
