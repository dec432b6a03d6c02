/** An engine over the float64 evaluator with a float32 store: slow, small, and deterministic. For tests. */
import { evaluate } from '../../compiler/graph/evaluate.ts'
import type { Graph } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { resolveShape } from '../../compiler/ops/shapes.ts'
import type { Engine, Session, Values } from '../../runtime/engine.ts'

export const referenceEngine: Engine = { name: 'reference', backend: 'float64', load: (graph) => Promise.resolve(new ReferenceSession(graph)) }

class ReferenceSession implements Session {
  private readonly store = new Map<string, Values>()
  private readonly graph: Graph

  constructor(graph: Graph) {
    this.graph = graph
  }

  write(entry: string, values: Values): void {
    const { shape } = this.entry(entry)
    if (values.length !== shape.reduce((a, b) => a * b, 1)) throw new RangeError(`${values.length} numbers for ${entry}`)
    this.store.set(entry, values.slice())
  }

  read(entry: string): Promise<Values> {
    this.entry(entry)
    const values = this.store.get(entry)
    if (values === undefined) throw new Error(`${entry} was never written`)
    return Promise.resolve(values.slice())
  }

  async run(name: string, feeds: Readonly<Record<string, Values>>, batches: Readonly<Record<string, number>>, fetch?: readonly string[]): Promise<Record<string, Values>> {
    const program = this.graph.programs.find((candidate) => candidate.name === name)!
    const given = Object.fromEntries(program.feeds.map((feed) => [feed.name, tensor(feeds[feed.name]!, resolveShape(feed.shape, batches))]))
    const store = Object.fromEntries([...this.store].map(([entry, values]) => [entry, tensor(values, this.entry(entry).shape)]))
    const { outputs, updates } = evaluate(program, given, store, batches)
    for (const [entry, value] of Object.entries(updates)) {
      this.store.set(entry, this.entry(entry).dtype === 'int32' ? Int32Array.from(value.data) : Float32Array.from(value.data))
    }
    const wanted = fetch ?? Object.keys(outputs)
    return Promise.resolve(Object.fromEntries(wanted.map((output) => [output, Float32Array.from(outputs[output]!.data)])))
  }

  memory(): { readonly tensors: number; readonly bytes: number } {
    return { tensors: this.store.size, bytes: [...this.store.values()].reduce((sum, values) => sum + values.byteLength, 0) }
  }

  dispose(): void {
    this.store.clear()
  }

  private entry(name: string): Graph['store'][number] {
    const entry = this.graph.store.find((candidate) => candidate.name === name)
    if (entry === undefined) throw new RangeError(`no store entry ${name}`)
    return entry
  }
}

const tensor = (values: Values, shape: readonly number[]): Tensor64 => ({ shape, data: Float64Array.from(values) })
