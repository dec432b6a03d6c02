/** What is computed of whole arrays, one row each: float64, on the host. Without members the result is NaN. */
import type { StatisticName } from '../../compiler/lower/plan.ts'
import { frechet } from './frechet.ts'
import { mig } from './mig.ts'
import { auroc, correlation, quantile } from './scores.ts'
import type { Sample } from './sample.ts'

type Row = (samples: readonly Sample[], options: Readonly<Record<string, number>>) => number

const fold = (f: (a: number, b: number) => number): Row => ([a]) => (a!.count === 0 ? NaN : a!.values.reduce(f))

const rows: Readonly<Record<StatisticName, Row>> = {
  quantile: ([a], { q }) => quantile(a!, q!),
  auroc: ([a, b]) => auroc(a!, b!),
  correlation: ([a, b]) => correlation(a!, b!),
  frechet: ([a, b]) => frechet(a!, b!),
  mig: ([codes, ...factors]) => mig(codes!, factors),
  sum: ([a]) => a!.values.reduce((total, value) => total + value, 0),
  max: fold((a, b) => Math.max(a, b)),
  min: fold((a, b) => Math.min(a, b)),
}

/** Throws a RangeError for arrays that do not fit together, which the compiler does not let through. */
export const statisticOf = (op: StatisticName, samples: readonly Sample[], options: Readonly<Record<string, number>>): number => rows[op](samples, options)
