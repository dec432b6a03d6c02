/** What a row of the function table is given, and gives. */
import type { Span } from '../../../grammar/ast.ts'
import type { Expr } from '../../model/model.ts'
import { fail, type Env } from '../checker.ts'
import type { Option } from '../options.ts'
import type { Signature } from '../signature.ts'
import { isLabelled, showType } from '../value.ts'

export interface Site {
  readonly env: Env
  readonly span: Span
  /** Values by parameter; more than one only for a `rest` parameter. */
  readonly values: ReadonlyMap<string, readonly Expr[]>
  readonly options: Readonly<Record<string, Option>>
}

export interface FunctionRow extends Signature {
  /** The typed call, or null when a mistake was told. */
  readonly check: (site: Site) => Expr | null
}

/** The value of a parameter that is required. */
export const valueOf = (site: Site, name: string): Expr => site.values.get(name)![0]!
export const valuesOf = (site: Site, name: string): readonly Expr[] => site.values.get(name) ?? []

/** Tells that a function cannot take this. */
export const unfit = (site: Site, name: string, value: Expr, needs: string, help: string): null =>
  fail(site.env, 'shapes/argument', { callee: name, needs, got: showType(value.type) }, value.span, { help })

/** Labels and tokens are not amounts. True when told. */
export function refusesLabels(site: Site, name: string, value: Expr): boolean {
  if (!isLabelled(value.type.kind)) return false
  fail(site.env, 'kinds/label-as-number', { what: name, type: showType(value.type) }, value.span)
  return true
}
