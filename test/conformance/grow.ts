/** A program that grows step by step with the numbers it computes at hand, so that steps know where functions are defined and smooth. */
import type { Attrs, DType, Feed, Program, Shape, StoreEntry } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { GraphError } from '../../compiler/graph/error.ts'
import { evaluateNodes } from '../../compiler/graph/evaluate.ts'
import { differentiate } from '../../compiler/differentiate/differentiate.ts'
import { opOf } from '../../compiler/ops/registry.ts'
import { resolveShape } from '../../compiler/ops/shapes.ts'
import { tensor64 } from '../../compiler/ops/tensors.ts'
import { noiseToInputs } from '../../compiler/passes/noise-to-inputs.ts'
import { uniforms } from '../ops/random.ts'

/** Beyond it float32 has few digits left for what sums and differences do. */
const largest = 30

/** Distance from a kink or a tie that rounding does not cross. */
export const margin = 1e-3

const seedOf = (name: string): number => [...name].reduce((h, c) => (Math.imul(h, 31) + c.charCodeAt(0)) >>> 0, 17)

export class Growing {
  readonly b = new Builder()
  readonly store: StoreEntry[] = []
  readonly feeds: Record<string, Tensor64> = {}
  readonly entries: Record<string, Tensor64> = {}
  readonly floats: Ref[] = []
  readonly integers: Ref[] = []
  readonly truths: Ref[] = []
  /** What derivatives are taken by. */
  readonly leaves: Ref[] = []
  readonly batches: Readonly<Record<string, number>>
  private readonly known: Tensor64[] = []

  constructor(batches: Readonly<Record<string, number>>) {
    this.batches = batches
  }

  /** Rounded to float32, as engines are given them; away from 0, so that few things cancel. */
  private draw(name: string, shape: Shape, draw: (u: number, other: number) => number): Tensor64 {
    const next = uniforms(seedOf(name))
    const value = tensor64(resolveShape(shape, this.batches))
    return { ...value, data: value.data.map(() => Math.fround(draw(next(), next()))) }
  }

  input(name: string, shape: Shape, { dtype = 'float32', below = 0 }: { readonly dtype?: DType; readonly below?: number } = {}): Ref {
    const feed: Feed = { name, shape, dtype, kind: 'data', dataset: 'd', field: name, pass: 0 }
    this.feeds[name] ??= this.draw(name, shape, (u, sign) => (below > 0 ? Math.floor(below * u) : (sign < 0.5 ? -1 : 1) * (0.1 + 1.2 * u)))
    return this.b.input(feed)
  }

  noise(site: string, shape: Shape): Ref {
    this.feeds[`noise:${site}`] ??= this.draw(site, shape, (u, sign) => (sign < 0.5 ? -1 : 1) * (0.1 + u))
    return this.b.add('random', [], { distribution: 'normal', stream: 'train', site, draws: 1, size: 1, pass: 0, shape })
  }

  entry(name: string, shape: readonly number[], role: StoreEntry['role'] = 'parameter'): Ref {
    if (!(name in this.entries)) {
      this.store.push({ name, shape, dtype: 'float32', role, init: { kind: 'zeros' } })
      this.entries[name] = this.draw(name, shape, (u, sign) => (role === 'counter' ? 3 : role === 'slot' ? 0.1 + u : (sign < 0.5 ? -1 : 1) * (0.1 + 0.8 * u)))
    }
    return this.b.add('read', [], { entry: name, shape, dtype: 'float32' })
  }

  add(op: string, inputs: readonly Ref[], attrs: Attrs = {}): Ref {
    return this.b.add(op, inputs, attrs)
  }

  number(value: number): Ref {
    return this.b.add('constant', [], { value })
  }

  /** The numbers of a node. */
  of(ref: Ref): Float64Array {
    return this.value(ref).data
  }

  value(ref: Ref): Tensor64 {
    for (let id = this.known.length; id <= ref.id; id++) this.known.push(this.compute(id))
    return this.known[ref.id]!
  }

  private compute(id: number): Tensor64 {
    const { op, inputs, attrs, shape } = this.b.nodes[id]!
    if (op === 'input') return this.feeds[String(attrs['name'])]!
    if (op === 'random') return this.feeds[`noise:${String(attrs['site'])}`]!
    if (op === 'read') return this.entries[String(attrs['entry'])]!
    if (op !== 'grad' && op !== 'jacobian') return opOf(op).evaluate(inputs.map((i) => this.known[i]!), attrs, this.batches)
    try {
      const written = noiseToInputs(differentiate({ name: 'd', feeds: this.b.feeds, nodes: this.b.nodes.slice(0, id + 1), outputs: [{ name: 'd', node: id }], updates: [] }))
      return evaluateNodes(written, this.feeds, this.entries, this.batches)[written.outputs[0]!.node]!
    } catch (error) {
      // A Jacobian that has no meaning: no step may build on it.
      if (error instanceof GraphError && error.message.includes('ties the samples')) return { ...tensor64(resolveShape(shape, this.batches)), data: tensor64(resolveShape(shape, this.batches)).data.fill(NaN) }
      throw error
    }
  }

  /** Keeps a result for later steps, within bounds. What is not finite is left behind. */
  keep(result: Ref): void {
    if (result.dtype === 'int32') this.integers.push(result)
    else if (result.dtype === 'bool') this.truths.push(result)
    else {
      // Two batches make one axis nowhere.
      if (result.shape.filter((d) => typeof d !== 'number').length > 1) return
      const size = this.of(result).reduce((most, v) => Math.max(most, Math.abs(v)), 0)
      if (!this.of(result).every(Number.isFinite) || size > 1e4 || this.of(result).length > 400) return
      this.floats.push(size <= largest ? result : this.add('tanh', [this.add('mul', [result, this.number(1 / size)])]))
    }
  }

  program(name: string, outputs: Readonly<Record<string, Ref>>, updates: Readonly<Record<string, Ref>>): Program {
    const { feeds, nodes } = this.b
    return {
      name, feeds, nodes, outputs: Object.entries(outputs).map(([output, { id: node }]) => ({ name: output, node })),
      updates: Object.entries(updates).map(([entry, { id: node }]) => ({ entry, node })),
    }
  }
}

/** Whether no element lies close to one of `points`. */
export const apart = (values: Float64Array, ...points: number[]): boolean => values.every((v) => points.every((p) => Math.abs(v - p) > margin))
