/**
 * What is started together: fused ops over the same elements become one kernel with several results. A value that only its own
 * kernel reads is never written.
 */
import type { Dim, Node, Program, Shape } from '../../../compiler/graph/graph.ts'
import { axesAttr, shapeAttr } from '../../../compiler/ops/attrs.ts'
import { reductionOf } from '../../../compiler/ops/fused.ts'
import type { Move } from './moves.ts'

/** The elements gone over, in order: `outer` times `reduced` times `inner`. A group without a reduction has all of them in `reduced`. */
export interface Extent { readonly outer: readonly Dim[]; readonly reduced: readonly Dim[]; readonly inner: readonly Dim[] }

export interface Group {
  readonly kind: 'kernel'
  readonly members: readonly Node[]
  readonly extent: Extent
  /** Nodes that are read from memory, through reshapes. */
  readonly inputs: readonly number[]
  /** Members whose values are written. */
  readonly outputs: readonly number[]
}
export interface Single { readonly kind: 'op'; readonly node: Node }
export type Unit = Group | Move | Single

/** Where a value comes from: reshapes hold the same elements in the same order. */
export function unshaped(nodes: readonly Node[], id: number): number {
  const node = nodes[id]!
  return node.op === 'reshape' ? unshaped(nodes, node.inputs[0]!) : id
}

export function extentOf({ attrs }: Node): Extent {
  const shape = shapeAttr(attrs, 'shape')
  if (reductionOf(attrs) === null) return { outer: [], reduced: shape, inner: [] }
  const axes = axesAttr(attrs, shape.length)
  const [first, last] = [axes[0] ?? shape.length, axes.at(-1) ?? shape.length - 1]
  return { outer: shape.slice(0, first), reduced: shape.slice(first, last + 1), inner: shape.slice(last + 1) }
}

/** A name for a number of elements, equal for equal numbers. */
export function countKey(dims: readonly Dim[]): string {
  let factor = 1
  const batches: string[] = []
  for (const d of dims) {
    if (typeof d === 'number') factor *= d
    else {
      factor *= d.times
      batches.push(d.batch)
    }
  }
  return [factor, ...batches.sort()].join('*')
}

const reducing = (node: Node): boolean => reductionOf(node.attrs) !== null
const geometry = ({ outer, reduced, inner }: Extent): string => [outer, reduced, inner].map(countKey).join(' ')

interface OpenGroup { readonly members: Node[]; readonly ids: Set<number>; readonly inputs: Set<number>; readonly count: string; extent: Extent; reduces: boolean }

/** The units of a program in an order in which they can run. `mostBuffers`: tensors that a kernel may have, read and written. */
export function planUnits(program: Program, mostBuffers: number, moves: readonly Move[] = []): readonly Unit[] {
  const { nodes } = program
  const units: (OpenGroup | Move | Single)[] = []
  const moved = new Set(moves.flatMap((move) => move.segments.flat().map(({ id }) => id)))
  const addMoves = (before: number): void => {
    for (const move of moves) {
      if (move.before !== before) continue
      units.push(move)
      for (const { id } of move.segments.flat()) place.set(id, units.length - 1)
    }
  }
  /** The unit that makes a node's value; those of feeds and the store are there from the beginning. */
  const place = new Map<number, number>()
  const placeOf = (id: number): number => place.get(id) ?? -1
  for (const node of nodes) {
    addMoves(node.id)
    if (node.op === 'input' || node.op === 'read' || moved.has(node.id)) continue
    if (node.op === 'fused') {
      const at = join(nodes, units, node, placeOf, mostBuffers)
      if (at !== null) {
        place.set(node.id, at)
        continue
      }
      const extent = extentOf(node)
      units.push({ members: [node], ids: new Set([node.id]), inputs: new Set(node.inputs.map((i) => unshaped(nodes, i))), count: countKey(shapeAttr(node.attrs, 'shape')), extent, reduces: reducing(node) })
    } else units.push({ kind: 'op', node })
    place.set(node.id, units.length - 1)
  }
  addMoves(nodes.length)
  return units.map((unit): Unit => ('kind' in unit ? unit : close(program, unit)))
}

/** Adds `node` to the last group that it fits, and gives that group's place. */
function join(nodes: readonly Node[], units: readonly (OpenGroup | Move | Single)[], node: Node, placeOf: (id: number) => number, mostBuffers: number): number | null {
  const count = countKey(shapeAttr(node.attrs, 'shape'))
  const extent = extentOf(node)
  const bases = node.inputs.map((i) => unshaped(nodes, i))
  for (let at = units.length - 1; at >= 0 && at >= Math.max(-1, ...bases.map(placeOf)); at--) {
    const unit = units[at]!
    if ('kind' in unit || unit.count !== count || (unit.reduces && reducing(node) && geometry(unit.extent) !== geometry(extent))) continue
    // A value of the group is at hand where it has all the elements.
    const own = bases.filter((i) => unit.ids.has(i))
    if (own.some((i) => reducing(nodes[i]!)) || node.inputs.some((i, k) => unit.ids.has(bases[k]!) && countKey(nodes[i]!.shape) !== count)) continue
    const inputs = new Set([...unit.inputs, ...bases.filter((i) => !unit.ids.has(i))])
    // A reduction in parts reads them all and writes the results.
    const reduced = [...unit.members, node].filter(reducing).length
    if (Math.max(inputs.size + unit.members.length + 1, 2 * reduced) > mostBuffers) continue
    unit.members.push(node)
    unit.ids.add(node.id)
    for (const i of inputs) unit.inputs.add(i)
    if (reducing(node) && !unit.reduces) {
      unit.extent = extent
      unit.reduces = true
    }
    return at
  }
  return null
}

function close({ nodes, outputs, updates }: Program, { members, ids, inputs, extent }: OpenGroup): Group {
  const read = new Set([...outputs, ...updates].map((r) => unshaped(nodes, r.node)))
  for (const node of nodes) if (!ids.has(node.id)) for (const i of node.inputs) read.add(node.op === 'reshape' ? -1 : unshaped(nodes, i))
  return { kind: 'kernel', members, extent, inputs: [...inputs], outputs: members.map((m) => m.id).filter((id) => read.has(id)) }
}

/** Whether axes of `shape` are stretched to those of `whole`, from the last: `true` for each axis along which the value stays. */
export const stretchedAxes = (shape: Shape, whole: Shape): readonly boolean[] =>
  whole.map((d, i) => {
    const own = shape[i - (whole.length - shape.length)] ?? 1
    return own === 1 && d !== 1
  })
