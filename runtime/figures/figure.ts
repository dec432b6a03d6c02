/** From a figure of the plan to a picture: runs its program, then hands the numbers to the file of its kind. */
import type { Graph } from '../../compiler/graph/graph.ts'
import type { FigurePlan } from '../../compiler/lower/plan.ts'
import { DataError } from '../data/error.ts'
import type { Session } from '../engine.ts'
import { fillFeeds, type Clock } from '../train/feeds.ts'
import { consecutive, sourceOf, type Sources, type Split } from '../train/source.ts'
import { chosenRows, makeValues, programOf, sampleOf, type Known } from '../train/values.ts'
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { compare } from './compare.ts'
import { curves, type CurvePoint, type Tested } from './curves.ts'
import { grid } from './grid.ts'
import { heatmap } from './heatmap.ts'
import { plot } from './plot.ts'
import { scatter } from './scatter.ts'
import { histogram } from './histogram.ts'
import { signal } from './signal.ts'
import { strip } from './strip.ts'
import { warp } from './warp.ts'

export interface FigureContext {
  readonly session: Session
  readonly graph: Graph
  readonly sources: Sources
  readonly seed: number
  readonly clock: Clock
  /** The training's log, for curves. */
  readonly log: readonly CurvePoint[]
  /** What is known of whole splits; added to. */
  readonly known?: Known
}

/** Rows that figures show where nothing says how many. */
const FREE_ROWS = 512

/** A model without data is evaluated on draws of its own. */
export const testedOn = (sources: Sources): Tested => (Object.keys(sources).length === 0 ? 'new draws' : 'test')

/** Throws a FigureError for values that this kind of figure cannot show. */
export async function drawFigure(plan: FigurePlan, context: FigureContext): Promise<Drawing> {
  if (plan.kind === 'curves') return curves(context.log, plan.items.map((item) => item.output), testedOn(context.sources))
  const data = await runFigure(plan, context)
  switch (plan.kind) {
    case 'compare': return compare(data)
    case 'grid': return grid(data)
    case 'strip': return strip(data)
    case 'heatmap': return heatmap(data)
    case 'warp': return warp(data)
    case 'scatter': return scatter(data)
    case 'plot': return plot(data)
    case 'signal': return signal(data)
    case 'histogram': return histogram(data)
  }
}

async function runFigure(plan: FigurePlan, context: FigureContext): Promise<FigureData> {
  const known = context.known ?? new Map()
  const missing = missingSplit(plan, context)
  if (missing !== null) throw new FigureError(`${plan.name} is left out: the data "${missing.dataset}" have no ${missing.split} split`)
  try {
    await makeValues(plan.steps ?? [], context, known)
  } catch (error) {
    // Arrays that would not fit: the rest of a training goes on without the figure.
    if (!(error instanceof DataError)) throw error
    throw new FigureError(`${plan.name} is left out: ${error.message}`)
  }
  if (plan.program === null) {
    return { plan, from: null, to: null, valuesOf: ({ label, array }) => {
      if (array === undefined) throw new FigureError(`${plan.name} has nothing to show for ${label}`)
      return Float32Array.from(sampleOf(array, 0, known).values)
    } }
  }
  const program = programOf(context.graph, plan.program)
  const chosen = plan.rows === undefined ? null : chosenRows(plan.rows, plan.rows.dataset, plan.rows.split, context.sources, known).subarray(0, plan.axes[plan.rows.axis]!)
  if (chosen?.length === 0) throw new FigureError(`${plan.name} is left out: no row of the ${plan.rows!.split} split is what it asks for`)
  const axes = new Set(program.feeds.flatMap((feed) => feed.shape.flatMap((dim) => (typeof dim === 'number' ? [] : [dim.batch]))))
  const batches = Object.fromEntries([...axes].map((axis) => [axis, chosen?.length ?? FREE_ROWS]))
  const feeds = fillFeeds(program, {
    sources: context.sources, batches, clock: context.clock, values: Object.fromEntries(known),
    noise: { seed: context.seed, epoch: 0, firstOf: () => 0 },
    rowsOf: (dataset) => (chosen !== null && dataset === plan.rows!.dataset ? { split: plan.rows!.split, rows: chosen }
      : { split: 'test', rows: consecutive(0, chosen?.length ?? FREE_ROWS, sourceOf(context.sources, dataset).rows('test')) }),
  })
  const outputs = await context.session.run(program.name, feeds, batches)
  const floats = (name: string): Float32Array => Float32Array.from(outputs[name]!)
  return {
    plan: chosen === null ? plan : { ...plan, axes: plan.axes.map((size, axis) => (axis === plan.rows!.axis ? chosen.length : size)) },
    valuesOf: (item) => floats(item.output),
    from: plan.path === null ? null : floats('path.from'),
    to: plan.path === null ? null : floats('path.to'),
  }
}

/** A split that the figure reads and the data lack. */
function missingSplit(plan: FigurePlan, { graph, sources }: FigureContext): { readonly dataset: string; readonly split: Split } | null {
  const feeds = plan.program === null ? [] : programOf(graph, plan.program).feeds
  const read = [
    ...feeds.flatMap((feed) => (feed.kind === 'rows' ? [feed] : feed.kind === 'data' ? [{ dataset: feed.dataset, split: plan.rows?.dataset === feed.dataset ? plan.rows.split : 'test' as const }] : [])),
    ...(plan.steps ?? []).flatMap((step) => (step.kind === 'sweep' ? step.datasets.map((dataset) => ({ dataset, split: step.split })) : [])),
  ]
  return read.find(({ dataset, split }) => sourceOf(sources, dataset).rows(split) === 0) ?? null
}
