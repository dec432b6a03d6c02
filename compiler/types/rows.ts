/** Row sets: `test[0..9]`, `strange.test`, `train[0..9 per y] where y != 7`. */
import type { RowSet as RowSetAst } from '../../grammar/ast.ts'
import type { DataSet, RowSet, ValueType } from '../model/model.ts'
import { fail, textAt, withBound, type BoundVariable, type Env } from './checker.ts'
import { elaborate } from './elaborate.ts'
import { splitAt } from './members.ts'
import { wholeNumber } from './static.ts'
import { isLabelled, sameAxes } from './value.ts'
import { variableType } from './variables.ts'

export interface BoundRows {
  readonly set: RowSet
  /** The field that the binder's variable stands for. */
  readonly field: string
  readonly type: ValueType
  readonly bound: readonly (readonly [string, BoundVariable])[]
}

/** Rows of a split for `variable`; null after a mistake. */
export function boundRows(env: Env, ast: RowSetAst, variable: string): BoundRows | null {
  const place = ast.base.kind === 'range' ? null : splitAt(env, ast.base)
  if (place === null) return fail(env, 'data/row-set', { text: textAt(env, ast.base.span) }, ast.base.span)
  const { datasets } = env.world.checker
  const dataset = place.dataset === null ? datasets.find((d) => d.fields.some((f) => f.name === variable)) : datasets.find((d) => d.name === place.dataset)
  if (dataset === undefined) {
    if (env.world.checker.fields.get(variable) === null) return null
    return fail(env, 'data/unknown-field', { name: variable, fields: datasets.flatMap((d) => d.fields.map((f) => f.name)).join(', ') }, ast.span)
  }
  const field = fieldFor(env, dataset, variable)
  if (field === null) return fail(env, 'data/which-field', { name: variable, dataset: dataset.name, fields: dataset.fields.map((f) => f.name).join(', ') }, ast.span)
  const bound = dataset.fields.map((f): readonly [string, BoundVariable] => [f.name, { type: { ...f.type, per: 'sample' }, span: f.span, constant: null }])
  const own: readonly [string, BoundVariable] = [variable, { type: { ...field.type, per: 'sample' }, span: ast.span, constant: null }]
  for (const f of dataset.fields) env.world.checker.used.add(f.name)
  const set = rowSet(withBound(env, [...bound, own]), ast, dataset, place.split)
  if (set === null) return null
  return { set, field: field.name, type: { ...field.type, per: 'sample' }, bound: [...bound, own] }
}

/** The field of that name, else the only one of the variable's shape. */
function fieldFor(env: Env, dataset: DataSet, variable: string): DataSet['fields'][number] | null {
  const own = dataset.fields.find((f) => f.name === variable)
  if (own !== undefined) return own
  const type = variableType(env.world, variable)
  const candidates = type === null
    ? dataset.fields.filter((f) => !isLabelled(f.type.kind))
    : dataset.fields.filter((f) => sameAxes(f.type.shape, type.shape) && isLabelled(f.type.kind) === isLabelled(type.kind))
  return candidates.length === 1 ? candidates[0]! : null
}

/** What follows the split: rows, `per`, `where`. `env` has the fields of a row bound. */
export function rowSet(env: Env, ast: RowSetAst, dataset: DataSet, split: 'train' | 'test'): RowSet | null {
  let rows: readonly [number, number] | null = null
  if (ast.rows !== null) {
    const [first, last] = ast.rows.kind === 'range' ? [ast.rows.from, ast.rows.to] : [ast.rows, ast.rows]
    const [from, to] = [wholeNumber(env, first, 'the first row', 0), wholeNumber(env, last, 'the last row', 0)]
    if (from === null || to === null) return null
    if (from > to) return fail(env, 'ranges/order', { low: String(from), high: String(to) }, ast.rows.span)
    rows = [from, to]
  }
  let per: string | null = null
  if (ast.per !== null) {
    const field = dataset.fields.find((f) => f.name === ast.per!.text)
    if (field === undefined || !isLabelled(field.type.kind)) {
      return fail(env, 'data/per', { name: ast.per.text, labels: dataset.fields.filter((f) => isLabelled(f.type.kind)).map((f) => f.name).join(', ') }, ast.per.span)
    }
    per = field.name
    env.world.checker.used.add(per)
  }
  const where = ast.where === null ? null : elaborate(env, ast.where)
  if (ast.where !== null && where === null) return null
  if (where !== null && where.type.shape.length > 0) return fail(env, 'reductions/where', { text: textAt(env, ast.where!.span) }, ast.where!.span)
  return { dataset: dataset.name, split, rows, per, where }
}
