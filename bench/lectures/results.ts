/** What was measured, over all seeds, and what is thought of it. Schema of `--json`: `results.schema.json`. */
import { spreadOf } from '../stats.ts'
import type { Check, Lecture } from './lecture.ts'
import type { Measurement } from './measure.ts'

export interface Results {
  /** As typed. */
  readonly command: string
  readonly genc: string
  readonly node: string
  readonly cores: number
  /** ISO time. */
  readonly date: string
  readonly engine: string
  /** What stood for `mnist` and `usps`. */
  readonly data: { readonly mnist: 'files' | 'digits'; readonly usps: 'files' | null }
  readonly seeds: readonly number[]
  readonly lectures: readonly LectureResult[]
}

export interface LectureResult {
  readonly lecture: string
  readonly about: string
  /** Specs that it trains. */
  readonly specs: readonly string[]
  /** Of the quickest seed: other work on the machine only adds. A training that several lectures use counts for the first. */
  readonly seconds: number
  readonly checks: readonly CheckResult[]
  /** Why there are no checks: data that are missing, or what failed. */
  readonly absent: { readonly kind: 'data' | 'error'; readonly reason: string } | null
}

export type Verdict =
  | 'kept'
  | 'missed'
  /** No bound. */
  | 'reported'
  /** The bound holds for MNIST only, and these are the built-in digits. */
  | 'not on digits'

export interface CheckResult {
  readonly what: string
  readonly unit: string
  /** One for each seed; null is a number that is not finite. */
  readonly measured: readonly (number | null)[]
  readonly atMost: readonly (number | null)[] | null
  readonly atLeast: readonly (number | null)[] | null
  readonly baseline: { readonly name: string; readonly values: readonly (number | null)[] } | null
  readonly verdict: Verdict
  /** Where the bound comes from. */
  readonly why: string | null
  /** The cause of a miss, where one is known. */
  readonly cause: string | null
}

/** `measurements` has one list for each seed, with one member for each check. */
export const checkResults = ({ checks }: Lecture, measurements: readonly (readonly Measurement[])[], mnist: boolean): readonly CheckResult[] =>
  checks.map((check, i) => checkResult(check, measurements.map((list) => list[i]!), mnist))

function checkResult(check: Check, seeds: readonly Measurement[], mnist: boolean): CheckResult {
  const leftOut = check.mnist === true && !mnist
  const bounds = (side: 'atMost' | 'atLeast'): readonly (number | null)[] | null =>
    (leftOut || check[side] === undefined ? null : seeds.map((measurement) => finite(measurement[side]!)))
  const verdict = (): Verdict => {
    if (check.atMost === undefined && check.atLeast === undefined) return 'reported'
    if (leftOut) return 'not on digits'
    const used = check.median === true ? [medianOf(seeds)] : seeds
    const kept = used.every(({ measured, atMost, atLeast }) => (atMost === null || measured <= atMost) && (atLeast === null || measured >= atLeast))
    return kept ? 'kept' : 'missed'
  }
  const given = verdict()
  // A number that somebody measured on MNIST says nothing of other images.
  const baseline = check.baseline === undefined || (leftOut && typeof check.baseline[1] === 'number') ? null
    : { name: check.baseline[0], values: seeds.map((measurement) => finite(measurement.baseline!)) }
  return {
    what: check.what, unit: check.unit ?? '', measured: seeds.map(({ measured }) => finite(measured)), atMost: bounds('atMost'), atLeast: bounds('atLeast'), baseline,
    verdict: given, why: check.why ?? null, cause: given === 'missed' ? check.cause ?? null : null,
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** Not a number when one of them is none. */
function medianOf(seeds: readonly Measurement[]): Measurement {
  const middle = (values: readonly (number | null)[]): number | null => {
    const numbers = values.filter((value) => value !== null)
    return numbers.length === 0 ? null : numbers.some(Number.isNaN) ? NaN : spreadOf(numbers).median
  }
  const of = (side: 'atMost' | 'atLeast' | 'baseline'): number | null => middle(seeds.map((measurement) => measurement[side]))
  return { measured: middle(seeds.map(({ measured }) => measured))!, atMost: of('atMost'), atLeast: of('atLeast'), baseline: of('baseline') }
}

/** What missed its bound, or came to no result. */
export const misses = ({ lectures }: Results): readonly string[] => lectures.filter(({ checks }) => checks.some(({ verdict }) => verdict === 'missed')).map(({ lecture }) => lecture)
export const failures = ({ lectures }: Results): readonly string[] => lectures.filter(({ absent }) => absent?.kind === 'error').map(({ lecture }) => lecture)
