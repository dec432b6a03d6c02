/**
 * The general Jacobian: what lies between x and y is copied once with its batch multiplied by K, the numbers in y's
 * event, each copy gets a one-hot cotangent, and one backward sweep through the copy yields all K rows. Nothing is unrolled,
 * so the program stays small whatever K is.
 */
import type { Attr, Attrs, BatchDim, Dim, Node, Origin, Shape } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import { productOf, sameDim, showDim, showShape } from '../graph/graph.ts'
import { GraphError } from '../graph/error.ts'
import { broadcastTo, filled, reshape, transpose } from '../ops/compose.ts'
import { knownSize } from '../ops/shapes.ts'
import { dependents, gradients, isConstant } from './sweep.ts'

/** Throws `GraphError` when samples of a batch depend on each other between x and y. */
export function expandJacobian(b: Builder, y: Ref, x: Ref, asked: Origin): Ref {
  const batch = x.shape[0]!
  const rows = knownSize(productOf(y.shape.slice(1)), 'the event of a Jacobian')
  const columns = x.shape.slice(1)
  return b.within({ ...asked, phase: 'backward' }, () => {
    if (isConstant(b, x) || !dependents(b.nodes, [x], y.id).has(y.id)) return filled(b, 0, [...y.shape, ...columns])
    if (typeof batch === 'number') return stacked(b, y, x, rows, asked)
    const copy = copyCone(b, y, x, batch, rows)
    const flat = reshape(b, copy.y, [timesDim(batch, rows), rows])
    // Copy k of every sample asks for row k.
    const choice = reshape(b, broadcastTo(b, reshape(b, identity(b, rows), [rows, 1, rows]), [rows, batch, rows]), flat.shape)
    const chosen = b.add('sum', [b.add('mul', [flat, choice])], { axes: [0, 1], keepDims: false })
    const [slopes] = gradients(b, chosen, [copy.x], asked)
    const apart = reshape(b, slopes!, [rows, batch, ...columns])
    const order = [1, 0, ...columns.map((_, i) => i + 2)]
    return reshape(b, transpose(b, apart, order), [...y.shape, ...columns])
  })
}

const timesDim = (d: BatchDim, k: number): BatchDim => ({ batch: d.batch, times: d.times * k })

/** The identity matrix, from its row numbers: as numbers it would weigh a large program down. */
function identity(b: Builder, size: number): Ref {
  const rows = b.add('tensor', [], { values: Array.from({ length: size }, (_, i) => i), shape: [size], dtype: 'int32' })
  return b.add('oneHot', [rows], { depth: size })
}

/** A batch of known size cannot be told from other axes, so its few rows are taken one by one. */
function stacked(b: Builder, y: Ref, x: Ref, rows: number, asked: Origin): Ref {
  const flat = reshape(b, y, [y.shape[0]!, rows])
  const parts = Array.from({ length: rows }, (_, k) => {
    const one = b.add('sum', [b.add('slice', [flat], { begin: [0, k], size: [y.shape[0]!, 1] })], { axes: [0, 1], keepDims: false })
    return reshape(b, gradients(b, one, [x], asked)[0]!, [x.shape[0]!, 1, ...x.shape.slice(1)])
  })
  return reshape(b, b.add('concat', parts, { axis: 1 }), [...y.shape, ...x.shape.slice(1)])
}

/** The nodes between x and y once more, with `rows` copies of every sample: copies outermost, samples within. */
function copyCone(b: Builder, y: Ref, x: Ref, batch: BatchDim, rows: number): { readonly y: Ref; readonly x: Ref } {
  const cone = dependents(b.nodes, [x], y.id)
  const wanted = ancestors(b.nodes, y.id)
  const copies = new Map<number, Ref>([[x.id, tile(b, x, batch, rows)]])
  for (let id = x.id + 1; id <= y.id; id++) {
    const node = b.nodes[id]!
    if (!cone.has(id) || !wanted.has(id)) continue
    // Every node between x and y has the batch as one axis, the same multiple throughout: then copies stay apart.
    const symbolic = node.shape.filter((d) => typeof d !== 'number')
    if (symbolic.length !== 1 || !sameDim(symbolic[0]!, batch)) {
      throw new GraphError(`jacobian: ${node.op} ${showShape(node.shape)} ties the samples of the batch ${showDim(batch)} together`)
    }
    const inputs = node.inputs.map((i) => copies.get(i) ?? tile(b, b.nodes[i]!, batch, rows))
    const { local: _, ...rest } = node.origin
    const origin = { ...rest, phase: 'backward' as const }
    copies.set(id, b.within(origin, () => b.add(node.op, inputs, multiplied(node.attrs, batch.batch, rows))))
  }
  return { y: copies.get(y.id)!, x: copies.get(x.id)! }
}

function ancestors(nodes: readonly Node[], last: number): ReadonlySet<number> {
  const found = new Set([last])
  for (let id = last; id >= 0; id--) if (found.has(id)) for (const i of nodes[id]!.inputs) found.add(i)
  return found
}

/** A tensor of the cone's surroundings, repeated for every copy; what has no batch axis serves all copies as it is. */
function tile(b: Builder, x: Ref, batch: BatchDim, rows: number): Ref {
  const axis = x.shape.findIndex((d) => typeof d !== 'number' && d.batch === batch.batch)
  if (axis < 0) return x
  const spread = [...x.shape.slice(0, axis), rows, ...x.shape.slice(axis)]
  const single = reshape(b, x, [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)])
  return reshape(b, broadcastTo(b, single, spread), multipliedShape(x.shape, batch.batch, rows))
}

const multipliedDim = (d: Dim, batch: string, k: number): Dim => (typeof d !== 'number' && d.batch === batch ? timesDim(d, k) : d)
const multipliedShape = (shape: Shape, batch: string, k: number): Shape => shape.map((d) => multipliedDim(d, batch, k))

/** Attributes of a node as its copy has them. */
function multiplied(attrs: Attrs, batch: string, k: number): Attrs {
  const value = (v: Attr): Attr => {
    if (Array.isArray(v)) return v.map((d: Dim | Shape) => value(d)) as Attr
    return typeof v === 'object' ? multipliedDim(v as BatchDim, batch, k) : v
  }
  return Object.fromEntries(Object.entries(attrs).map(([name, v]) => [name, value(v)]))
}
