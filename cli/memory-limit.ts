/** Refuses a model that would not fit in memory, with the estimate, before anything is allocated. */
import { totalmem } from 'node:os'
import type { Diagnostic } from '../compiler/diagnostics/diagnostic.ts'
import { report } from '../compiler/diagnostics/report.ts'
import type { Graph } from '../compiler/graph/graph.ts'
import type { Plan } from '../compiler/lower/plan.ts'
import { estimateMemory, showBytes } from '../runtime/train/memory.ts'

/** Bytes that this process may use: the machine's memory, or what a container leaves of it. */
export function memoryLimit(): number {
  const constrained = process.constrainedMemory?.() ?? 0
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}

/** Null when training fits. `limit` is in bytes. */
export function memoryDiagnostic(graph: Graph, plan: Plan, limit = memoryLimit()): Diagnostic | null {
  const { parameters, total } = estimateMemory(graph, plan)
  if (total <= limit) return null
  const largest = [...graph.store].sort((a, b) => sizeOf(b.shape) - sizeOf(a.shape))[0]
  const help = largest === undefined
    ? {}
    : { help: `the largest part is ${largest.name} [${largest.shape.join(', ')}]: ${showBytes(4 * sizeOf(largest.shape))}, and the optimiser keeps as much again for each of its averages` }
  return report('compile/too-large', { parameters, bytes: total, limit }, largest?.span ?? { start: 0, end: 0 }, help)
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)
