/** An ONNX graph under construction: values by name. */
import type { Dim, DType, Shape } from '../../graph/graph.ts'
import type { AttributeValue, DataType } from './proto.ts'
import type { Field } from './protobuf.ts'
import { initializer, node } from './proto.ts'

/** Where a batch size can be read: an input, its axis, and how many batches the axis holds. */
export interface BatchSource { readonly input: string; readonly axis: number; readonly times: number }

export class OnnxWriter {
  readonly nodes: Field[] = []
  readonly initializers: Field[] = []
  private count = 0
  private readonly known = new Map<string, string>()
  private readonly batches: ReadonlyMap<string, BatchSource>

  constructor(batches: ReadonlyMap<string, BatchSource>) {
    this.batches = batches
  }

  /** Adds a node; gives the name of its result. */
  add(op: string, inputs: readonly string[], attributes: Readonly<Record<string, AttributeValue>> = {}, output = `t${this.count++}`): string {
    this.nodes.push(node(op, inputs, output, attributes))
    return output
  }

  constant(dtype: DataType, shape: readonly number[], values: readonly number[]): string {
    return this.once(JSON.stringify([dtype, shape, values.map(String)]), (name) => {
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

  /** A shape as an int64 tensor. */
  shape(shape: Shape): string {
    if (shape.every((d) => typeof d === 'number')) return this.integers(shape)
    return this.once(`shape ${JSON.stringify(shape)}`, () => this.add('Concat', shape.map((d) => this.size(d)), { axis: 0 }))
  }

  private once(key: string, make: (name: string) => string): string {
    const known = this.known.get(key)
    if (known !== undefined) return known
    const name = make(`c${this.count++}`)
    this.known.set(key, name)
    return name
  }
}
