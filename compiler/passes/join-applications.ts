/**
 * One network applied to two batches by the same weights is applied once, to both batches in a row: D(x) and D(G(z)), in half the nodes, and so
 * is their gradient. Runs before differentiation. Small weights only: where arithmetic takes longer than a node costs, there is
 * nothing to gain.
 *
 * Left as it is where a derivative is taken by something else than weights (a penalty on the gradient at one of the batches would be
 * carried through all), and where one loss sees some of the batches only.
 */
import type { Node, Program, Shape } from '../graph/graph.ts'
import { Builder, type Ref } from '../graph/builder.ts'
import { productOf, sameDim } from '../graph/graph.ts'
import { flagAttr, shapeAttr } from '../ops/attrs.ts'
import { pointwiseOps } from '../ops/fused.ts'
import { derivativeTargets } from '../differentiate/targets.ts'
import { liveNodes } from './dead-code.ts'

/** Elements of the largest matrix of weights. */
const LARGEST = 2 ** 15

/** Nodes that do the same to different batches, one of each application, with the same shape. */
type Twins = readonly Node[]

export function joinApplications(program: Program): Program {
  if ([...derivativeTargets(program)].some((id) => program.nodes[id]!.op !== 'read')) return program
  const twins = twinsOf(program)
  const refused = new Set(regionsOf(twins).filter((region) => !isFree(program, region) || !seenTogether(program, region)).flatMap((region) => region))
  const joinable = [...new Set(twins.values())].filter((group) => !refused.has(group))
  return joinable.length > 0 ? joined(program, joinable) : program
}

/** Twins by each of their nodes. */
function twinsOf(program: Program): ReadonlyMap<number, Twins> {
  /** Nodes that do the same, by what they do; and what each node does. */
  const kin = new Map<string, Node[]>()
  const kinds = new Map<number, string>()
  const numbers = new Map<string, number>()
  const numberOf = (kind: string): number => numbers.get(kind) ?? numbers.set(kind, numbers.size).get(kind)!
  const live = liveNodes(program)
  for (const node of program.nodes) {
    const kind = live.has(node.id) ? kindOf(program, node, kinds) : null
    if (kind === null) continue
    kin.set(kind, [...kin.get(kind) ?? [], node])
    kinds.set(node.id, `kind ${numberOf(kind)}`)
  }
  return new Map([...kin.values()].filter((group) => group.length > 1).flatMap((group) => group.map((n) => [n.id, group] as const)))
}

/** What a node does to each of its rows: a product with weights, or what follows one; null for anything else. */
function kindOf(program: Program, { op, attrs, shape, inputs: ids }: Node, kinds: ReadonlyMap<number, string>): string | null {
  const [lead, ...rest] = shape
  if (lead === undefined || typeof lead === 'number' || rest.some((d) => typeof d !== 'number')) return null
  const inputs = ids.map((id) => program.nodes[id]!)
  const inRows = (x: Node): boolean => x.shape.length === shape.length && sameDim(x.shape[0]!, lead)
  const isShared = (x: Node): boolean => x.shape.every((d) => typeof d === 'number') && (x.shape.length < shape.length || x.shape[0] === 1)
  const operand = (x: Node): string => (inRows(x) ? kinds.get(x.id) ?? JSON.stringify(x.shape) : `%${x.id}`)
  if (op === 'matmul') {
    const [left, right] = inputs as [Node, Node]
    const weights = right.shape.every((d) => typeof d === 'number') && (productOf(right.shape) as number) <= LARGEST
    return weights && inRows(left) && shape.length === 2 && !flagAttr(attrs, 'transposeA') ? JSON.stringify([op, attrs, shape, right.id]) : null
  }
  if (!ids.some((id) => kinds.has(id))) return null
  if (pointwiseOps.has(op)) return inputs.every((x) => inRows(x) || isShared(x)) ? JSON.stringify([op, attrs, shape, inputs.map(operand)]) : null
  if (op === 'reshape') return sameDim(inputs[0]!.shape[0]!, lead) ? JSON.stringify([op, shape, kinds.get(ids[0]!)]) : null
  return null
}

/** Groups of twins that are joined to each other. */
function regionsOf(twins: ReadonlyMap<number, Twins>): readonly (readonly Twins[])[] {
  const regions: Twins[][] = []
  for (const group of new Set(twins.values())) {
    const operands = new Set(group.flatMap((n) => n.inputs.map((id) => twins.get(id))))
    const touched = regions.filter((region) => region.some((other) => operands.has(other)))
    const region = [...touched.flat(), group]
    for (const old of touched) regions.splice(regions.indexOf(old), 1)
    regions.push(region)
  }
  return regions
}

/** No application needs what another one gives. */
function isFree(program: Program, region: readonly Twins[]): boolean {
  const application = new Map(region.flatMap((group) => group.map((n, i) => [n.id, i] as const)))
  /** Applications that a node depends on. */
  const needed: ReadonlySet<number>[] = []
  for (const { id, inputs } of program.nodes) {
    const own = application.get(id)
    const all = new Set([...inputs.flatMap((i) => [...needed[i]!]), ...(own === undefined ? [] : [own])])
    if (own !== undefined && all.size > 1) return false
    needed.push(all)
  }
  return true
}

/** Every loss that is differentiated sees either all of the applications or none. */
function seenTogether(program: Program, region: readonly Twins[]): boolean {
  const losses = new Set(program.nodes.filter((n) => n.op === 'grad').map((n) => n.inputs[0]!))
  return [...losses].every((loss) => {
    const needed = new Set([loss])
    for (let id = loss; id >= 0; id--) if (needed.has(id)) for (const i of program.nodes[id]!.inputs) needed.add(i)
    const seen = region.map((group) => group.filter((n) => needed.has(n.id)).length)
    return region.every((group, i) => seen[i] === 0 || seen[i] === group.length)
  })
}

function joined(program: Program, groups: readonly Twins[]): Program {
  const groupOf = new Map(groups.flatMap((group) => group.map((n) => [n.id, group] as const)))
  const b = new Builder()
  b.feeds.push(...program.feeds)
  const made = new Map<number, Ref>()
  const wholes = new Map<Twins, Ref>()

  const at = (id: number): Ref => {
    const known = made.get(id)
    if (known) return known
    const node = program.nodes[id]!
    const group = groupOf.get(id)
    const result = group ? piece(whole(group), node.shape, group.indexOf(node)) : add(node, node.inputs.map(at))
    made.set(id, result)
    return result
  }
  const add = (node: Node, inputs: readonly Ref[], attrs = node.attrs): Ref => {
    b.origin = node.origin
    return b.add(node.op, inputs, attrs)
  }
  const whole = (group: Twins): Ref => {
    const known = wholes.get(group)
    if (known) return known
    const [first] = group as [Node]
    const inputs = first.inputs.map((id, operand) => {
      const operands = group.map((n) => n.inputs[operand]!)
      const twins = groupOf.get(id)
      if (twins && operands.every((o, i) => o === twins[i]!.id)) return whole(twins)
      // Weights and the like are the same for all.
      if (operands.every((o) => o === id) && !sameDim(program.nodes[id]!.shape[0] ?? 1, first.shape[0]!)) return at(id)
      const parts = operands.map(at)
      b.origin = first.origin
      return b.add('concat', parts, { axis: 0 })
    })
    const result = add(first, inputs, first.op === 'reshape' ? { ...first.attrs, shape: stretched(shapeAttr(first.attrs, 'shape'), group.length) } : first.attrs)
    wholes.set(group, result)
    return result
  }
  const piece = (all: Ref, shape: Shape, index: number): Ref => {
    const [lead, ...rest] = stretched(shape, index)
    return b.add('slice', [all], { begin: [index === 0 ? 0 : lead!, ...rest.map(() => 0)], size: shape })
  }

  for (const { id } of program.nodes) if (!groupOf.has(id)) at(id)
  const outputs = program.outputs.map(({ name, node }) => ({ name, node: at(node).id }))
  const updates = program.updates.map(({ entry, node }) => ({ entry, node: at(node).id }))
  return { name: program.name, feeds: b.feeds, nodes: b.nodes, outputs, updates }
}

/** So many times the rows. */
const stretched = ([lead, ...rest]: Shape, count: number): Shape => [typeof lead === 'object' ? { ...lead, times: lead.times * count } : lead!, ...rest]
