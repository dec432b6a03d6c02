/**
 * Which nodes of a program belong together. Nodes of one application of a network in one phase form a region, which is
 * written as a function; what belongs to no region is written where it is used. The result is a schedule: units in an
 * order in which each finds its inputs ready.
 */
import type { Node, Program } from '../../graph/graph.ts'

/** What the nodes of a region have in common. */
export interface Label {
  readonly key: string
  readonly phase: Node['origin']['phase']
  /** The network, null for the updates of a step. */
  readonly network: string | null
  readonly step: number | null
}

/** Nodes in topological order; `label` is null for a node that stands by itself. */
export interface Unit { readonly label: Label | null; readonly nodes: readonly number[] }

/** Nodes that are written as names or numbers wherever they are used, and so belong to nobody. */
export const isLeaf = (node: Node): boolean => ['input', 'read', 'constant', 'size'].includes(node.op)

const numeric = new Set(['neg', 'reciprocal', 'add', 'sub', 'mul', 'div', 'reshape', 'broadcastTo'])

/**
 * Nodes whose elements are all one number that only constants and batch sizes go into: written as JavaScript numbers, so
 * they belong to nobody either.
 */
export const numbersIn = remembered((nodes): ReadonlySet<number> => {
  const found = new Set<number>()
  for (const node of nodes) {
    const isSource = node.op === 'constant' || node.op === 'size'
    if (node.dtype === 'float32' && (isSource || (numeric.has(node.op) && node.inputs.every((i) => found.has(i))))) found.add(node.id)
  }
  return found
})

export function unitsOf(program: Program): readonly Unit[] {
  const labels = labelsOf(program)
  const parts = convexParts(program, labels)
  return schedule(program, parts)
}

/** Remembers the answer for each list of nodes: it is asked for at every region. */
export function remembered<T>(ask: (nodes: readonly Node[]) => T): (nodes: readonly Node[]) => T {
  const known = new WeakMap<readonly Node[], T>()
  return (nodes) => {
    const answer = known.get(nodes) ?? ask(nodes)
    known.set(nodes, answer)
    return answer
  }
}

const readersIn = remembered((nodes): readonly (readonly number[])[] => {
  const readers = nodes.map((): number[] => [])
  for (const node of nodes) for (const i of new Set(node.inputs)) readers[i]!.push(node.id)
  return readers
})

/** Who reads each node. */
export const readersOf = (program: Program): readonly (readonly number[])[] => readersIn(program.nodes)

function labelOf(node: Node): Label | null {
  const { phase, network, application, step, layer } = node.origin
  if (isLeaf(node)) return null
  if (phase === 'update') {
    return layer === undefined ? null : { key: `update ${step} ${layer}`, phase, network: null, step: step ?? null }
  }
  if (network === undefined) return null
  const key = phase === 'backward' ? `${phase} ${network} ${application} ${step}` : `${phase} ${network} ${application}`
  return { key, phase, network, step: phase === 'backward' ? step ?? null : null }
}

/**
 * What is computed in the middle of a network only to be kept: running statistics. Outside of it, so that an application reads the
 * same whichever statistics it finds.
 */
export function statisticsOf(program: Program): ReadonlySet<number> {
  const isUsed = program.nodes.map((node) => node.origin.phase === 'update')
  for (const { node } of program.outputs) isUsed[node] = true
  for (const { id, inputs } of program.nodes.toReversed()) if (isUsed[id]) for (const i of inputs) isUsed[i] = true
  return new Set(program.nodes.filter((n) => !isUsed[n.id] && n.origin.network !== undefined && !isLeaf(n)).map((n) => n.id))
}

/**
 * Labels by node. Nodes that would make two applications of a network look different stay outside: what only weights go
 * into and several regions share (a kernel turned round), and the sum of a parameter's gradients over applications.
 */
function labelsOf(program: Program): (Label | null)[] {
  const numbers = numbersIn(program.nodes)
  const statistics = statisticsOf(program)
  const labels = program.nodes.map((node) => (numbers.has(node.id) || statistics.has(node.id) ? null : labelOf(node)))
  const readers = readersOf(program)
  const isWeightsOnly = program.nodes.map((): boolean => false)
  for (const node of program.nodes) {
    const own = labels[node.id]
    const sources = node.inputs.map((i) => program.nodes[i]!)
    isWeightsOnly[node.id] = node.op !== 'input' && sources.every((n) => isWeightsOnly[n.id])
    if (!own) continue
    const shared = readers[node.id]!.some((r) => labels[r] !== null && labels[r]!.key !== own.key)
    const detached = sources.every((n) => labels[n.id]?.key !== own.key)
    if (shared && detached && (isWeightsOnly[node.id] || own.phase === 'update')) labels[node.id] = null
  }
  for (const node of program.nodes.toReversed()) {
    const own = labels[node.id]
    if (own?.phase !== 'backward' || node.op !== 'add' || readers[node.id]!.some((r) => labels[r]?.key === own.key)) continue
    const fromElsewhere = node.inputs.filter((i) => !isLeaf(program.nodes[i]!) && labels[i]?.key !== own.key)
    if (fromElsewhere.length === 1) labels[node.id] = null
  }
  const sizes = new Map<string, number>()
  for (const label of labels) if (label) sizes.set(label.key, (sizes.get(label.key) ?? 0) + 1)
  // All parameters of a step are updated in one place.
  const ofStep = (label: Label): Label => (label.phase === 'update' ? { ...label, key: `update ${label.step}` } : label)
  return labels.map((label) => (label && sizes.get(label.key)! > 1 ? ofStep(label) : null))
}

interface Part { readonly label: Label | null; readonly nodes: number[] }

/**
 * Splits each region where its own results come back to it from outside, so that a part can be called: a network that
 * applies another one in its middle has a part before and a part after.
 */
function convexParts(program: Program, labels: readonly (Label | null)[]): Part[] {
  const parts: Part[] = []
  const regions = new Map<string, { label: Label; nodes: Set<number> }>()
  const numbers = numbersIn(program.nodes)
  for (const node of program.nodes) {
    const label = labels[node.id]
    if (isLeaf(node) || numbers.has(node.id)) continue
    if (!label) { parts.push({ label: null, nodes: [node.id] }); continue }
    const region = regions.get(label.key) ?? { label, nodes: new Set() }
    region.nodes.add(node.id)
    regions.set(label.key, region)
  }
  for (const { label, nodes } of regions.values()) {
    const first = Math.min(...nodes)
    const level = new Map<number, number>()
    const levels: number[][] = []
    for (const node of program.nodes.slice(first)) {
      let at = nodes.has(node.id) ? 0 : -1
      for (const i of node.inputs) {
        const before = level.get(i) ?? -1
        at = Math.max(at, nodes.has(node.id) && !nodes.has(i) ? before + 1 : before)
      }
      level.set(node.id, at)
      if (nodes.has(node.id)) (levels[at] ??= []).push(node.id)
    }
    for (const level of levels) if (level) parts.push({ label, nodes: level })
  }
  return parts
}

/** Orders parts by need, the earliest first. Parts that wait for each other are cut into runs of nodes that can go. */
function schedule(program: Program, parts: readonly Part[]): Unit[] {
  const partOf = new Map<number, number>()
  parts.forEach((part, p) => { for (const id of part.nodes) partOf.set(id, p) })
  const waitsFor = parts.map((part, p) => {
    const needed = new Set<number>()
    for (const id of part.nodes) {
      for (const i of program.nodes[id]!.inputs) {
        const q = partOf.get(i)
        if (q !== undefined && q !== p) needed.add(q)
      }
    }
    return needed
  })
  const done = new Set<number>()
  const finished = new Set<number>()
  const units: Unit[] = []
  const order = [...parts.keys()].sort((a, b) => parts[a]!.nodes[0]! - parts[b]!.nodes[0]!)
  const emit = (label: Label | null, nodes: readonly number[]): void => {
    if (nodes.length) units.push({ label, nodes })
    for (const id of nodes) done.add(id)
  }
  const isReady = (id: number): boolean => program.nodes[id]!.inputs.every((i) => done.has(i) || !partOf.has(i))
  while (finished.size < parts.length) {
    const next = order.find((p) => !finished.has(p) && [...waitsFor[p]!].every((q) => finished.has(q)))
    if (next !== undefined) {
      emit(parts[next]!.label, parts[next]!.nodes.filter((id) => !done.has(id)))
      finished.add(next)
      continue
    }
    // A knot: take of the first part that can begin whatever can go now.
    const knotted = order.find((p) => !finished.has(p) && parts[p]!.nodes.some((id) => !done.has(id) && isReady(id)))!
    const run: number[] = []
    for (const id of parts[knotted]!.nodes) {
      if (done.has(id) || !isReady(id)) continue
      run.push(id)
      done.add(id)
    }
    units.push({ label: parts[knotted]!.label, nodes: run })
    if (parts[knotted]!.nodes.every((id) => done.has(id))) finished.add(knotted)
  }
  return units
}
