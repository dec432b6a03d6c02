/** What a module can say about its spec beyond the graph: formulas of terms and steps, and what networks call their arguments. */
import type { Model, Repeat, Stage, Step } from '../../model/model.ts'
import { showExpr } from '../../model/show.ts'

/** A checked model and the text that it was read from. */
export interface Spec { readonly model: Model; readonly source: string }

export interface Notes {
  /** `reconstruction = -E[z ~ q(z | x): log p(x | z)]` */
  readonly term: (program: string, name: string) => string | undefined
  /** `maximize V over D with adam(2e-4)`; `index` counts the steps of a round, repetitions included. */
  readonly step: (program: string, index: number) => string | undefined
  /** The argument of a network that takes a single one. */
  readonly formal: (network: string) => string | undefined
}

export function notesOf(spec: Spec | undefined): Notes {
  if (!spec) return { term: () => undefined, step: () => undefined, formal: () => undefined }
  const { model, source } = spec
  const stageOf = (program: string): Stage | undefined => (model.stages.length > 1 ? model.stages.find((s) => program.startsWith(`${s.name}.`)) : model.stages[0])
  const written = ({ start, end }: Step['span']): string => source.slice(start, end).replace(/\/\/.*/g, ' ').replace(/\s+/g, ' ').trim()
  return {
    term(program, name) {
      const equation = [...(stageOf(program)?.equations ?? []), ...model.equations].find((e) => e.name === name && e.role === 'term')
      if (!equation) return undefined
      const text = written(equation.span)
      return text.startsWith(name) ? text : `${name} = ${showExpr(equation.value)}`
    },
    step(program, index) {
      const step = stepsOf(stageOf(program)?.train?.items ?? [])[index]
      return step && written(step.span)
    },
    formal(network) {
      const formals = model.networks.find((n) => n.name === network)?.formals ?? []
      return formals.length === 1 ? formals[0]!.name : undefined
    },
  }
}

const stepsOf = (items: readonly (Step | Repeat)[]): Step[] =>
  items.flatMap((item) => (item.kind === 'step' ? [item] : Array.from({ length: item.count }, () => stepsOf(item.items)).flat()))
