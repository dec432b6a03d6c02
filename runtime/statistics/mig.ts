/**
 * Mutual information gap (Chen et al. 2018): how much more the best code says of a factor than the second best, as a
 * share of the factor's entropy, averaged over factors. 1: each factor has a code of its own; 0: none has.
 */
import { column, type Sample } from './sample.ts'

/** Equal-width bins between the smallest and the largest value of a code (Locatello et al. 2019). */
const BINS = 20

/** `factors`: arrays of labels, each member one label or several side by side. NaN where a factor never changes. */
export function mig(codes: Sample, factors: readonly Sample[]): number {
  for (const { count } of factors) {
    if (count !== codes.count) throw new RangeError(`mig needs codes and factors of the same rows: the arrays have ${codes.count} and ${count} members`)
  }
  if (codes.count === 0 || !codes.values.every(Number.isFinite)) return NaN
  const bins = Array.from({ length: codes.size }, (_, j) => binned(column(codes, j)))
  const gaps = factors.flatMap((factor) => Array.from({ length: factor.size }, (_, k) => gap(bins, column(factor, k))))
  return gaps.reduce((total, value) => total + value, 0) / gaps.length
}

function counts(values: Float64Array): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1)
  return found
}

function gap(bins: readonly Float64Array[], factor: Float64Array): number {
  const [best = 0, second = 0] = bins.map((code) => information(code, factor)).sort((a, b) => b - a)
  return (best - second) / information(factor, factor)
}

function binned(values: Float64Array): Float64Array {
  const low = values.reduce((a, b) => Math.min(a, b))
  const width = (values.reduce((a, b) => Math.max(a, b)) - low) / BINS
  return values.map((value) => (width === 0 ? 0 : Math.min(BINS - 1, Math.floor((value - low) / width))))
}

/** Σ p(a, b) log(p(a, b) / (p(a) p(b))) of what was counted, in nats; of something with itself its entropy. */
function information(a: Float64Array, b: Float64Array): number {
  const n = a.length
  // Whole numbers from 0 on both sides: a pair is one number too.
  const stride = 1 + b.reduce((most, value) => Math.max(most, value), 0)
  const [ofA, ofB, ofBoth] = [counts(a), counts(b), counts(a.map((value, i) => value * stride + b[i]!))]
  return [...ofBoth].reduce((total, [pair, both]) =>
    total + (both / n) * Math.log((both * n) / (ofA.get(Math.floor(pair / stride))! * ofB.get(pair % stride)!)), 0)
}
