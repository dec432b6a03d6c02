/** Runs a graph on an engine and on the float64 evaluator with the same numbers. */
import type { Graph, Program } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import type { Session, Values } from '../../runtime/engine.ts'
import { evaluate, type Evaluation } from '../../compiler/graph/evaluate.ts'
import { resolveShape } from '../../compiler/ops/shapes.ts'
import { initialize } from '../../runtime/noise/initialize.ts'
import { uniforms } from '../ops/random.ts'

export const programOf = (graph: Graph, name: string): Program => graph.programs.find((p) => p.name === name)!

/** First values of the store, biases and slots included away from 0 so that nothing cancels. */
export function firstStore(graph: Graph, seed: number): Record<string, Values> {
  const next = uniforms(seed)
  return Object.fromEntries(graph.store.map((entry) => {
    const values = initialize(entry, seed)
    if (entry.role === 'parameter' && entry.init.kind === 'zeros') values.forEach((_, i) => { values[i] = 0.2 * next() - 0.1 })
    return [entry.name, values]
  }))
}

export function randomFeeds(program: Program, batches: Readonly<Record<string, number>>, seed: number): Record<string, Values> {
  const next = uniforms(seed)
  return Object.fromEntries(program.feeds.map((feed) => {
    const count = resolveShape(feed.shape, batches).reduce((a, b) => a * b, 1)
    // Averages and statistics lie close together, so that a variance E[x²] − E[x]² of two of them is positive.
    const draw = feed.kind === 'value' ? () => 0.4 + 0.2 * next() : feed.kind === 'noise' && feed.noise.distribution === 'normal' ? () => 3 * next() - 1.5 : next
    const values = Float32Array.from({ length: count }, draw)
    return [feed.name, feed.dtype === 'float32' ? values : Int32Array.from(values, (v) => Math.floor(10 * v))]
  }))
}

export function evaluateFloat64(graph: Graph, program: Program, feeds: Readonly<Record<string, Values>>, store: Readonly<Record<string, Values>>,
  batches: Readonly<Record<string, number>>): Evaluation {
  const tensor = (values: Values, shape: readonly number[]): Tensor64 => ({ shape, data: Float64Array.from(values) })
  return evaluate(program,
    Object.fromEntries(program.feeds.map((f) => [f.name, tensor(feeds[f.name]!, resolveShape(f.shape, batches))])),
    Object.fromEntries(graph.store.map((e) => [e.name, tensor(store[e.name]!, e.shape)])), batches)
}

export function writeStore(session: Session, store: Readonly<Record<string, Values>>): void {
  for (const [entry, values] of Object.entries(store)) session.write(entry, values)
}

/** ‖a − b‖ / max(‖b‖, 1e-6). Not a number where a value is not. */
export function distance(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (found.length !== wanted.length) return Infinity
  let apart = 0
  let size = 0
  for (let i = 0; i < wanted.length; i++) {
    if (found[i] === wanted[i]) { size += Number.isFinite(wanted[i]!) ? wanted[i]! ** 2 : 0; continue }
    apart += (found[i]! - wanted[i]!) ** 2
    size += wanted[i]! ** 2
  }
  return Math.sqrt(apart) / Math.max(Math.sqrt(size), 1e-6)
}
