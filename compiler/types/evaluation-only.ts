/** Fields that only metrics and figures read: the training split may lack them. */
import type { Expr, Model } from '../model/model.ts'
import { partsOf } from '../model/walk.ts'
import type { World } from './checker.ts'
import { freeInUse, freeVariables } from './free.ts'
import { worldOf } from './lookup.ts'
import { stepsOf } from './players.ts'

export function markEvaluationOnly(world: World, model: Model): Model {
  const needed = new Set<string>()
  const need = (names: Iterable<string>): void => {
    for (const name of names) {
      if (needed.has(name)) continue
      needed.add(name)
      const draw = worldOf(world, name).draws.get(name)
      if (draw !== undefined) need(freeInUse(world, draw.from))
    }
  }
  for (const stage of model.stages) {
    for (const step of stepsOf(stage.train?.items ?? [])) need(freeVariables(world, step.objective))
    // A stage's own equations can read what the model's do not.
    for (const equation of stage.equations) if (equation.role !== 'metric' && stage.train !== null) need(freeVariables(world, equation.value))
    const rows = stage.train?.rows
    if (rows?.per) need([rows.per])
    if (rows?.where) need(freeVariables(world, rows.where))
  }
  for (const equation of [...model.equations, ...model.stages.flatMap((s) => s.equations)]) fromTraining(equation.value, (e) => need(freeVariables(world, e)))
  return { ...model, data: model.data.map((d) => ({ ...d, fields: d.fields.map((f) => ({ ...f, evaluationOnly: !needed.has(f.name) })) })) }
}

/** Bodies of binders over the training split: `[x in train: e]`. */
function fromTraining(expr: Expr, found: (body: Expr) => void): void {
  if (expr.kind === 'bind') {
    for (const binder of expr.binders) {
      if (binder.kind !== 'rows' || binder.set.split !== 'train') continue
      found(expr.body)
      if (binder.set.where !== null) found(binder.set.where)
    }
  }
  for (const part of partsOf(expr)) fromTraining(part, found)
}
