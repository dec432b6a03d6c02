/**
 * Averages over a split, then arithmetic on them. Rows are taken in order and noise comes from the `eval` stream, keyed
 * by the number of the sample, so the result is the same each time and hardly depends on the batch size (summation is
 * in float64).
 */
import { productOf, sizeOf, type Graph, type Program } from '../../compiler/graph/graph.ts'
import type { EvaluationPlan, Sweep } from '../../compiler/lower/plan.ts'
import type { Session, Values } from '../engine.ts'
import { DataError } from '../data/error.ts'
import { fillFeeds, type Buffers, type Clock, type NoisePlace } from './feeds.ts'
import { consecutive, sourceOf, type Sources, type Split } from './source.ts'
import { makeTurns } from './turn.ts'

export interface EvaluationContext {
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

export interface Evaluation {
  readonly results: Record<string, number>
  /** Rows (or draws) of the first sweep. */
  readonly rows: number
}

/** For data that lack a split which the spec needs. */
export const emptySplit = (dataset: string, split: Split): DataError =>
  new DataError(`the data${dataset === 'data' ? '' : ` "${dataset}"`} have no ${split} split`, { hint: `use data with a ${split} split` })

/** True when every sweep finds rows. */
export const canEvaluate = (plan: EvaluationPlan, sources: Sources, split?: Split): boolean => plan.sweeps.every((sweep) =>
  sweep.datasets.every((name) => sourceOf(sources, name).rows(sweep.split === 'test' && split !== undefined ? split : sweep.split) > 0))

/** Throws a DataError before anything is run when a split has no rows. */
export async function evaluate(plan: EvaluationPlan, context: EvaluationContext): Promise<Evaluation> {
  for (const sweep of plan.sweeps) sweepLength(sweep, context.sources, context.split)
  const averages: Record<string, Values> = {}
  let rows = 0
  for (const [index, sweep] of plan.sweeps.entries()) {
    const swept = await runSweep(sweep, context)
    if (index === 0) rows = swept.rows
    Object.assign(averages, swept.averages)
  }
  const finish = programOf(context.graph, plan.finish)
  const feeds = fillFeeds(finish, { ...context, batches: {}, rowsOf: noRows, noise: noiseAt(context, 0), values: averages })
  const outputs = await context.session.run(finish.name, feeds, {}, plan.results)
  return { results: Object.fromEntries(plan.results.map((name) => [name, outputs[name]![0]!])), rows }
}

/** Rows that a sweep goes over: of its first data set, or the draws that stand for them. */
export function sweepLength(sweep: Sweep, sources: Sources, split?: Split): { readonly rows: number; readonly split: Split } {
  const chosen = sweep.split === 'test' && split !== undefined ? split : sweep.split
  const first = sweep.datasets[0]
  if (first === undefined) return { rows: sweep.rows ?? 0, split: chosen }
  for (const name of sweep.datasets) if (sourceOf(sources, name).rows(chosen) === 0) throw emptySplit(name, chosen)
  return { rows: sourceOf(sources, first).rows(chosen), split: chosen }
}

/** A batch under way. */
interface Batch { readonly size: number; readonly results: Promise<Readonly<Record<string, Values>>> }

async function runSweep(sweep: Sweep, context: EvaluationContext): Promise<{ readonly averages: Record<string, Values>; readonly rows: number }> {
  const { rows, split } = sweepLength(sweep, context.sources, context.split)
  const program = programOf(context.graph, sweep.program)
  const batch = Math.max(1, Math.min(sweep.batch, context.batch ?? sweep.batch))
  const axes = axesOf(program)
  const sums: Record<string, Float64Array> = {}
  const add = async ({ size, results }: Batch): Promise<void> => {
    const outputs = await results
    for (const name of sweep.outputs) {
      const values = outputs[name]!
      const sum = (sums[name] ??= new Float64Array(values.length))
      for (let i = 0; i < values.length; i++) sum[i]! += values[i]! * size
    }
  }
  const buffers: Buffers = new Map()
  const turn = makeTurns()
  // One batch is prepared while the one before is computed.
  let before: Batch | null = null
  for (let first = 0; first < rows; first += batch) {
    const size = Math.min(batch, rows - first)
    const batches = Object.fromEntries(axes.map((axis) => [axis, size]))
    const taken = Object.fromEntries(sweep.datasets.map((name) => [name, consecutive(first, size, sourceOf(context.sources, name).rows(split))]))
    const feeds = fillFeeds(program, {
      sources: context.sources, batches, clock: context.clock, noise: noiseAt(context, first),
      rowsOf: (dataset) => ({ split, rows: taken[dataset]! }),
    }, buffers)
    const now = { size, results: context.session.run(program.name, feeds, batches, sweep.outputs) }
    // It may fail while the one before does.
    now.results.catch(() => undefined)
    if (before !== null) await add(before)
    before = now
    await turn()
  }
  if (before !== null) await add(before)
  return { averages: Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, Float32Array.from(sum, (total) => total / rows)])), rows }
}

const noiseAt = (context: EvaluationContext, first: number): NoisePlace => ({ seed: context.seed, epoch: 0, firstOf: () => first })
const noRows = (dataset: string): never => { throw new RangeError(`the finishing program reads data of "${dataset}"`) }

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
