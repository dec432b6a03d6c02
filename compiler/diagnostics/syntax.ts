/** Problems of the parser as diagnostics. */
import type { Spec, Span } from '../../grammar/ast.ts'
import type { SyntaxProblem } from '../../grammar/problem.ts'
import type { Diagnostic } from './diagnostic.ts'
import { report } from './report.ts'

export const syntaxDiagnostics = (problems: readonly SyntaxProblem[]): Diagnostic[] =>
  problems.map(({ code, message, span }) => report(code, { message }, span))

/**
 * What is worth saying of a file with syntax problems beside them: nothing about declarations that are themselves broken,
 * because it would follow from what is missing there, and nothing about what seems unused while parts are missing.
 */
export function beside(problems: readonly SyntaxProblem[], spec: Spec, found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (problems.length === 0) return found
  const broken = spec.declarations.map(({ span }) => span).filter(span => problems.some(problem => touches(span, problem.span)))
  return found.filter(({ severity, span }) => severity === 'error' && !broken.some(declaration => touches(declaration, span)))
}

const touches = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end
