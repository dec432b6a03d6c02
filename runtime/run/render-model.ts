/** Samples, reconstructions and walks through codes: pictures that a model can make without its spec saying how. */
import type { Graph } from '../../compiler/graph/graph.ts'
import type { CodePlan, PicturePlan } from '../../compiler/lower/plan.ts'
import { axesOf, emptySplit, programOf } from '../train/values.ts'
import type { Session, Values } from '../engine.ts'
import { fillFeeds, type Clock } from '../train/feeds.ts'
import { RunError } from './error.ts'
import { consecutive, sourceOf, type Sources } from '../train/source.ts'

export interface Model { readonly session: Session; readonly graph: Graph; readonly sources: Sources; readonly clock: Clock }

/** Rows at once. */
const BATCH = 250

/** `count` samples, one after another. The first of them are the same for every count. */
export async function drawSamples(model: Model, plan: PicturePlan, count: number, seed: number): Promise<Float32Array> {
  return (await draw(model, plan, [plan.output], { count, seed }))[plan.output]!
}

/** The first `count` rows of the test split, and what the model makes of them. */
export async function drawReconstructions(
  model: Model, plan: PicturePlan, count: number, seed: number,
): Promise<{ readonly input: Float32Array; readonly picture: Float32Array }> {
  const outputs = await draw(model, plan, ['input', plan.output], { count, seed })
  return { input: outputs['input']!, picture: outputs[plan.output]! }
}

/** Codes of numbered test rows, one after another, and the rows themselves. Throws a RunError for a row that there is not. */
export async function encodeRows(model: Model, { encode }: CodePlan, rows: readonly number[], seed: number): Promise<{ readonly input: Float32Array; readonly codes: Float32Array }> {
  for (const feed of programOf(model.graph, encode.program).feeds) {
    if (feed.kind !== 'data') continue
    const total = sourceOf(model.sources, feed.dataset).rows('test')
    const beyond = rows.find((row) => row >= total)
    if (beyond !== undefined && total > 0) throw new RunError(`the test split has no row ${beyond}`, `its ${total} rows are numbered from 0 to ${total - 1}`)
  }
  const outputs = await draw(model, encode, ['input', encode.output], { count: rows.length, seed, rows })
  return { input: outputs['input']!, codes: outputs[encode.output]! }
}

/** Pictures of codes. What a picture depends on beside its code (a label) is that of test row `condition`. */
export async function decodeCodes(model: Model, { encode, decode }: CodePlan, codes: Float32Array, condition: number, seed: number): Promise<Float32Array> {
  const size = encode.shape.reduce((product, length) => product * length, 1)
  const count = codes.length / size
  const code = (first: number, length: number): Values => codes.subarray(first * size, (first + length) * size)
  return (await draw(model, decode, [decode.output], { count, seed, rows: Array.from({ length: count }, () => condition), code }))[decode.output]!
}

interface What {
  readonly count: number
  readonly seed: number
  /** Rows of the test split; the first ones where nothing is said. */
  readonly rows?: readonly number[]
  /** For programs that start from codes. */
  readonly code?: (first: number, count: number) => Values
}

async function draw({ session, graph, sources, clock }: Model, plan: PicturePlan, names: readonly string[], { count, seed, rows, code }: What): Promise<Record<string, Float32Array>> {
  const program = programOf(graph, plan.program)
  for (const feed of program.feeds) if (feed.kind === 'data' && sourceOf(sources, feed.dataset).rows('test') === 0) throw emptySplit(feed.dataset, 'test')
  const parts: Record<string, Float32Array[]> = Object.fromEntries(names.map((name) => [name, []]))
  for (let first = 0; first < count; first += BATCH) {
    const size = Math.min(BATCH, count - first)
    const batches = Object.fromEntries(axesOf(program).map((axis) => [axis, size]))
    const feeds = fillFeeds(program, {
      sources, batches, clock, noise: { seed, epoch: 0, firstOf: () => first }, ...(code && { values: { code: code(first, size) } }),
      rowsOf: (dataset) => ({ split: 'test', rows: rows?.slice(first, first + size) ?? consecutive(first, size, sourceOf(sources, dataset).rows('test')) }),
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

/** `count` points on the straight line between two rows of numbers, both ends included. */
export function between(ends: Float32Array, count: number): Float32Array {
  const size = ends.length / 2
  return Float32Array.from({ length: count * size }, (_, i) => {
    const share = Math.floor(i / size) / (count - 1)
    return ends[i % size]! * (1 - share) + ends[size + (i % size)]! * share
  })
}

/** Numbers of the first `most` test rows that can be encoded. */
export function testRows({ graph, sources }: Model, { encode }: CodePlan, most: number): number[] {
  const totals = programOf(graph, encode.program).feeds.flatMap((feed) => (feed.kind === 'data' ? [sourceOf(sources, feed.dataset).rows('test')] : []))
  return Array.from({ length: Math.min(most, ...totals) }, (_, row) => row)
}

/** Mean and standard deviation of each number of codes that lie one after another. */
export function spreadOf(codes: Float32Array, size: number): { readonly mean: readonly number[]; readonly std: readonly number[] } {
  const rows = codes.length / size
  const column = (at: number): number[] => Array.from({ length: rows }, (_, row) => codes[row * size + at]!)
  const mean = Array.from({ length: size }, (_, at) => column(at).reduce((sum, value) => sum + value, 0) / rows)
  return { mean, std: mean.map((m, at) => Math.sqrt(column(at).reduce((sum, value) => sum + (value - m) ** 2, 0) / rows)) }
}
