/** An ONNX graph under construction: values by name. */
import type { Dim, DType, Shape } from '../../graph/graph.ts'
import type { AttributeValue, DataType } from './proto.ts'
import type { Field } from './protobuf.ts'
import { sameDim } from '../../graph/graph.ts'
import { initializer, node } from './proto.ts'

/** Where a batch size can be read: an input, its axis, and how many batches the axis holds. */
export interface BatchSource { readonly input: string; readonly axis: number; readonly times: number }

interface Step { readonly op: string; readonly inputs: readonly string[]; readonly output: string; readonly attributes: Readonly<Record<string, AttributeValue>> }

export class OnnxWriter {
  readonly initializers: Field[] = []
  private readonly steps: Step[] = []
  /** Results that leave the graph have the names they leave by. */
  private readonly renamed = new Map<string, string>()
  private readonly computed = new Set<string>()
  private count = 0
  private readonly known = new Map<string, string>()
  private readonly batches: ReadonlyMap<string, BatchSource>

  constructor(batches: ReadonlyMap<string, BatchSource>) {
    this.batches = batches
  }

  /** Adds a node; gives the name of its result. */
  add(op: string, inputs: readonly string[], attributes: Readonly<Record<string, AttributeValue>> = {}): string {
    const output = `t${this.count++}`
    this.steps.push({ op, inputs, output, attributes })
    this.computed.add(output)
    return output
  }

  /** Lets a value leave the graph as `port`. A copy is made only of what is an input, a constant, or has left already. */
  leave(value: string, port: string): void {
    const own = this.computed.has(value) && !this.renamed.has(value) ? value : this.add('Identity', [value])
    this.renamed.set(own, port)
  }

  nodes(): readonly Field[] {
    const name = (value: string): string => this.renamed.get(value) ?? value
    return this.steps.map(({ op, inputs, output, attributes }) => node(op, inputs.map(name), [name(output)], attributes))
  }

  constant(dtype: DataType, shape: readonly number[], values: readonly number[]): string {
    return this.once(JSON.stringify([dtype, shape, values.map((v) => (Object.is(v, -0) ? '-0' : String(v)))]), () => {
      const name = `c${this.count++}`
      this.initializers.push(initializer(name, dtype, shape, values))
      return name
    })
  }

  scalar(value: number, dtype: DType = 'float32'): string {
    return this.constant(dtype, [], [value])
  }

  /** Whole numbers as ONNX wants axes, positions and sizes. */
  integers(values: readonly number[]): string {
    return this.constant('int64', [values.length], values)
  }

  /** A size as an int64 tensor of one element. */
  size(dim: Dim): string {
    if (typeof dim === 'number') return this.integers([dim])
    return this.once(`size ${dim.times} ${dim.batch}`, () => {
      const source = this.batches.get(dim.batch)
      if (!source) throw new RangeError(`no input shows the size of the batch ${dim.batch}`)
      const rows = this.add('Shape', [source.input], { start: source.axis, end: source.axis + 1 })
      const once = source.times === 1 ? rows : this.add('Div', [rows, this.integers([source.times])])
      return dim.times === 1 ? once : this.add('Mul', [once, this.integers([dim.times])])
    })
  }

  /** Sizes as an int64 tensor. */
  shape(shape: Shape): string {
    if (shape.every((d) => typeof d === 'number')) return this.integers(shape)
    return this.once(`shape ${JSON.stringify(shape)}`, () => this.add('Concat', shape.map((d) => this.size(d)), { axis: 0 }))
  }

  /** The same elements under another shape. */
  reshape(x: string, shape: Shape): string {
    const unknown = shape.filter((d) => typeof d !== 'number').length
    return this.add('Reshape', [x, unknown === 1 && !shape.includes(0) ? this.integers(shape.map((d) => (typeof d === 'number' ? d : -1))) : this.shape(shape)])
  }

  /** Axes in another order: a mere change of shape where none but axes of size 1 move. */
  transpose(x: string, shape: Shape, perm: readonly number[]): string {
    if (perm.every((p, i) => p === i)) return x
    const long = perm.filter((p) => !sameDim(shape[p]!, 1))
    if (long.every((p, i) => i === 0 || long[i - 1]! < p)) return this.reshape(x, perm.map((p) => shape[p]!))
    return this.add('Transpose', [x], { perm })
  }

  /** Makes a value at its first use. */
  once(key: string, make: () => string): string {
    const known = this.known.get(key)
    if (known !== undefined) return known
    const name = make()
    this.known.set(key, name)
    return name
  }
}
