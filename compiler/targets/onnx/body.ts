/** The nodes of one program in ONNX, one run of it. */
import type { Node, Program } from '../../graph/graph.ts'
import type { Port } from './proto.ts'
import type { BatchSource } from './writer.ts'
import { sameShape } from '../../graph/graph.ts'
import { writeConvolution, writeFilterGradient, writeInputGradient } from './convolution.ts'
import { sumsInProducts } from './fusion.ts'
import { alongAxes, onnxOps, pointwise } from './ops.ts'
import { attrsFirst, channelsFirst, reducesAlike, Value, type Order } from './value.ts'
import { OnnxWriter } from './writer.ts'

/** What values that come and go are called. */
export interface Names {
  readonly feed: (name: string) => string
  readonly entry: (name: string) => string
  readonly result: (name: string) => string
  readonly update: (name: string) => string
}

export interface Body {
  readonly writer: OnnxWriter
  /** Feeds in the order of the program. */
  readonly feeds: readonly Port[]
  /** Store entries that are read. */
  readonly entries: readonly Port[]
  readonly updates: readonly Port[]
  readonly results: readonly Port[]
}

const sources = ['input', 'read']
const convolutions = ['conv2d', 'conv2dInputGradient', 'conv2dFilterGradient']

/** Every op that there is a spelling of. */
export const onnxSpells: ReadonlySet<string> = new Set([...sources, ...convolutions, ...Object.keys(onnxOps)])

/** Throws `RangeError` for an op without a spelling, and where no feed shows the size of a batch that is asked for. */
export function writeBody(program: Program, names: Names): Body {
  const w = new OnnxWriter(batchSources(program, names))
  const entries = new Map<string, Port>()
  const { into, absorbed } = sumsInProducts(program)
  const values: (Value | null)[] = []
  for (const node of program.nodes) {
    const { op, attrs, shape, dtype } = node
    if (absorbed.has(node.id)) values.push(null)
    else if (op === 'input') values.push(new Value(w, shape, names.feed(String(attrs['name']))))
    else if (op === 'read') {
      const name = names.entry(String(attrs['entry']))
      entries.set(name, { name, shape, dtype })
      values.push(new Value(w, shape, name))
    } else {
      const sum = into.get(node.id)
      const product = sum ? program.nodes[sum.product]! : node
      const addends = sum ? [values[sum.addend]!] : []
      values.push(written(w, product, product.inputs.map((i) => values[i]!), addends))
    }
  }
  const leaving = (name: string, id: number): Port => {
    w.leave(values[id]!.last(), name)
    return { name, dtype: program.nodes[id]!.dtype, shape: program.nodes[id]!.shape }
  }
  return {
    writer: w,
    feeds: program.feeds.map(({ name, shape, dtype }) => ({ name: names.feed(name), shape, dtype })),
    entries: [...entries.values()],
    updates: program.updates.map((u) => leaving(names.update(u.entry), u.node)),
    results: program.outputs.map((o) => leaving(names.result(o.name), o.node)),
  }
}

/** A node as a value; `addends` are added to a product or a convolution on the way. */
function written(w: OnnxWriter, node: Node, inputs: readonly Value[], addends: readonly Value[]): Value {
  const { op, shape } = node
  const bias = (): readonly string[] => addends.map((a) => a.last())
  if (op === 'conv2d') return new Value(w, shape, writeConvolution(w, inputs[0]!, inputs[1]!, node, bias()), 'first')
  if (op === 'conv2dInputGradient') return new Value(w, shape, writeInputGradient(w, inputs[0]!, inputs[1]!, node, bias()), 'first')
  if (op === 'conv2dFilterGradient') return new Value(w, shape, writeFilterGradient(w, inputs[0]!, inputs[1]!, node))
  const write = onnxOps[op]
  if (!write) throw new RangeError(`'${op}' has no spelling in ONNX`)
  const order = orderOf(node, inputs)
  const there = order === 'first' ? { ...node, attrs: attrsFirst(op, node.attrs), shape: node.shape.length === 4 ? channelsFirst(node.shape) : node.shape } : node
  const name = write(w, [...inputs, ...addends].map((x) => x.in(order)), there, inputs.map((x) => (order === 'first' ? channelsFirst(x.shape) : x.shape)))
  return new Value(w, shape, name, shape.length === 4 ? order : 'last')
}

/**
 * In which order of axes a node is best computed: that of the pictures it is made of. Where an operand is stretched along pictures
 * of one channel, onnxruntime takes their last axis for the stretch that it can run along: one number at a time, 25 times slower.
 */
function orderOf({ op, attrs, shape }: Node, inputs: readonly Value[]): Order {
  if (op in pointwise && shape.length === 4 && shape[3] === 1 && inputs.some((x) => !sameShape(x.shape, shape))) return 'first'
  const picture = inputs.some((x) => x.made === 'first' && (sameShape(x.shape, shape) || op in alongAxes))
  if (!picture) return 'last'
  if (op in pointwise || ['slice', 'pad', 'reverse', 'concat'].includes(op)) return 'first'
  return op in alongAxes && reducesAlike(attrs) ? 'first' : 'last'
}

/** For every batch an input with an axis that shows its size, the plainest there is. */
function batchSources(program: Program, names: Names): Map<string, BatchSource> {
  const sources = new Map<string, BatchSource>()
  for (const feed of program.feeds) {
    feed.shape.forEach((d, axis) => {
      if (typeof d === 'number' || (sources.get(d.batch)?.times ?? Infinity) <= d.times) return
      sources.set(d.batch, { input: names.feed(feed.name), axis, times: d.times })
    })
  }
  return sources
}
