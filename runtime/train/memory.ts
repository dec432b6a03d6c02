/** How large a training is: its parameters, and what it needs in memory, before anything is allocated. */
import { costOf, programCost } from '../../compiler/graph/cost.ts'
import type { Graph } from '../../compiler/graph/graph.ts'
import type { Plan } from '../../compiler/lower/plan.ts'
import type { Model } from '../../compiler/model/model.ts'
import { axisOf } from './passes.ts'
import { plural } from './words.ts'

export interface MemoryEstimate {
  /** Numbers that training moves. */
  readonly parameters: number
  /** Bytes of weights, optimiser slots and statistics. */
  readonly store: number
  /** Bytes of feeds and intermediate results of the hungriest program, at its worst moment. */
  readonly activations: number
  /** While weights are changed, old and new ones are both there, and a checkpoint is a copy on the side. */
  readonly total: number
}

export function estimateMemory(graph: Graph, plan: Plan): MemoryEstimate {
  const { parameters, storeBytes: store } = costOf({ store: graph.store, programs: [] }, {})
  const sizes = plan.stages.flatMap(({ train, terms, metrics, figures }) => [
    ...(train === null ? [] : [{ name: train.program, batches: Object.fromEntries(train.passes.map((_, pass) => [axisOf(pass), train.batch])) }]),
    ...[terms, metrics, ...figures].flatMap((part) => part?.steps ?? []).flatMap((step) => (step.kind === 'sweep' ? [{ name: step.program, batches: { B: step.batch } }] : [])),
  ])
  const activations = sizes.reduce((most, { name, batches }) => {
    const program = graph.programs.find((candidate) => candidate.name === name)
    return program === undefined ? most : Math.max(most, programCost(program, batches).peak)
  }, 0)
  return { parameters, store, activations, total: 2 * store + activations }
}

/** `6 parameters and 216 given`. */
export function parametersText({ store }: Graph, { givens }: Model): string {
  const count = (entries: Graph['store']): number => costOf({ store: entries, programs: [] }, {}).parameters
  const given = count(store.filter(({ name }) => givens.some((part) => name.startsWith(`${part.name}.`))))
  return `${plural(count(store) - given, 'parameter')}${given === 0 ? '' : ` and ${given.toLocaleString('en-US')} given`}`
}

/** `3.7 GB`, powers of ten; beyond a thousand PB `more than 1000 PB`. */
export function showBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']
  let unit = 0
  let value = bytes
  while (value >= 1000 && unit < units.length - 1) { value /= 1000; unit++ }
  if (value >= 1000) return 'more than 1000 PB'
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toPrecision(2)} ${units[unit]!}`
}
