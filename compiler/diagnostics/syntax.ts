/** Problems of the parser as diagnostics. */
import type { Spec, Span } from '../../grammar/ast.ts'
import type { SyntaxProblem } from '../../grammar/problem.ts'
import { isChained } from '../types/chained.ts'
import type { Diagnostic } from './diagnostic.ts'
import { inserting, replacing } from './fixes.ts'
import { report, type Details } from './report.ts'

export const syntaxDiagnostics = (problems: readonly SyntaxProblem[], source: string): Diagnostic[] =>
  problems.map((found) => arrowMissing(found, source) ?? report(found.code, { message: found.message }, found.span, mending(found)))

/** A layer where an arrow would fit can mean one thing only. */
function arrowMissing({ expected, span }: SyntaxProblem, source: string): Diagnostic | null {
  const layer = source.slice(span.start, span.end)
  const called = /^[ \t]*\(/.test(source.slice(span.end, span.end + 20))
  return expected?.[0] === '->' && isChained(layer, called) ? report('networks/arrow', { layer }, span, { fix: inserting(span.start, '-> ', 'Write ->') }) : null
}

/** Where one spelling is all that would fit. */
function mending({ code, message, expected = [], span }: SyntaxProblem): Pick<Details, 'fix'> {
  const [fit] = expected
  if (code === 'syntax/unterminated-string') return { fix: inserting(span.end, '"', 'Close the string') }
  if (code === 'syntax/stray-bracket' && fit === undefined) return { fix: replacing(span, '', 'Remove it') }
  // A word or a quotation mark in place of a character would need more than itself.
  const isSign = code === 'syntax/unknown-character' && /^[^\s"\p{L}]+$/u.test(fit ?? '')
  const isSpelling = expected.length === 1 && (isSign || code === 'syntax/stray-bracket' || message.includes(`Did you mean \`${fit}\``))
  return isSpelling ? { fix: replacing(span, fit!) } : {}
}

/**
 * What is worth saying of a file with syntax problems beside them: nothing about declarations that are themselves broken,
 * nothing about names that only a broken statement would declare, because both would follow from what is missing there,
 * and nothing about what seems unused while parts are missing.
 */
export function beside(problems: readonly SyntaxProblem[], spec: Spec, source: string, found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (problems.length === 0) return found
  const broken = spec.declarations.map(({ span }) => span).filter(span => problems.some(problem => touches(span, problem.span)))
  const lost = lostNames(problems, spec, source)
  // Messages name what they are about where they point, or begin with it.
  const noData = !spec.declarations.some(declaration => declaration.kind === 'data' && declaration.fields.length > 0)
  const follows = ({ code, message, span }: Diagnostic): boolean =>
    code.startsWith('syntax/') ? false
      : code === 'training/no-epochs' ? noData
        : ofNames(code) && [...words(message).slice(0, 1), ...words(source.slice(span.start, span.end))].some(word => lost.has(word))
  return found.filter(diagnostic => diagnostic.severity === 'error' && !broken.some(declaration => touches(declaration, diagnostic.span)) && !follows(diagnostic))
}

const touches = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end

/** Codes that may say no more than that a name has no meaning. */
const ofNames = (code: string): boolean =>
  code.startsWith('names/') || ['kinds/not-constant', 'distributions/variables', 'data/unknown-field', 'training/over'].includes(code)

/** Names in the heads of broken statements, up to `=`, `->` or a block: what these would have declared. Those declared elsewhere are not lost. */
function lostNames(problems: readonly SyntaxProblem[], spec: Spec, source: string): ReadonlySet<string> {
  const leaves = spec.declarations.flatMap(declaration => (declaration.kind === 'stage' ? declaration.declarations : [declaration]))
  const starts = problems.flatMap(problem => [
    source.lastIndexOf('\n', problem.span.start - 1) + 1,
    ...leaves.filter(({ span }) => touches(upToNext(span, source), problem.span)).map(({ span }) => span.start),
  ])
  const lost = new Set(starts.flatMap(start => words(/^[^=\n{]*?(?==|->|\{|\n|$)/.exec(source.slice(start, start + 400))?.[0] ?? '')))
  const sound = leaves.filter(({ span }) => !problems.some(problem => touches(upToNext(span, source), problem.span)))
  for (const declaration of sound) {
    if (declaration.kind === 'data') for (const field of declaration.fields) lost.delete(field.name.text)
    else if (declaration.kind === 'hyper' || declaration.kind === 'let' || declaration.kind === 'metric' || declaration.kind === 'weight' || declaration.kind === 'network') {
      lost.delete(declaration.name.text)
    }
  }
  return lost
}

/** With the blanks after it: what follows on the same line may belong to the statement. */
const upToNext = ({ start, end }: Span, source: string): Span => {
  let next = end
  while (source[next] === ' ' || source[next] === '\t') next++
  return { start, end: next }
}

const words = (text: string): readonly string[] => text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []
