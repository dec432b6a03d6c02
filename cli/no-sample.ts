/** Why a model has no way to sample: it needs what only data give, or has nothing to draw from. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure, Model } from '../compiler/model/model.ts'
import { RUN_FILES } from '../runtime/run/folder.ts'

export interface Unsampled {
  readonly model: Model
  /** The spec's name. */
  readonly spec: string
  /** As the user would type it. */
  readonly run: string
  readonly folder: string
}

/** One sentence for the user: what is missing, and what shows samples all the same. */
export function whyNoSample({ model, spec, run, folder }: Unsampled): string {
  const condition = conditionOf(model)
  if (condition === null) return `${spec} has no way to sample: it needs a prior and a likelihood, or a generator that is fed with noise alone`
  const { field, classes, call } = condition
  const file = model.stages.flatMap((stage) => filesOf(stage.figures, field, model.stages.length > 1 ? `${stage.name}-` : '')).find((name) => existsSync(join(folder, RUN_FILES.figures, name)))
  const given = `${spec} samples only for a given ${field}, and genc sample has none to give`
  if (file !== undefined) return `${given}: samples for each ${field} are in ${join(run, RUN_FILES.figures, file)}`
  return `${given}; a figure of the spec can show them: ${classes === null ? `compare(${field} in test[0..9]: ${field}, ${call})` : `grid(${field} in label(${classes}), ${call})`}`
}

/** The data field that a likelihood or a generator needs beside its noise, and how a figure would call it. */
function conditionOf(model: Model): { readonly field: string; readonly classes: number | null; readonly call: string } | null {
  const fields = model.data.flatMap((set) => set.fields)
  const needs = [
    ...model.distributions.filter(({ role }) => role === 'likelihood').map(({ name, variables, conditions }) => ({ inputs: conditions, call: `mean(${name}(${variables[0]} | ${conditions.join(', ')}))` })),
    ...model.networks.filter(({ role, given }) => role === 'generator' && !given).map(({ name, formals }) => ({ inputs: formals.map((formal) => formal.name), call: `${name}(${formals.map((formal) => formal.name).join(', ')})` })),
  ]
  for (const { inputs, call } of needs) {
    const field = fields.find(({ name }) => inputs.includes(name))
    if (field === undefined) continue
    const { kind } = field.type
    const draws = inputs.filter((name) => !fields.some((one) => one.name === name)).map((name) => `${name} ~ p(${name})`)
    const classes = kind.name === 'label' ? kind.classes : null
    return { field: field.name, classes, call: classes === null ? call : `${draws.join(', ')}${draws.length > 0 ? ', 8' : ''}: ${call}` }
  }
  return null
}

/** Files of the figures that go through the values of a field. Figures are numbered within their kind. */
function filesOf(figures: readonly Figure[], field: string, prefix: string): readonly string[] {
  return figures.flatMap(({ kind, binders }, i) => {
    const number = figures.slice(0, i + 1).filter((figure) => figure.kind === kind).length
    return binders.some((binder) => binder.kind === 'values' && binder.variable === field) ? [`${prefix}${kind}-${number}.png`] : []
  })
}
