/**
 * What can be wrong with the text of a spec. Every problem has a stable code and a message that says what was found and
 * what would fit; `grammar/messages.ts` writes the messages of the parser.
 */
import type { Span } from './ast.ts'

/** Codes of all syntax problems, with the rule each stands for. */
export const syntaxCodes = {
  'syntax/empty': 'A spec declares at least one thing.',
  'syntax/not-text': 'A spec is UTF-8 text.',
  'syntax/too-large': 'A spec is at most 1 MB.',
  'syntax/too-deep': 'Brackets and chains of operators nest to a bounded depth.',
  'syntax/too-many': 'Only the first problems of a file are listed.',
  'syntax/unterminated-string': 'A string ends on the line where it starts.',
  'syntax/unknown-character': 'Only the characters of the language occur outside strings and comments.',
  'syntax/number': 'A number can be represented.',
  'syntax/unclosed': 'Every opening bracket has its closing one.',
  'syntax/stray-bracket': 'Every closing bracket has its opening one.',
  'syntax/block': 'Only some statements have a block in braces.',
  'syntax/unknown-statement': 'A statement starts with a word that introduces one.',
  'syntax/missing': 'A statement has all its parts.',
  'syntax/unexpected': 'Nothing is left over when a statement is complete.',
  'syntax/call': 'Only a name is called.',
  'syntax/reduce': 'Only a plain name reduces over binders.',
  'syntax/binder': 'A binder is `v ~ d`, `v ~ d, k`, `v in S` or `v from a to b, n`.',
  'syntax/comparison': 'A comparison has two sides.',
  'syntax/figure': 'A figure is a call.',
} as const

export type SyntaxCode = keyof typeof syntaxCodes

export interface SyntaxProblem {
  readonly span: Span
  readonly code: SyntaxCode
  /** One or two sentences: what was found, what would fit. */
  readonly message: string
  /** What would fit, as it would be typed or named, when there is a short list. */
  readonly expected?: readonly string[]
}

export function problem(code: SyntaxCode, start: number, end: number, message: string, expected?: readonly string[]): SyntaxProblem {
  const base = { span: { start, end: Math.max(start, end) }, code, message }
  return expected && expected.length > 0 ? { ...base, expected } : base
}
