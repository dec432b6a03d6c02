/**
 * Values over whole splits: sweeps and statistics of a plan, in order. Rows are taken in order and noise comes from the
 * `eval` stream, keyed by the number of the sample, so a value is the same each time and hardly depends on the batch size
 * (summation is in float64).
 */
import { productOf, sizeOf, type Graph, type Program } from '../../compiler/graph/graph.ts'
import type { Argument, RowChoice, Statistic, Sweep, ValueStep } from '../../compiler/lower/plan.ts'
import { DataError } from '../data/error.ts'
import type { Session, Values } from '../engine.ts'
import type { Sample } from '../statistics/sample.ts'
import { statisticOf } from '../statistics/statistics.ts'
import { fillFeeds, type Buffers, type Clock, type NoisePlace } from './feeds.ts'
import { showBytes } from './memory.ts'
import { numbered } from './select.ts'
import { consecutive, sourceOf, type Sources, type Split } from './source.ts'
import { makeTurns } from './turn.ts'

export interface ValueContext {
  readonly session: Session
  readonly graph: Graph
  readonly sources: Sources
  readonly seed: number
  readonly clock: Clock
  /** Instead of the test split, for sweeps over it. */
  readonly split?: Split
  /** At most so many rows a batch. */
  readonly batch?: number
}

/** What is known of a stage, by name: averages, arrays and statistics. Good while neither weights, clock nor split change. */
export type Known = Map<string, Values>

/** Arrays of one sweep that take more than this are refused. */
const MOST_BYTES = 2e9

/** For data that lack a split which the spec needs. */
export const emptySplit = (dataset: string, split: Split): DataError =>
  new DataError(`the data${dataset === 'data' ? '' : ` "${dataset}"`} have no ${split} split`, { hint: `use data with a ${split} split` })

/** Adds what the steps give to `known`. Throws a DataError before anything is run when a split has no rows, and for arrays that would not fit. */
export async function makeValues(steps: readonly ValueStep[], context: ValueContext, known: Known): Promise<void> {
  for (const step of steps) if (step.kind === 'sweep') sweepLength(step, context.sources, context.split)
  for (const step of steps) {
    if (step.kind === 'statistic') {
      if (!known.has(step.name)) known.set(step.name, statistic(step, known))
    } else if (![...step.means, ...step.arrays].every((name) => known.has(name))) await runSweep(step, context, known)
  }
}

/** Rows of the split that a sweep goes over, or the draws that stand for them. */
export function sweepLength(sweep: Sweep, sources: Sources, split?: Split): { readonly rows: number; readonly split: Split } {
  const chosen = sweep.split === 'test' && split !== undefined ? split : sweep.split
  const first = sweep.datasets[0]
  if (first === undefined) return { rows: sweep.draws ?? 0, split: chosen }
  for (const name of sweep.datasets) if (sourceOf(sources, name).rows(chosen) === 0) throw emptySplit(name, chosen)
  return { rows: sourceOf(sources, first).rows(chosen), split: chosen }
}

/** Row numbers of a split that a choice takes, ascending. */
export function chosenRows(choice: RowChoice, dataset: string, split: Split, sources: Sources, known: Known): Uint32Array {
  const source = sourceOf(sources, dataset)
  const holds = choice.where === null ? null : known.get(choice.where)!
  const all = consecutive(0, source.rows(split), source.rows(split)).filter((row) => holds === null || holds[row] !== 0)
  if (choice.rows === null) return all
  const [first, last] = choice.rows
  if (choice.per === null) return all.slice(first, last + 1)
  const labels = new Int32Array(source.rows(split))
  source.read(split, choice.per, consecutive(0, labels.length, labels.length), labels)
  return numbered(all, labels, first, last)
}

/** Members of an array at one of its positions, those left out that its condition excludes. */
export function sampleOf({ array, where, positions, size }: Argument, position: number, known: Known): Sample {
  const [values, holds] = [known.get(array)!, where === null ? null : known.get(where)!]
  const all = values.length / (positions * size)
  const kept = Uint32Array.from({ length: all }, (_, i) => i).filter((i) => holds === null || holds[i * positions + position] !== 0)
  const out = new Float64Array(kept.length * size)
  kept.forEach((member, i) => { for (let j = 0; j < size; j++) out[i * size + j] = values[(member * positions + position) * size + j]! })
  return { count: kept.length, size, values: out }
}

/** Taken at each position apart. */
function statistic({ op, args, options }: Statistic, known: Known): Values {
  return Float32Array.from({ length: args[0]!.positions }, (_, position) => statisticOf(op, args.map((arg) => sampleOf(arg, position, known)), options))
}

/** A batch under way. */
interface Batch { readonly first: number; readonly size: number; readonly results: Promise<Readonly<Record<string, Values>>> }

async function runSweep(sweep: Sweep, context: ValueContext, known: Known): Promise<void> {
  const { sources } = context
  const { rows: all, split } = sweepLength(sweep, sources, context.split)
  const [leader] = sweep.datasets
  const chosen = sweep.rows === null || leader === undefined ? null : chosenRows(sweep.rows, leader, split, sources, known)
  const rows = chosen?.length ?? all
  const program = programOf(context.graph, sweep.program)
  const batch = Math.max(1, Math.min(sweep.batch, context.batch ?? sweep.batch))
  const axes = axesOf(program)
  const sizes = Object.fromEntries([...sweep.means, ...sweep.arrays].map((name) => [name, outputSize(program, name, Object.fromEntries(axes.map((axis) => [axis, 1])))]))
  refuseLarge(sweep, rows, sizes)
  const sums = Object.fromEntries(sweep.means.map((name) => [name, new Float64Array(sizes[name]!)]))
  const arrays = Object.fromEntries(sweep.arrays.map((name) => [name, new Float32Array(rows * sizes[name]!)]))
  const fetch = [...sweep.means, ...sweep.arrays]
  const add = async ({ first, size, results }: Batch): Promise<void> => {
    const outputs = await results
    for (const [name, sum] of Object.entries(sums)) outputs[name]!.forEach((value, i) => { sum[i]! += value * size })
    for (const [name, array] of Object.entries(arrays)) array.set(outputs[name]!, first * sizes[name]!)
  }
  const values = Object.fromEntries(known)
  const buffers: Buffers = new Map()
  const turn = makeTurns()
  // One batch is prepared while the one before is computed.
  let before: Batch | null = null
  for (let first = 0; first < rows; first += batch) {
    const size = Math.min(batch, rows - first)
    const batches = Object.fromEntries(axes.map((axis) => [axis, size]))
    const taken = Object.fromEntries(sweep.datasets.map((name) =>
      [name, name === leader && chosen !== null ? chosen.subarray(first, first + size) : consecutive(first, size, sourceOf(sources, name).rows(split))]))
    const feeds = fillFeeds(program, {
      sources, batches, clock: context.clock, noise: noiseAt(context, first), values,
      rowsOf: (dataset) => ({ split, rows: taken[dataset]! }),
    }, buffers)
    const now = { first, size, results: context.session.run(program.name, feeds, batches, fetch) }
    // It may fail while the one before does.
    now.results.catch(() => undefined)
    if (before !== null) await add(before)
    before = now
    await turn()
  }
  if (before !== null) await add(before)
  for (const [name, sum] of Object.entries(sums)) known.set(name, Float32Array.from(sum, (total) => total / rows))
  for (const [name, array] of Object.entries(arrays)) known.set(name, array)
}

function refuseLarge(sweep: Sweep, rows: number, sizes: Readonly<Record<string, number>>): void {
  const numbers = sweep.arrays.reduce((total, name) => total + sizes[name]!, 0)
  if (4 * rows * numbers <= MOST_BYTES) return
  throw new DataError(`an array of ${rows} rows with ${numbers} numbers each would take ${showBytes(4 * rows * numbers)}`, {
    hint: `take fewer rows, for example ${sweep.split}[0..${Math.max(1, Math.floor(MOST_BYTES / (4 * numbers))) - 1}]`,
  })
}

export const noiseAt = ({ seed }: { readonly seed: number }, first: number): NoisePlace => ({ seed, epoch: 0, firstOf: () => first })

/** Throws a RangeError for a name that the graph lacks: plan and graph do not belong together. */
export function programOf(graph: Graph, name: string): Program {
  const program = graph.programs.find((candidate) => candidate.name === name)
  if (program === undefined) throw new RangeError(`the graph has no program "${name}"`)
  return program
}

/** Batch axes that the feeds of a program name. `B` is always among them, for programs that only draw. */
export function axesOf(program: Program): readonly string[] {
  const axes = new Set(['B'])
  for (const feed of program.feeds) for (const dim of feed.shape) if (typeof dim !== 'number') axes.add(dim.batch)
  return [...axes]
}

/** Numbers of one output of a program, batch sizes filled in. */
export function outputSize(program: Program, output: string, batches: Readonly<Record<string, number>>): number {
  const found = program.outputs.find(({ name }) => name === output)
  if (found === undefined) throw new RangeError(`program "${program.name}" has no output "${output}"`)
  return sizeOf(productOf(program.nodes[found.node]!.shape), batches)
}
