/**
 * Which rows each pass of each round reads. Everything follows from the seed and from how many rows have been read, so
 * that a run resumes at any point without a record of its past.
 */
import { shuffle } from '../noise/shuffle.ts'

/** The order in which a data set's rows are read: over and over, each time newly shuffled. */
export interface RowOrder {
  readonly rows: number
  /** Writes the row indices at positions `position … position + count − 1` since the start of training to `out[0 …]`. */
  fill(position: number, count: number, out: Uint32Array): void
}

export interface RowOrderOptions {
  /** Name of the data set: two data sets of one spec are shuffled independently. */
  readonly dataset: string
  readonly seed: number
  readonly shuffle: boolean
  /** Either how many rows there are, or the indices of those that take part (`rows train where …`). */
  readonly rows: number | Uint32Array
}

/** Cycle c (positions c·n … c·n + n − 1) is a permutation of the rows keyed by seed, c and the data set's name. */
export function rowOrder({ dataset, seed, shuffle: shuffled, rows }: RowOrderOptions): RowOrder {
  const n = typeof rows === 'number' ? rows : rows.length
  let cycle = -1
  let order: Uint32Array = new Uint32Array(0)
  const orderOf = (wanted: number): Uint32Array => {
    if (wanted !== cycle) {
      order = shuffled ? shuffle(n, seed, wanted, dataset) : Uint32Array.from({ length: n }, (_, i) => i)
      if (typeof rows !== 'number') order = order.map((i) => rows[i]!)
      cycle = wanted
    }
    return order
  }
  return {
    rows: n,
    fill(position, count, out) {
      if (n === 0) throw new RangeError(`data set ${dataset} has no rows to read`)
      for (let i = 0, at = position; i < count;) {
        const current = orderOf(Math.floor(at / n))
        const start = at % n
        const run = Math.min(count - i, n - start)
        out.set(current.subarray(start, start + run), i)
        i += run
        at += run
      }
    },
  }
}

/** Sizes of the passes of one round, and where its first sample stands in the epoch. */
export interface RoundSizes {
  readonly first: number
  readonly passes: readonly number[]
}

/**
 * Cuts an epoch of `rows` rows into rounds of `passes` passes with `batch` rows each. What is left at the end makes one
 * shorter round, shared out evenly; fewer rows than passes are left for another epoch's shuffling to bring forward.
 */
export function roundSizes(rows: number, batch: number, passes: number, round: number): RoundSizes {
  const first = round * batch * passes
  const left = Math.min(rows - first, batch * passes)
  if (passes === 1 || left === batch * passes) return { first, passes: new Array<number>(passes).fill(left / passes) }
  const share = Math.floor(left / passes)
  return { first, passes: Array.from({ length: passes }, (_, i) => share + (i < left % passes ? 1 : 0)) }
}

/** How many rounds one pass over `rows` rows takes. */
export function roundsPerEpoch(rows: number, batch: number, passes: number): number {
  const whole = Math.floor(rows / (batch * passes))
  return whole + (rows - whole * batch * passes >= passes ? 1 : 0)
}

/** One pass of a round: `count` rows of every data set that it reads. */
export interface PassRows {
  readonly count: number
  /** Index in the epoch of the pass's first sample: what noise is keyed by. */
  readonly first: number
  /** Row indices by data set. The arrays are reused: read them before asking for the next round. */
  readonly rows: Readonly<Record<string, Uint32Array>>
}

export interface BatchesOptions {
  /** The first data set gives the epoch its length; later ones wrap round. */
  readonly orders: Readonly<Record<string, RowOrder>>
  readonly batch: number
  /** Epochs from 0. */
  readonly epoch: number
  /** Data sets that each pass of a round reads; one pass reading all when left out. */
  readonly passes?: readonly { readonly datasets: readonly string[] }[]
  /** Round to begin with, when resuming in the middle of an epoch. */
  readonly from?: number
}

/**
 * The rounds of one epoch, in order. A pass that does not read the first data set has as many rows as its neighbour
 * that does. Positions in later data sets run on from epoch to epoch, so that all their rows come equally often.
 */
export function* batches({ orders, batch, epoch, passes, from = 0 }: BatchesOptions): Generator<readonly PassRows[], void> {
  const names = Object.keys(orders)
  const [leader] = names
  if (leader === undefined) throw new RangeError('batches of no data set')
  const rows = orders[leader]!.rows
  const reads = (passes ?? [{ datasets: names }]).map(({ datasets }) => datasets)
  const shares = Math.max(1, reads.filter((read) => read.includes(leader)).length)
  const rounds = roundsPerEpoch(rows, batch, shares)

  /** Which of the round's shares of the first data set a pass goes with. */
  const shareOf = reads.map((_, pass) => Math.min(reads.slice(0, pass).filter((read) => read.includes(leader)).length, shares - 1))
  const countsIn = (round: number): readonly number[] => {
    const sizes = roundSizes(rows, batch, shares, round).passes
    return shareOf.map((share) => sizes[share]!)
  }
  /** Rows of a data set read by the passes before `until` of a round with these counts. */
  const readIn = (name: string, counts: readonly number[], until = counts.length): number =>
    counts.reduce((sum, count, pass) => (pass < until && reads[pass]!.includes(name) ? sum + count : sum), 0)
  const whole = reads.map(() => batch)
  const perEpoch = (name: string): number =>
    name === leader ? rows : (rounds - 1) * readIn(name, whole) + readIn(name, countsIn(rounds - 1))

  const held = reads.map((read) => Object.fromEntries(read.map((name) => [name, new Uint32Array(batch)])))
  for (let round = from; round < rounds; round++) {
    const counts = countsIn(round)
    const { first, passes: sizes } = roundSizes(rows, batch, shares, round)
    yield reads.map((read, pass) => {
      const count = counts[pass]!
      const taken: Record<string, Uint32Array> = {}
      for (const name of read) {
        const position = epoch * perEpoch(name) + round * readIn(name, whole) + readIn(name, counts, pass)
        orders[name]!.fill(position, count, (taken[name] = held[pass]![name]!.subarray(0, count)))
      }
      return { count, first: first + sizes.slice(0, shareOf[pass]).reduce((sum, size) => sum + size, 0), rows: taken }
    })
  }
}
