/** Kinds that a function of one number must not be given. */
import type { Span } from '../../grammar/ast.ts'
import type { Expr } from '../model/model.ts'
import { fail, textAt, type Env } from './checker.ts'
import { originOf } from './origin.ts'
import type { PointwiseRow } from './pointwise.ts'
import { isLabelled, showKind, showType } from './value.ts'

/** Tells a kind that does not fit; true when told. */
export function refused(env: Env, row: PointwiseRow, x: Expr, span: Span): boolean {
  const { kind, range } = x.type
  const origin = originOf(env.world, x)
  const related = origin === null ? [] : [origin]
  if (isLabelled(kind)) {
    fail(env, 'kinds/label-as-number', { what: row.name, type: showType(x.type) }, x.span, { related })
    return true
  }
  if ((row.name === 'sigmoid' || row.name === 'softmax') && kind.name === 'probability') {
    const text = textAt(env, x.span)
    // The inner text stands alone only in a call; after an arrow there is nothing to keep.
    const inCall = x.span.start > span.start && x.span.end < span.end
    fail(env, 'kinds/sigmoid-twice', { name: row.name, text }, span, {
      related, ...(inCall ? { fix: { title: `Drop the outer ${row.name}`, edits: [{ span, text }] } } : {}),
    })
    return true
  }
  if (row.name === 'log' && (kind.name === 'logits' || kind.name === 'score' || kind.name === 'logvar')) {
    fail(env, 'kinds/log-of', { kind: showKind(kind) }, span, { related })
    return true
  }
  if ((row.name === 'log' || row.name === 'sqrt') && range !== null && (row.name === 'log' ? range[1] <= 0 : range[1] < 0)) {
    fail(env, 'ranges/domain', { name: row.name, range: `[${range[0]}, ${range[1]}]` }, span, { related })
    return true
  }
  return false
}
