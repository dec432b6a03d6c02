/** Makes typed expressions. */
import type { Span } from '../../grammar/ast.ts'
import type { Builtin, Expr, ValueType } from '../model/model.ts'
import { joined, valueType } from './value.ts'

type CallOptions = Extract<Expr, { kind: 'call' }>['options']

export const constantExpr = (value: number, span: Span, name?: string): Expr =>
  ({ kind: 'constant', value, ...(name === undefined ? {} : { name }), type: valueType({ range: [value, value] }), span })

/** A call whose batch marks follow from its arguments. */
export const callExpr = (op: Builtin, args: readonly Expr[], type: Pick<ValueType, 'kind' | 'shape' | 'range'>, span: Span, options: CallOptions = {}): Expr =>
  ({ kind: 'call', op, args, options, type: valueType({ ...type, ...joined(args.map((a) => a.type)) }), span })

export const withType = (expr: Expr, type: ValueType): Expr => ({ ...expr, type })

/** A vector of one as a number. */
export const asScalar = (expr: Expr): Expr =>
  expr.type.shape.length === 0 ? expr : callExpr('reshape', [expr], { ...expr.type, shape: [] }, expr.span, { shape: [] })
