/** What a training needs in memory, before anything is allocated. */
import { sizeOf, type Graph, type Program } from '../../compiler/graph/graph.ts'
import type { Plan } from '../../compiler/lower/plan.ts'
import { axisOf } from './passes.ts'

export interface MemoryEstimate {
  /** Bytes of weights, optimiser slots and statistics. */
  readonly store: number
  /** Bytes of the results of one round's nodes, each alive from its making to its last use, at the worst moment. */
  readonly activations: number
  readonly total: number
}

const BYTES = 4

export function estimateMemory(graph: Graph, plan: Plan): MemoryEstimate {
  const store = graph.store.reduce((sum, entry) => sum + BYTES * entry.shape.reduce((a, b) => a * b, 1), 0)
  let activations = 0
  for (const { train } of plan.stages) {
    const program = train && graph.programs.find(({ name }) => name === train.program)
    if (!train || !program) continue
    activations = Math.max(activations, peakBytes(program, Object.fromEntries(train.passes.map((_, pass) => [axisOf(pass), train.batch]))))
  }
  return { store, activations, total: store + activations }
}

/** Parameters of a graph: what training moves. */
export const parameterCount = (graph: Graph): number =>
  graph.store.filter((entry) => entry.role === 'parameter').reduce((sum, entry) => sum + entry.shape.reduce((a, b) => a * b, 1), 0)

/** Reading the store costs nothing, everything else a buffer of its own until its last use. */
export function peakBytes(program: Program, batches: Readonly<Record<string, number>>): number {
  const last = new Map<number, number>()
  for (const node of program.nodes) for (const input of node.inputs) last.set(input, node.id)
  for (const { node } of [...program.outputs, ...program.updates]) last.set(node, program.nodes.length)
  const ending = new Map<number, number>()
  let alive = 0
  let peak = 0
  for (const node of program.nodes) {
    if (node.op !== 'read') {
      const bytes = BYTES * node.shape.reduce<number>((product, dim) => product * sizeOf(dim, batches), 1)
      alive += bytes
      peak = Math.max(peak, alive)
      const end = last.get(node.id) ?? node.id
      ending.set(end, (ending.get(end) ?? 0) + bytes)
    }
    alive -= ending.get(node.id) ?? 0
  }
  return peak
}

/** `3.7 GB`, powers of ten. */
export function showBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']
  let unit = 0
  let value = bytes
  while (value >= 1000 && unit < units.length - 1) { value /= 1000; unit++ }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toPrecision(2)} ${units[unit]!}`
}
