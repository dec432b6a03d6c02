/** Refuses a model that would not fit in memory, with the estimate, before anything is allocated. */
import { totalmem } from 'node:os'
import type { Compiled } from '../compiler/compile.ts'
import type { Diagnostic } from '../compiler/diagnostics/diagnostic.ts'
import { report } from '../compiler/diagnostics/report.ts'
import type { Model, Parameter } from '../compiler/model/model.ts'
import { estimateMemory } from '../runtime/train/memory.ts'

/** Bytes that this process may use: the machine's memory, or less in a container. */
export function memoryLimit(): number {
  const constrained = process.constrainedMemory()
  return constrained > 0 && constrained < totalmem() ? constrained : totalmem()
}

/** Null when training fits. `limit` is in bytes. */
export function memoryDiagnostic({ model, graph, plan }: Compiled, limit = memoryLimit()): Diagnostic | null {
  if (model === null || graph === null || plan === null) return null
  const { total } = estimateMemory(graph, plan)
  if (total <= limit) return null
  const largest = largestParameter(model)
  const help = largest === null ? 'make the batch smaller' : `the largest weight is ${largest.entry} with ${largest.shape.join(' × ')} numbers; make its layer, or the batch, smaller`
  const parameters = graph.store.filter(entry => entry.role === 'parameter').reduce((sum, { shape }) => sum + product(shape), 0)
  const span = largest?.span ?? { start: 0, end: 0 }
  return report('compile/too-large', { parameters, bytes: total, limit }, span, { help })
}

function largestParameter(model: Model): Parameter | null {
  const all = [...model.networks, ...model.stages.flatMap(stage => stage.networks)].flatMap(network => network.parameters)
  return all.reduce<Parameter | null>((best, next) => (best === null || product(next.shape) > product(best.shape) ? next : best), null)
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)
