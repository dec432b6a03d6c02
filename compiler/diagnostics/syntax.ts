/** Problems of the parser as diagnostics. */
import type { SyntaxProblem } from '../../grammar/problem.ts'
import type { Diagnostic } from './diagnostic.ts'
import { report } from './report.ts'

export const syntaxDiagnostics = (problems: readonly SyntaxProblem[]): Diagnostic[] =>
  problems.map(({ code, message, span }) => report(code, { message }, span))
