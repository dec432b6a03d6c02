/**
 * Optimiser updates over few flat buffers. The update of a parameter is a dozen element-wise nodes; parameters that one step moves by the
 * same rule are laid end to end, with what the optimiser keeps about them, and updated as one. What needs a parameter by itself gets its
 * piece. Small parameters only: a large one pays more for being copied than it saves.
 */
import type { Attrs, Node, Program, Shape } from '../graph/graph.ts'
import { Builder, type Ref } from '../graph/builder.ts'
import { productOf, sameShape } from '../graph/graph.ts'
import { textAttr } from '../ops/attrs.ts'
import { reshape } from '../ops/compose.ts'
import { pointwiseOps } from '../ops/fused.ts'

/** Store entries that the program reads and writes as one, their elements in a row. */
export interface Pack { readonly entry: string; readonly parts: readonly { readonly entry: string; readonly shape: readonly number[] }[] }

/** Elements of the largest parameter that is packed. */
const LARGEST = 2 ** 15

export interface Packed { readonly program: Program; readonly packs: readonly Pack[] }

export function packUpdates(program: Program): Packed {
  const groups = groupsOf(program)
  const packs = packsOf(program, groups)
  const packOf = new Map(packs.flatMap((pack) => pack.parts.map(({ entry }) => [entry, pack] as const)))
  const memberOf = new Map(groups.flatMap((group) => group.members.flatMap((member, index) => member.nodes.map(({ id }) => [id, { group, member, index }] as const))))
  const b = new Builder()
  b.feeds.push(...program.feeds)
  const made = new Map<number, Ref>()
  const results = new Map<Group, readonly Ref[]>()

  /** A node of the program, in the new one; what it needs is made before. */
  const at = (id: number): Ref => {
    const known = made.get(id)
    if (known) return known
    const node = program.nodes[id]!
    const place = memberOf.get(id)
    const result = place ? piece(packed(place.group)[place.member.nodes.indexOf(node)]!, place.group.members.map((m) => m.shape), place.index) : ordinary(node)
    made.set(id, result)
    return result
  }
  const ordinary = (node: Node): Ref => {
    const pack = node.op === 'read' ? packOf.get(textAttr(node.attrs, 'entry')) : undefined
    const inputs = node.inputs.map(at)
    b.origin = node.origin
    if (!pack) return b.add(node.op, inputs, node.attrs)
    return piece(readPack(b, pack), pack.parts.map((p) => p.shape), pack.parts.findIndex((p) => p.entry === node.attrs['entry']))
  }
  const piece = (whole: Ref, shapes: readonly Shape[], index: number): Ref => {
    const begin = shapes.slice(0, index).reduce((sum, shape) => sum + sizeOf(shape), 0)
    return reshape(b, b.add('slice', [whole], { begin: [begin], size: [sizeOf(shapes[index]!)] }), shapes[index]!)
  }
  /** The nodes of a group over all of its members. */
  const packed = (group: Group): readonly Ref[] => {
    const known = results.get(group)
    if (known) return known
    const leaves = group.members[0]!.leaves.map((_, leaf) => joined(group.members.map((m) => m.leaves[leaf]!)))
    const found: Ref[] = []
    for (const [i, node] of group.members[0]!.nodes.entries()) {
      const inputs = group.members[0]!.inputs[i]!.map((input) => (input.kind === 'own' ? found[input.index]! : input.kind === 'leaf' ? leaves[input.index]! : at(input.index)))
      const { layer, ...origin } = node.origin
      b.origin = origin
      found.push(b.add(node.op, inputs, node.attrs))
    }
    results.set(group, found)
    return found
  }
  /** Operands of the members, laid end to end. */
  const joined = (ids: readonly number[]): Ref => {
    const nodes = ids.map((id) => program.nodes[id]!)
    const pack = nodes.every((n) => n.op === 'read') ? packOf.get(textAttr(nodes[0]!.attrs, 'entry')) : undefined
    if (pack && pack.parts.length === nodes.length && pack.parts.every((p, i) => p.entry === nodes[i]!.attrs['entry'])) return readPack(b, pack)
    const places = ids.map((id) => memberOf.get(id))
    const first = places[0]
    const whole = first && places.length === first.group.members.length && places.every((p, i) => p?.group === first.group && p.index === i
      && p.member.nodes.indexOf(nodes[i]!) === first.member.nodes.indexOf(nodes[0]!))
    if (whole) return packed(first.group)[first.member.nodes.indexOf(nodes[0]!)]!
    const flat = ids.map((id) => { const x = at(id); return reshape(b, x, [sizeOf(x.shape)]) })
    b.origin = { phase: 'update' }
    return b.add('concat', flat, { axis: 0 })
  }

  const outputs = program.outputs.map(({ name, node }) => ({ name, node: at(node).id }))
  const updates = program.updates.filter(({ entry }) => !packOf.has(entry)).map(({ entry, node }) => ({ entry, node: at(node).id }))
  const whole = packs.map(({ entry, parts }) => {
    const { group, member } = memberOf.get(program.updates.find((u) => u.entry === parts[0]!.entry)!.node)!
    const root = program.updates.find((u) => u.entry === parts[0]!.entry)!.node
    return { entry, node: packed(group)[member.nodes.findIndex((n) => n.id === root)]!.id }
  })
  return { program: { name: program.name, feeds: b.feeds, nodes: b.nodes, outputs, updates: [...updates, ...whole] }, packs }
}

const readPack = (b: Builder, { entry, parts }: Pack): Ref =>
  b.add('read', [], { entry, shape: [parts.reduce((sum, { shape }) => sum + sizeOf(shape), 0)], dtype: 'float32' })

const sizeOf = (shape: Shape): number => productOf(shape) as number

/** An operand within an update: another node of it, an operand of its own, or a scalar that all share (by its node). */
interface Input { readonly kind: 'own' | 'leaf' | 'scalar'; readonly index: number }

/** The update of one parameter. */
interface Member {
  readonly shape: Shape
  readonly nodes: readonly Node[]
  readonly inputs: readonly (readonly Input[])[]
  /** Nodes outside of it, in the order of their first use. */
  readonly leaves: readonly number[]
}

/** Updates by the same rule. */
interface Group { readonly members: readonly Member[] }

function groupsOf(program: Program): readonly Group[] {
  const clusters = new Map<string, Node[]>()
  for (const node of program.nodes) {
    const { phase, step, layer } = node.origin
    if (phase !== 'update' || layer === undefined || !pointwiseOps.has(node.op) || node.shape.length === 0 || node.dtype !== 'float32') continue
    const key = `${step} ${layer}`
    clusters.set(key, [...clusters.get(key) ?? [], node])
  }
  const bySignature = new Map<string, Member[]>()
  const updated = new Map(program.updates.map((u) => [u.node, u.entry]))
  for (const [key, nodes] of clusters) {
    const member = memberFrom(program, nodes)
    if (!member) continue
    const signature = JSON.stringify([key.split(' ')[0], nodes.map(({ op, attrs, id }, i) => [op, attrs as Attrs, member.inputs[i], updated.has(id)])])
    bySignature.set(signature, [...bySignature.get(signature) ?? [], member])
  }
  return [...bySignature.values()].filter((members) => members.length > 1).map((members) => ({ members })).filter((group) => isFree(program, group))
}

/** Null where shapes differ, or there is more than may be packed. */
function memberFrom(program: Program, nodes: readonly Node[]): Member | null {
  const { shape } = nodes[0]!
  if (!shape.every((d) => typeof d === 'number') || sizeOf(shape) > LARGEST || !nodes.every((n) => sameShape(n.shape, shape))) return null
  const index = new Map(nodes.map(({ id }, i) => [id, i]))
  const leaves: number[] = []
  const inputs = nodes.map((node) => node.inputs.map((id): Input | null => {
    const own = index.get(id)
    if (own !== undefined) return { kind: 'own', index: own }
    const outer = program.nodes[id]!
    if (outer.shape.length === 0) return { kind: 'scalar', index: id }
    if (!sameShape(outer.shape, shape)) return null
    if (!leaves.includes(id)) leaves.push(id)
    return { kind: 'leaf', index: leaves.indexOf(id) }
  }))
  return inputs.every((list) => list.every((i) => i !== null)) ? { shape, nodes, inputs: inputs as Input[][], leaves } : null
}

/** No member needs what another one makes. */
function isFree(program: Program, { members }: Group): boolean {
  const own = new Set(members.flatMap((m) => m.nodes.map((n) => n.id)))
  const after = new Set<number>()
  for (const { id, inputs } of program.nodes) if (!own.has(id) && inputs.some((i) => own.has(i) || after.has(i))) after.add(id)
  return members.every((m) => m.leaves.every((leaf) => !own.has(leaf) && !after.has(leaf)))
}

/** Entries whose last values a group computes side by side. */
function packsOf(program: Program, groups: readonly Group[]): readonly Pack[] {
  const entryAt = new Map(program.updates.map((u) => [u.node, u.entry]))
  const packs: Pack[] = []
  for (const { members } of groups) {
    for (const i of members[0]!.nodes.keys()) {
      const parts = members.map((m) => ({ entry: entryAt.get(m.nodes[i]!.id), shape: m.shape as readonly number[] }))
      if (parts.every((p): p is { entry: string; shape: readonly number[] } => p.entry !== undefined)) packs.push({ entry: `pack ${packs.length}`, parts })
    }
  }
  return packs
}
