/** Compiles a small spec and runs its programs in float64, with feeds and weights that a test may see. */
import type { Compiled } from '../../compiler/compile.ts'
import type { Feed, Program } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { compile } from '../../compiler/compile.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { resolveShape } from '../../compiler/ops/shapes.ts'
import { tensor64 } from '../../compiler/ops/tensors.ts'
import { threefry } from '../../runtime/noise/threefry.ts'

export type Named = Readonly<Record<string, Tensor64>>

/** Numbers in (−1, 1) that depend on the name only. */
export function numbersFor(name: string, count: number): number[] {
  const key = Uint32Array.of([...name].reduce((h, c) => (Math.imul(h, 31) + c.codePointAt(0)!) >>> 0, 7), 42, 0, 0)
  const words = new Uint32Array(4)
  return Array.from({ length: count }, (_, i) => {
    threefry(i, 0, 0, 0, key, words)
    return words[0]! / 2 ** 31 - 1
  })
}

export interface Laboratory {
  readonly compiled: Compiled
  readonly program: (name: string) => Program
  /** Weights by entry; optimiser slots are zero. */
  readonly store: Named
  readonly feeds: (program: string, batch: number) => Named
  readonly run: (program: string, options?: { batch?: number; feeds?: Named; store?: Named }) => ReturnType<typeof evaluate>
}

/** Throws with the diagnostics when the spec does not compile. */
export function laboratory(source: string, overrides: Record<string, number> = {}): Laboratory {
  const compiled = compile(source, { overrides })
  const { graph } = compiled
  if (!graph) throw new Error(compiled.diagnostics.map((d) => `${d.code}: ${d.message}`).join('\n') || 'no graph')
  const program = (name: string): Program => {
    const found = graph.programs.find((p) => p.name === name)
    if (!found) throw new Error(`no program ${name} among ${graph.programs.map((p) => p.name).join(', ')}`)
    return found
  }
  const store = Object.fromEntries(graph.store.map((e) => {
    const count = e.shape.reduce((n, d) => n * d, 1)
    const values = e.role === 'parameter' ? numbersFor(e.name, count) : new Array<number>(count).fill(e.init.kind === 'ones' ? 1 : 0)
    return [e.name, tensor64(e.shape, values)]
  }))
  const batchesOf = (p: Program, batch: number): Record<string, number> =>
    Object.fromEntries(p.feeds.flatMap((f) => f.shape).flatMap((d) => (typeof d === 'number' ? [] : [[d.batch, batch]])))
  const feeds = (name: string, batch: number): Named => {
    const p = program(name)
    return Object.fromEntries(p.feeds.map((f) => [f.name, feedValue(f, resolveShape(f.shape, batchesOf(p, batch)))]))
  }
  return {
    compiled, program, store, feeds,
    run: (name, options = {}) => {
      const p = program(name)
      const batch = options.batch ?? 3
      return evaluate(p, { ...feeds(name, batch), ...options.feeds }, { ...store, ...options.store }, batchesOf(p, batch))
    }
  }
}

function feedValue(feed: Feed, shape: readonly number[]): Tensor64 {
  const count = shape.reduce((n, d) => n * d, 1)
  if (feed.kind === 'clock') return tensor64([], [0])
  if (feed.kind === 'lattice') {
    const { axes, points } = feed
    return tensor64(shape, Array.from({ length: count }, (_, i) => (Math.floor(Math.floor(i / axes) / points ** (axes - 1 - (i % axes))) % points) / (points - 1)))
  }
  const raw = numbersFor(feed.name, count)
  if (feed.dtype === 'int32') return tensor64(shape, raw.map((v) => Math.floor((v + 1) * 1.5)))
  const uniform = feed.kind === 'noise' && feed.noise.distribution === 'uniform'
  const data = feed.kind === 'data' || feed.kind === 'rows'
  return tensor64(shape, raw.map((v) => (uniform || data ? (v + 1) / 2 : v)))
}

/** The only number of a scalar. */
export const only = (t: Tensor64 | undefined): number => {
  if (!t || t.data.length !== 1) throw new Error(`expected one number, found ${t ? `[${t.shape.join(', ')}]` : 'nothing'}`)
  return t.data[0]!
}
