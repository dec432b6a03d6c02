/** Another separator between the two arguments of a call, where a bar is too many, of the wrong sort, or lacking. */
import type { CallExpr } from '../../grammar/ast.ts'
import { replacing } from '../diagnostics/fixes.ts'
import type { Details } from '../diagnostics/report.ts'
import { textAt, type Env } from './checker.ts'

export function barFix(env: Env, call: CallExpr, text: string, title: string): Pick<Details, 'fix'> {
  const [before, behind] = call.bar === null ? call.args.slice(-2) : [call.args.at(-1), call.barArgs[0]]
  if (before === undefined || behind === undefined) return {}
  const between = { start: before.span.end, end: behind.span.start }
  return /^\s*(?:\|\||[,|‖∥∣])\s*$/.test(textAt(env, between)) ? { fix: replacing(between, text, title) } : {}
}
