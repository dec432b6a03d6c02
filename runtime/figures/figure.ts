/** From a figure of the plan to a picture: runs its program, then hands the numbers to the file of its kind. */
import type { Graph } from '../../compiler/graph/graph.ts'
import type { FigurePlan } from '../../compiler/lower/plan.ts'
import type { Session } from '../engine.ts'
import { programOf } from '../train/evaluate.ts'
import { fillFeeds, type Clock } from '../train/feeds.ts'
import { consecutive, sourceOf, type Sources } from '../train/source.ts'
import { FigureError, type Drawing, type FigureData } from './drawing.ts'
import { compare } from './compare.ts'
import { curves, type CurvePoint } from './curves.ts'
import { grid } from './grid.ts'
import { heatmap } from './heatmap.ts'
import { plot } from './plot.ts'
import { scatter } from './scatter.ts'
import { histogram } from './histogram.ts'
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
}

/** Rows that figures show where nothing says how many. */
const FREE_ROWS = 512

/** Throws a FigureError for values that this kind of figure cannot show. */
export async function drawFigure(plan: FigurePlan, context: FigureContext): Promise<Drawing> {
  if (plan.kind === 'curves') return curves(context.log, plan.items.map((item) => item.output))
  const data = await runFigure(plan, context)
  switch (plan.kind) {
    case 'compare': return compare(data)
    case 'grid': return grid(data)
    case 'strip': return strip(data)
    case 'heatmap': return heatmap(data)
    case 'warp': return warp(data)
    case 'scatter': return scatter(data)
    case 'plot': return plot(data)
    case 'histogram': return histogram(data)
  }
}

async function runFigure(plan: FigurePlan, context: FigureContext): Promise<FigureData> {
  if (plan.program === null) throw new FigureError(`${plan.name} has no program`)
  const program = programOf(context.graph, plan.program)
  for (const feed of program.feeds) {
    const split = feed.kind === 'rows' ? feed.split : feed.kind === 'data' ? 'test' : null
    if (split !== null && 'dataset' in feed && sourceOf(context.sources, feed.dataset).rows(split) === 0) {
      throw new FigureError(`${plan.name} is left out: the data "${feed.dataset}" have no ${split} split`)
    }
  }
  const axes = new Set(program.feeds.flatMap((feed) => feed.shape.flatMap((dim) => (typeof dim === 'number' ? [] : [dim.batch]))))
  const batches = Object.fromEntries([...axes].map((axis) => [axis, FREE_ROWS]))
  const feeds = fillFeeds(program, {
    sources: context.sources, batches, clock: context.clock,
    noise: { seed: context.seed, epoch: 0, firstOf: () => 0 },
    rowsOf: (dataset) => ({ split: 'test', rows: consecutive(0, FREE_ROWS, sourceOf(context.sources, dataset).rows('test')) }),
  })
  const outputs = await context.session.run(program.name, feeds, batches)
  const floats = (name: string): Float32Array => Float32Array.from(outputs[name]!)
  return {
    plan,
    valuesOf: (item) => floats(item.output),
    from: plan.path === null ? null : floats('path.from'),
    to: plan.path === null ? null : floats('path.to'),
  }
}
