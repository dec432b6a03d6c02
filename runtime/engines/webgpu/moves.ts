/**
 * Updates in place, many by one kernel. New weights, and what an optimiser keeps about them, are written over the old ones in one buffer
 * that holds them all, so that a kernel of few bindings has room for every parameter that a step moves. What only updates read of what
 * other kernels of this project make, gradients and sizes of steps, lies in a second buffer.
 */
import type { Node, Program, Shape, StoreEntry } from '../../../compiler/graph/graph.ts'
import { productOf, sameShape } from '../../../compiler/graph/graph.ts'
import { reductionOf } from '../../../compiler/ops/fused.ts'
import { countKey, unshaped } from './plan.ts'

/** Where values lie in a buffer that they share, in elements. */
export interface Layout<Key> { readonly places: ReadonlyMap<Key, number>; readonly size: number }

export interface Room {
  /** Buffers that a kernel may have. */
  readonly buffers: number
  /** Elements that a buffer may have. */
  readonly elements: number
  /** Elements of which a place is a multiple. */
  readonly aligned: number
}

/** Updates by one kernel. */
export interface Move {
  readonly kind: 'move'
  /** Nodes over the same elements, one list after another. Those of a list may read each other, and the old values of each other. */
  readonly segments: readonly (readonly Node[])[]
  /** Nodes that are read from tensors of their own, through reshapes. */
  readonly inputs: readonly number[]
  /** The node before which it has to run. */
  readonly before: number
}

/** Moves of a program, and what of it lies beside the store. */
export interface Moves { readonly moves: readonly Move[]; readonly beside: Layout<number> }

const sizeOf = (shape: Shape): number => productOf(shape) as number

export const nothingFlat: Layout<string> = { places: new Map(), size: 0 }

function laidOut<Key>(values: Iterable<readonly [Key, Shape]>, { elements, aligned }: Room): Layout<Key> {
  const places = new Map<Key, number>()
  let size = 0
  for (const [key, shape] of values) {
    const end = size + Math.ceil(sizeOf(shape) / aligned) * aligned
    if (end > elements) continue
    places.set(key, size)
    size = end
  }
  return { places, size }
}

/** Entries that every program which updates them can write in place. Where they do not all fit, small ones go first: large ones gain less. */
export function flatStore(store: readonly StoreEntry[], programs: readonly Program[], room: Room): Layout<string> {
  const updated = new Set(programs.flatMap((p) => p.updates.map((u) => u.entry)))
  let entries = store.filter((e) => updated.has(e.name) && e.dtype === 'float32' && (e.role === 'parameter' || e.role === 'slot'))
  for (;;) {
    const bySize = [...entries].sort((a, b) => sizeOf(a.shape) - sizeOf(b.shape))
    const fitting = laidOut(bySize.map((e) => [e.name, e.shape] as const), room).places
    const flat = new Map(entries.filter((e) => fitting.has(e.name)).map((e) => [e.name, e.shape]))
    const spoilt = new Set(programs.flatMap((p) => [...examine(p, flat, room).spoilt]))
    entries = entries.filter((e) => flat.has(e.name) && !spoilt.has(e.name))
    if (spoilt.size === 0) return laidOut(flat, room)
  }
}

/** `flat`: what `flatStore` made of the store. */
export const movesOf = (program: Program, store: readonly StoreEntry[], flat: Layout<string>, room: Room): Moves =>
  examine(program, new Map(store.filter((e) => flat.places.has(e.name)).map((e) => [e.name, e.shape])), room)

/** The entry that a node reads. */
export const entryRead = ({ op, attrs }: Node): string | null => (op === 'read' ? String(attrs['entry']) : null)

/** `spoilt`: entries of `flat` that this program cannot write in place. */
function examine(program: Program, flat: ReadonlyMap<string, Shape>, room: Room): Moves & { readonly spoilt: ReadonlySet<string> } {
  const { nodes, outputs, updates } = program
  const spoilt = new Set<string>()
  const bases = (node: Node): number[] => node.inputs.map((i) => unshaped(nodes, i))
  /** Entries by the nodes that make their new values. */
  const moved = new Map<number, string>()
  const names = new Map<number, string[]>()
  for (const { entry, node } of updates) {
    const base = unshaped(nodes, node)
    const old = entryRead(nodes[base]!)
    names.set(base, [...names.get(base) ?? (old === null ? [] : [old]), entry])
    if (flat.has(entry) && base === node && canMove(nodes[node]!, flat.get(entry)!)) moved.set(node, entry)
    else spoilt.add(entry)
  }
  // A value that goes by two names would change under one of them when the other is written.
  for (const entries of names.values()) if (entries.length > 1) for (const entry of entries) spoilt.add(entry)
  const written = new Set(moved.values())
  for (const { node } of outputs) {
    const old = entryRead(nodes[unshaped(nodes, node)]!)
    if (old !== null && written.has(old)) spoilt.add(old)
  }
  for (const [node, entry] of moved) if (spoilt.has(entry)) moved.delete(node)

  const beside = besideOf(program, moved, room)
  const isBound = (id: number): boolean => !moved.has(id) && !beside.places.has(id) && !flat.has(entryRead(nodes[id]!) ?? '')
  const moves: Move[] = []
  const done = new Set<string>()
  let open: Node[] = []
  const close = (before: number): void => {
    for (const kernel of kernelsOf(nodes, open, moved, isBound, room)) {
      if (bindingsOf(kernel.inputs) > room.buffers) for (const { id } of kernel.segments.flat()) spoilt.add(moved.get(id)!)
      moves.push({ kind: 'move', ...kernel, before })
    }
    for (const { id } of open) done.add(moved.get(id)!)
    // Other elements than its own are not read by who writes them all at the same time.
    for (const node of open) {
      bases(node).forEach((base, k) => {
        const entry = entryRead(nodes[base]!)
        if (entry !== null && open.some((n) => moved.get(n.id) === entry) && countKey(nodes[node.inputs[k]!]!.shape) !== countKey(node.shape)) spoilt.add(entry)
      })
    }
    open = []
  }
  for (const node of nodes) {
    if (node.op === 'read' || node.op === 'input' || node.op === 'reshape') continue
    const from = bases(node)
    const fits = (k: number): boolean => moved.has(node.id) && countKey(nodes[node.inputs[k]!]!.shape) === countKey(node.shape)
    if (from.some((base, k) => open.some(({ id }) => id === base) && !fits(k))) close(node.id)
    for (const base of from) {
      const entry = entryRead(nodes[base]!)
      if (entry !== null && done.has(entry)) spoilt.add(entry)
    }
    if (moved.has(node.id)) open.push(node)
  }
  close(nodes.length)
  return { moves, beside, spoilt: new Set([...spoilt].filter((entry) => flat.has(entry))) }
}

const canMove = ({ op, attrs, shape, dtype }: Node, wanted: Shape): boolean => op === 'fused' && reductionOf(attrs) === null && dtype === 'float32' && sameShape(shape, wanted)

/** The store, what lies beside it, and what has a tensor of its own. */
const bindingsOf = (inputs: readonly number[]): number => 2 + inputs.length

/** Values of kernels of this project that nothing but updates in place reads. */
function besideOf({ nodes, outputs, updates }: Program, moved: ReadonlyMap<number, string>, room: Room): Layout<number> {
  const read = new Set<number>()
  const readByOthers = new Set([...outputs, ...updates].map((r) => unshaped(nodes, r.node)))
  for (const node of nodes) if (node.op !== 'reshape') for (const i of node.inputs) (moved.has(node.id) ? read : readByOthers).add(unshaped(nodes, i))
  const those = nodes.filter(({ id, op, shape, dtype }) => op === 'fused' && dtype === 'float32' && shape.every((d) => typeof d === 'number') && read.has(id) && !readByOthers.has(id))
  return laidOut(those.map(({ id, shape }) => [id, shape] as const), room)
}

/** Updates that touch the same values stay together; of others as many as a kernel has room for. */
function kernelsOf(nodes: readonly Node[], members: readonly Node[], moved: ReadonlyMap<number, string>, isBound: (id: number) => boolean, { buffers }: Room): Pick<Move, 'segments' | 'inputs'>[] {
  const writes = new Map(members.map((m) => [moved.get(m.id)!, m.id]))
  let segments: Node[][] = []
  for (const member of members) {
    const touched = new Set([member.id, ...member.inputs.flatMap((i) => {
      const base = unshaped(nodes, i)
      const entry = entryRead(nodes[base]!)
      return entry === null ? [base] : writes.has(entry) ? [writes.get(entry)!] : []
    })])
    const near = segments.filter((segment) => segment.some((n) => touched.has(n.id) || reads(nodes, n, moved.get(member.id)!)))
    segments = [...segments.filter((segment) => !near.includes(segment)), [...near.flat(), member]]
  }
  const kernels: { segments: Node[][]; inputs: number[] }[] = []
  for (const segment of segments) {
    const inputs = segment.flatMap((n) => n.inputs.map((i) => unshaped(nodes, i)).filter(isBound))
    const last = kernels.at(-1)
    const joined = [...new Set([...last?.inputs ?? [], ...inputs])]
    if (last && bindingsOf(joined) <= buffers) {
      last.segments.push(segment)
      last.inputs = joined
    } else kernels.push({ segments: [segment], inputs: [...new Set(inputs)] })
  }
  return kernels
}

const reads = (nodes: readonly Node[], node: Node, entry: string): boolean => node.inputs.some((i) => entryRead(nodes[unshaped(nodes, i)]!) === entry)
