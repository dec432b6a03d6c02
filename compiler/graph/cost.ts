/** What a graph asks of a machine, estimated before anything is allocated. */
import type { DType, Graph, Program, Shape } from './graph.ts'
import { opOf } from '../ops/registry.ts'
import { countOf, resolveShape } from '../ops/shapes.ts'
import { freedAfter } from '../passes/liveness.ts'

export interface ProgramCost {
  readonly name: string
  /** Floating-point operations of one run. */
  readonly flops: number
  /** Bytes that its ops read and write in one run. */
  readonly traffic: number
  /** The most bytes alive at once: feeds and intermediate results, each freed after its last reader. */
  readonly peak: number
}

export interface GraphCost {
  /** Numbers that training moves. */
  readonly parameters: number
  /** Bytes of all entries: parameters, optimiser slots, statistics, counters. */
  readonly storeBytes: number
  readonly programs: readonly ProgramCost[]
  /** Store and the hungriest program together. */
  readonly peak: number
}

const bytesPer: Readonly<Record<DType, number>> = { float32: 4, int32: 4, bool: 1 }

const bytesOf = (shape: readonly number[], dtype: DType): number => countOf(shape) * bytesPer[dtype]

/** `batches` gives the size of each symbolic batch. Programs with derivatives yet to be written out cost less than they will. */
export function costOf(graph: Pick<Graph, 'store' | 'programs'>, batches: Readonly<Record<string, number>>): GraphCost {
  const programs = graph.programs.map((p) => programCost(p, batches))
  const storeBytes = graph.store.reduce((sum, e) => sum + bytesOf(e.shape, e.dtype), 0)
  const parameters = graph.store.reduce((sum, e) => sum + (e.role === 'parameter' ? countOf(e.shape) : 0), 0)
  return { parameters, storeBytes, programs, peak: storeBytes + Math.max(0, ...programs.map((p) => p.peak)) }
}

export function programCost(program: Program, batches: Readonly<Record<string, number>>): ProgramCost {
  const shapes = program.nodes.map((n) => resolveShape(n.shape as Shape, batches))
  const bytes = program.nodes.map((n, i) => bytesOf(shapes[i]!, n.dtype))
  const freed = freedAfter(program)
  let [flops, traffic] = [0, 0]
  let alive = program.feeds.reduce((sum, f) => sum + bytesOf(resolveShape(f.shape, batches), f.dtype), 0)
  let peak = alive
  for (const node of program.nodes) {
    flops += opOf(node.op).flops(node.inputs.map((i) => shapes[i]!), shapes[node.id]!, node.attrs)
    if (node.op === 'input' || node.op === 'read') continue
    traffic += bytes[node.id]! + node.inputs.reduce((sum, i) => sum + bytes[i]!, 0)
    alive += bytes[node.id]!
    peak = Math.max(peak, alive)
    for (const i of freed[node.id]!) alive -= bytes[i]!
  }
  return { name: program.name, flops, traffic, peak }
}
