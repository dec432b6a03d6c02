/**
 * How far in each line stands by the layout of `genc fmt`, read off the tokens: half-typed text has tokens when it has no
 * tree yet. A block, a list in brackets, and what goes on from the line above stand two further in; so do brackets within
 * an expression that has operators, because all of it goes on.
 */
import { tokenMatcher, type IToken, type TokenType } from 'chevrotain'
import type { Span } from '../grammar/ast.ts'
import { pairBrackets } from '../grammar/brackets.ts'
import { lex } from '../grammar/lexer.ts'
import { awaitsOperand, endsStatement } from '../grammar/newlines.ts'
import {
  Bar, Clip, Colon, Comma, Data, DirectionWord, Identifier, Import, Infix, LeftCurly, LeftParen, LeftSquare, LinkWord, Newline, NormClose, NormOpen, RightCurly, RightParen,
  RightSquare, RoleWord, Semicolon, Versus,
} from '../grammar/tokens.ts'
import { endOf } from './place.ts'
import { linesOf, positionOf } from './positions.ts'

const STEP = 2

export interface Indentation {
  /** Spaces before what stands on each line, or would stand on an empty one. */
  readonly lines: readonly number[]
  /** Blocks from `{` to `}` without a missing or stray bracket inside. */
  readonly blocks: readonly Span[]
}

export function indentationOf(text: string): Indentation {
  const lines = linesOf(text)
  const lineOf = (offset: number): number => positionOf(lines, offset).line
  const { tokens: raw, comments } = lex(text)
  const { tokens, problems } = pairBrackets(raw)
  const blocks: Span[] = []
  const found: Place[] = []
  const standing: { readonly at: number; readonly place: Place }[] = []
  const reader = new Reader()
  let line = -1
  for (const [i, token] of tokens.entries()) {
    if (token.tokenType === Newline) { reader.newline(tokens[i + 1]); continue }
    const isWritten = token.image !== ''
    // Lines between have no tokens; something may yet be typed there.
    if (isWritten) for (const next = lineOf(token.startOffset); line < next - 1;) found[++line] = reader.next()
    const { place, opened } = reader.take(token)
    if (!isWritten) continue
    standing.push({ at: token.startOffset, place })
    if (token.tokenType === RightCurly && opened !== null) blocks.push({ start: opened.startOffset, end: endOf(token) })
    if (lineOf(token.startOffset) > line) found[++line] = place
  }
  while (line < lines.starts.length - 1) found[++line] = reader.next()
  // A comment on a line of its own stands as far in as what it stands above, or as the inside of the block that it ends.
  let below = 0
  for (const { span } of comments.filter((c) => c.ownLine)) {
    while (below < standing.length && standing[below]!.at < span.start) below++
    const place = standing[below]?.place
    found[lineOf(span.start)] = place === undefined ? { frame: ROOT, form: 'begins' } : place.form === 'closes' ? { frame: place.frame, form: 'begins' } : place
  }
  return { lines: found.map(columnOf), blocks: blocks.filter(({ start, end }) => !problems.some((p) => p.span.start < end && start < p.span.end)) }
}

/** An expression, or what else stands between two separators. */
interface Segment { begun: boolean; operators: boolean }

const fresh = (): Segment => ({ begun: false, operators: false })

/** What is open: a block of statements, a list of items in brackets, or an expression in parentheses. */
interface Frame {
  readonly kind: 'block' | 'list' | 'group'
  readonly open: IToken | null
  readonly around: Frame | null
  /** Of the frame around, where this one was opened. */
  readonly within: Segment
}

interface Place { readonly frame: Frame; readonly form: 'begins' | 'goesOn' | 'closes' }

const ROOT: Frame = { kind: 'block', open: null, around: null, within: fresh() }

const outerOf = ({ kind, around, within }: Frame): number => (around === null ? -STEP : innerOf(around) + (kind !== 'block' && within.operators ? STEP : 0))
const innerOf = (frame: Frame): number => outerOf(frame) + (frame.kind === 'group' ? 0 : STEP)
const columnOf = ({ frame, form }: Place): number => (form === 'closes' ? outerOf(frame) : innerOf(frame) + (form === 'goesOn' ? STEP : 0))

const OPENING = new Set<TokenType>([LeftCurly, LeftParen, LeftSquare, NormOpen])
const CLOSING = new Set<TokenType>([RightCurly, RightParen, RightSquare, NormClose])

class Reader {
  #frame = ROOT
  /** Segments of the frames around, outermost first. */
  readonly #outer: { readonly segment: Segment; readonly head: IToken | null }[] = []
  #segment = fresh()
  /** First token of the statement or the item; null where none has begun. */
  #head: IToken | null = null
  #previous: IToken | null = null
  /** Where what is typed next belongs, whatever brackets were supplied since. */
  #next: Place = { frame: ROOT, form: 'begins' }

  newline(following: IToken | undefined): void {
    if (this.#frame.kind === 'block' && this.#previous !== null && endsStatement(this.#previous, following)) this.#cut()
  }

  next(): Place { return this.#next }

  /** `opened`: the bracket that this token closes. */
  take(token: IToken): { readonly place: Place; readonly opened: IToken | null } {
    const { tokenType: type } = token
    const frame = this.#frame
    if (CLOSING.has(type) && frame.around !== null) {
      this.#frame = frame.around
      ;({ segment: this.#segment, head: this.#head } = this.#outer.pop()!)
      if (frame.kind === 'block') this.#cut()
      this.#wrote(token)
      return { place: { frame, form: 'closes' }, opened: frame.open }
    }
    const place: Place = { frame, form: this.#head === null ? 'begins' : 'goesOn' }
    const isFirst = this.#head === null
    this.#head ??= token
    if (OPENING.has(type)) this.#open(token, isFirst)
    else if (frame.kind === 'block' ? type === Semicolon : type === Comma || type === Colon || type === Bar || type === Versus) this.#cut()
    else if (this.#links(token)) this.#segment = fresh()
    else if (tokenMatcher(token, Infix) && this.#segment.begun && !this.#isSignature() && !this.#isAwaited()) this.#segment.operators = true
    else this.#segment.begun = true
    this.#wrote(token)
    return { place, opened: null }
  }

  #open(token: IToken, isFirst: boolean): void {
    const grouping = token.tokenType === NormOpen || (token.tokenType === LeftParen && !this.#isSignature() && (isFirst || !isCallee(this.#previous, token)))
    const kind = token.tokenType === LeftCurly && this.#head?.tokenType !== Import ? 'block' : grouping ? 'group' : 'list'
    this.#frame = { kind, open: token, around: this.#frame, within: this.#segment }
    this.#segment.begun = true
    this.#outer.push({ segment: this.#segment, head: this.#head })
    this.#cut()
  }

  /** Heads of networks and fields of data are no expressions. */
  #isSignature(): boolean { return this.#frame.kind === 'block' && this.#head !== null && (tokenMatcher(this.#head, RoleWord) || this.#head.tokenType === Data) }

  #isAwaited(): boolean { return this.#previous !== null && awaitsOperand(this.#previous) }

  /** What stands between two expressions of a statement or an item: `=`, `~`, `..`, `with`, `where`. */
  #links(token: IToken): boolean {
    if (token === this.#head) return tokenMatcher(token, DirectionWord)
    if (tokenMatcher(token, LinkWord)) return !this.#isAwaited() && (this.#frame.kind !== 'block' || tokenMatcher(this.#head!, DirectionWord))
    return token.tokenType === Clip ? tokenMatcher(this.#head!, DirectionWord) : awaitsOperand(token) && !tokenMatcher(token, Infix)
  }

  #cut(): void {
    this.#head = null
    this.#segment = fresh()
  }

  #wrote(token: IToken): void {
    if (token.image === '') return
    this.#previous = token
    this.#next = { frame: this.#frame, form: awaitsOperand(token) && this.#head !== null ? 'goesOn' : 'begins' }
  }
}

/** Parentheses after a name or a bracket hold arguments; after `where` and the like, where no blank stands between. */
const isCallee = (previous: IToken | null, { startOffset }: IToken): boolean =>
  previous !== null && (CLOSING.has(previous.tokenType) || (tokenMatcher(previous, Identifier) && (!tokenMatcher(previous, LinkWord) || endOf(previous) === startOffset)))
