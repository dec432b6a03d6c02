/** Source text → AST and problems. Every text gives both; nothing here throws, overflows or takes more than linear time. */
import { EOF, type CstNode, type IRecognitionException, type IToken } from 'chevrotain'
import type { Comment, Declaration, Spec } from './ast.ts'
import { pairBrackets } from './brackets.ts'
import { buildAst } from './build-ast.ts'
import { lex, type Lexed } from './lexer.ts'
import { beforeBlock, unexpected, unpack } from './messages.ts'
import { empty, separate } from './newlines.ts'
import type { Leftover } from './parser-recovery.ts'
import { parser } from './parser.ts'
import { problem, type SyntaxProblem } from './problem.ts'
import { statementsOf, unchanged, type Statement, type Written } from './statements.ts'
import { End, Identifier, LeftCurly, RightCurly } from './tokens.ts'

export interface Parsed {
  readonly spec: Spec
  /** In the order of the source; empty exactly when `spec` is all that was written. */
  readonly errors: readonly SyntaxProblem[]
}

/** The concrete side of a file, which the formatter prints. */
export interface Read extends Parsed {
  /** With the empty `Start` and `End` around every statement, without line breaks. */
  readonly tokens: readonly IToken[]
  readonly tree: CstNode | null
}

export type { SyntaxProblem, SyntaxCode } from './problem.ts'

/** Longest source that is read, in UTF-16 units. */
export const maxLength = 1_000_000
/** Most problems that are listed for one file. */
export const maxProblems = 20

/** A text that is being written, with what its next version can take over. */
export interface Version extends Parsed {
  readonly lexed: Lexed
  readonly statements: readonly Statement[]
}

/** Parses one `.gen` file. */
export function parse(source: string): Parsed {
  const { spec, errors } = guarded(source, [])
  return { spec, errors }
}

/** As `parse`, with tokens and concrete syntax tree. */
export function read(source: string): Read {
  const { spec, errors, tokens, trees } = guarded(source, [])
  const tree = trees === null ? null : { name: 'spec', children: { statement: trees.flatMap(({ children }) => children['statement'] ?? []) } }
  return { spec, errors, tokens, tree }
}

/** As `parse`, but only those statements are parsed that the version before did not have. */
export function parseVersion(source: string, before?: Version): Version {
  const { spec, errors, lexed, statements } = guarded(source, before?.statements ?? [])
  return { spec, errors, lexed, statements }
}

/** The version that would be, if a name stood at an offset: one of no width, so that everything else stays where it is. */
export function withNameAt(source: string, offset: number, version: Version): Version {
  const { tokens } = version.lexed
  const at = tokens.findIndex(({ startOffset }) => startOffset >= offset)
  const { spec, errors, lexed, statements } = guarded(source, version.statements, { ...version.lexed, tokens: tokens.toSpliced(at < 0 ? tokens.length : at, 0, empty(Identifier, offset)) })
  return { spec, errors, lexed, statements }
}

interface Whole extends Version {
  readonly tokens: readonly IToken[]
  /** Of the statements that were parsed; null when the text was not worth it. */
  readonly trees: readonly CstNode[] | null
}

function guarded(source: string, before: readonly Statement[], lexed?: Lexed): Whole {
  try {
    return readDeep(source, before, lexed)
  } catch (error) {
    // The caps on nesting leave room on the stacks that were measured; a host with a far smaller one still gets a problem.
    if (!(error instanceof RangeError)) throw error
    return unread(source, problem('syntax/too-deep', 0, 0, 'This file nests too deep to be read here. Name parts of its expressions with `let`.'))
  }
}

function readDeep(source: string, before: readonly Statement[], known?: Lexed): Whole {
  const refusal = refuse(source)
  if (refusal) return unread(source, refusal)
  const lexed = known ?? lex(source)
  const paired = pairBrackets(lexed.tokens)
  const separated = separate(paired.tokens)
  if (separated.tokens.length === 0 && lexed.problems.length + paired.problems.length + separated.problems.length === 0) {
    const message = lexed.comments.length > 0 ? 'This file holds only comments.' : 'This file is empty.'
    return unread(source, problem('syntax/empty', 0, 0, `${message} A spec starts with \`model NAME\`; \`genc new NAME\` writes one.`, ['model NAME']), lexed)
  }
  const written = statementsOf(source, separated.tokens, lexed.comments)
  const kept = unchanged(before, written)
  const fresh = written.filter((_, i) => kept[i] === null)
  const instance = parser()
  const trees = instance.read(fresh.map(({ from, to }) => separated.tokens.slice(from, to)))
  // Where it gives up depends on all statements.
  if (instance.stopped && fresh.length < written.length) return readDeep(source, [], lexed)
  const found = [
    ...instance.found.errors.map(error => ofParser(error)),
    ...instance.found.leftovers.map(leftover => ofLeftover(leftover)),
  ]
  const built = buildAst(source, trees, lexed.comments)
  const statements = joined(written, kept, built.declarations, [...found, ...built.problems])
  const all = [...lexed.problems, ...paired.problems, ...separated.problems, ...found, ...built.problems]
  const errors = capped(onePerStatement(all, separated.tokens), instance.stopped ? place(instance.stopped.at, undefined).start : undefined)
  const spec = specOf(source, statements.flatMap(({ declarations }) => declarations), lexed.comments)
  return { spec, errors, tokens: separated.tokens, trees, lexed, statements }
}

/** What was kept of the version before and what was parsed now, in the order of the source. */
function joined(
  written: readonly Written[], kept: readonly (readonly Declaration[] | null)[], parsed: readonly (readonly Declaration[])[], problems: readonly SyntaxProblem[],
): readonly Statement[] {
  let next = 0
  return written.map(({ span, text, doc, kinds }, i) => {
    const known = kept[i]
    if (known) return { span, text, doc, kinds, declarations: known, sound: true }
    const fresh = parsed[next++]
    // Behind the place where the parser gave up there is nothing.
    const sound = fresh !== undefined && !problems.some((found) => span.start <= found.span.end && found.span.start <= span.end)
    return { span, text, doc, kinds, declarations: fresh ?? [], sound }
  })
}

const specOf = (source: string, declarations: readonly Declaration[], comments: readonly Comment[]): Spec =>
  ({ kind: 'spec', declarations, comments, span: { start: 0, end: source.length } })

const nothing: Lexed = { tokens: [], comments: [], problems: [] }

const unread = (source: string, why: SyntaxProblem, lexed = nothing): Whole =>
  ({ spec: specOf(source, [], lexed.comments), errors: [why], tokens: [], trees: null, lexed, statements: [] })

/** Why a source is not worth lexing. */
function refuse(source: string): SyntaxProblem | undefined {
  const binary = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/.exec(source.length > maxLength ? source.slice(0, maxLength) : source)
  if (binary) {
    return problem('syntax/not-text', binary.index, binary.index + 1,
      'This is not a text file: it holds bytes that no spec has. A `.gen` file is UTF-8 text; perhaps this is another kind of file, or one in another encoding.')
  }
  if (source.length > maxLength) {
    // How many more is not known: whoever reads a file may stop early.
    return problem('syntax/too-large', 0, 0, `This file has more than ${maxLength / 1e6} million characters, the most that a spec may have. Is it a spec?`)
  }
  return undefined
}

function place(token: IToken, previous: IToken | undefined): { readonly start: number; readonly end: number } {
  if (token.tokenType === EOF || Number.isNaN(token.startOffset)) {
    const end = previous && !Number.isNaN(previous.startOffset) ? previous.startOffset + previous.image.length : 0
    return { start: end, end }
  }
  return { start: token.startOffset, end: token.startOffset + token.image.length }
}

function ofParser(error: IRecognitionException): SyntaxProblem {
  const previous = 'previousToken' in error ? error.previousToken as IToken | undefined : undefined
  const { start, end } = place(error.token, previous)
  const { code, message, expected } = unpack(error.message)
  return problem(code, start, end, message, expected)
}

function ofLeftover({ token, previous, before }: Leftover): SyntaxProblem {
  const { start, end } = place(token, previous)
  const { code, message, expected } = unpack(before ? beforeBlock(token, previous) : unexpected(token, previous))
  return problem(code, start, end, message, expected)
}

/** One problem for each statement, the first of the highest rank. */
function onePerStatement(problems: readonly SyntaxProblem[], tokens: readonly IToken[]): readonly SyntaxProblem[] {
  if (problems.length < 2) return problems
  const ends = tokens.filter(token => token.tokenType === End || token.tokenType === LeftCurly || token.tokenType === RightCurly)
    .map(token => token.startOffset)
  const kept = new Map<number, SyntaxProblem>()
  for (const found of problems) {
    const statement = lowerBound(ends, found.span.start)
    const other = kept.get(statement)
    if (!other || rank(found) < rank(other) || (rank(found) === rank(other) && found.span.start < other.span.start)) kept.set(statement, found)
  }
  return [...kept.values()].sort((a, b) => a.span.start - b.span.start)
}

/** The first problems of a file; `stop` is where the parser gave up, if it did. */
function capped(problems: readonly SyntaxProblem[], stop: number | undefined): readonly SyntaxProblem[] {
  const at = problems.length > maxProblems ? problems[maxProblems]!.span.start : stop
  if (at === undefined) return problems
  return [...problems.slice(0, maxProblems), problem('syntax/too-many', at, at, 'More problems follow from here on; they are not listed.')]
}

/** What explains the others comes first: characters and brackets before grammar. */
function rank(found: SyntaxProblem): number {
  switch (found.code) {
    case 'syntax/too-deep': return 0
    case 'syntax/unknown-character':
    case 'syntax/unterminated-string':
    case 'syntax/number': return 1
    case 'syntax/unclosed':
    case 'syntax/stray-bracket': return 2
    case 'syntax/block': return 3
    // What recovery made of a call that could not be read.
    case 'syntax/call': return 5
    default: return 4
  }
}

/** Index of the first element at or after `value`. */
function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
