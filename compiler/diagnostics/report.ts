/** Makes diagnostics. An unknown code, a missing argument or one too many does not compile. */
import type { Span } from '../../grammar/ast.ts'
import type { Diagnostic } from './diagnostic.ts'
import { registry, type ArgsOf, type Code } from './registry.ts'
import type { Row } from './row.ts'

/** What a finding may say beside its message. */
export type Details = Pick<Diagnostic, 'help' | 'related' | 'fix'>

/** `report('shape/mismatch', { left, right }, span, { related: [{ span, message }] })` */
export function report<C extends Code>(code: C, args: ArgsOf<C>, span: Span, details: Details = {}): Diagnostic {
  const row = registry[code] as Row<ArgsOf<C>>
  const help = details.help ?? row.help?.(args)
  return { code, severity: row.severity, message: row.message(args), span, ...details, ...(help === undefined ? {} : { help }) }
}
