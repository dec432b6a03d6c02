/** Samples and reconstructions: the two pictures that a model can make without its spec saying how. */
import type { Graph } from '../../compiler/graph/graph.ts'
import type { PicturePlan } from '../../compiler/lower/plan.ts'
import { axesOf, emptySplit, programOf } from '../train/values.ts'
import type { Session } from '../engine.ts'
import { fillFeeds, type Clock } from '../train/feeds.ts'
import { consecutive, sourceOf, type Sources } from '../train/source.ts'

export interface Model { readonly session: Session; readonly graph: Graph; readonly sources: Sources; readonly clock: Clock }

/** Rows at once. */
const BATCH = 250

/** `count` samples, one after another. The first of them are the same for every count. */
export async function drawSamples(model: Model, plan: PicturePlan, count: number, seed: number): Promise<Float32Array> {
  return (await draw(model, plan, [plan.output], count, seed))[plan.output]!
}

/** The first `count` rows of the test split, and what the model makes of them. */
export async function drawReconstructions(
  model: Model, plan: PicturePlan, count: number, seed: number,
): Promise<{ readonly input: Float32Array; readonly picture: Float32Array }> {
  const outputs = await draw(model, plan, ['input', plan.output], count, seed)
  return { input: outputs['input']!, picture: outputs[plan.output]! }
}

async function draw({ session, graph, sources, clock }: Model, plan: PicturePlan, names: readonly string[], count: number, seed: number): Promise<Record<string, Float32Array>> {
  const program = programOf(graph, plan.program)
  for (const feed of program.feeds) if (feed.kind === 'data' && sourceOf(sources, feed.dataset).rows('test') === 0) throw emptySplit(feed.dataset, 'test')
  const parts: Record<string, Float32Array[]> = Object.fromEntries(names.map((name) => [name, []]))
  for (let first = 0; first < count; first += BATCH) {
    const size = Math.min(BATCH, count - first)
    const batches = Object.fromEntries(axesOf(program).map((axis) => [axis, size]))
    const feeds = fillFeeds(program, {
      sources, batches, clock, noise: { seed, epoch: 0, firstOf: () => first },
      rowsOf: (dataset) => ({ split: 'test', rows: consecutive(first, size, sourceOf(sources, dataset).rows('test')) }),
    })
    const outputs = await session.run(program.name, feeds, batches, names)
    for (const name of names) parts[name]!.push(Float32Array.from(outputs[name]!))
  }
  return Object.fromEntries(names.map((name) => [name, join(parts[name]!)]))
}

function join(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
