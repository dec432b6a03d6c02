/**
 * Pairs brackets before parsing, so that the parser only sees text whose brackets match: a missing one is reported where it
 * was opened and supplied, a stray one is reported and left out. Decides for every `||` whether it opens a norm, closes one
 * or separates the two sides of a divergence. Bounds how deep brackets and operators nest, so that nothing after this pass
 * can overflow the stack.
 */
import { tokenMatcher, type IToken, type TokenType } from 'chevrotain'
import { empty, endsStatement } from './newlines.ts'
import { problem, type SyntaxProblem } from './problem.ts'
import {
  And, Arrow, Bars, BlockWord, Colon, Comma, DirectionWord, DistributionWord, Dot, Every, Identifier, Import, Infix, Let, LeftCurly,
  LeftParen, LeftSquare, LinkWord, Log, Metric, Newline, NormClose, NormOpen, NumberLiteral, Or, Prefix, Repeat, RightCurly, RightParen,
  RightSquare, Semicolon, SettingWord, Superscript, TextLiteral, Versus, Weight, Hyper, Data, Given,
} from './tokens.ts'

/** Brackets inside brackets, blocks included. */
export const maxBracketDepth = 100
/** Operators, arrows, members and applications on the way from a statement to one operand. */
export const maxChain = 1000

export interface Paired { readonly tokens: IToken[]; readonly problems: readonly SyntaxProblem[] }

/** Tokens, line breaks included, with all brackets paired. Linear in the number of tokens. */
export function pairBrackets(tokens: readonly IToken[]): Paired {
  const plain = new Pairing(tokens, false).run()
  return plain.problems.some(p => p.code === 'syntax/unclosed' || p.code === 'syntax/stray-bracket') ? new Pairing(tokens, true).run() : plain
}

interface Frame {
  readonly token: IToken
  readonly type: TokenType
  /** Column at which the line of the opening bracket starts. */
  readonly indent: number
  /** First token of that line: the word that names a block. */
  readonly head: IToken
  /** Operators since the last comma on this level. */
  links: number
}

const closers = new Map<TokenType, TokenType>([[LeftParen, RightParen], [LeftSquare, RightSquare], [LeftCurly, RightCurly], [NormOpen, NormClose]])
const closing = new Set<TokenType>([RightParen, RightSquare, RightCurly])
const operandEnds = new Set<TokenType>([NumberLiteral, TextLiteral, RightParen, RightSquare, NormClose, Superscript])
const declaring: readonly TokenType[] = [BlockWord, DistributionWord, Let, Metric, Weight, Hyper, Data, Given, Import]
/** Words after which `||` opens a norm, although a name could stand there. */
const introducing: readonly TokenType[] = [DirectionWord, LinkWord, SettingWord, Log, Repeat, Every]

const isAny = (token: IToken, types: readonly TokenType[]): boolean => types.some(type => tokenMatcher(token, type))
const endsOperand = (token: IToken): boolean => operandEnds.has(token.tokenType) || tokenMatcher(token, Identifier)
const endOf = (token: IToken): number => token.startOffset + token.image.length
const retyped = (token: IToken, type: TokenType): IToken => ({ ...token, tokenType: type, tokenTypeIdx: type.tokenTypeIdx! })

class Pairing {
  readonly #tokens: readonly IToken[]
  /** Guess from the indentation of lines where a missing bracket should have been. */
  readonly #guess: boolean
  readonly #out: IToken[] = []
  readonly #problems: SyntaxProblem[] = []
  readonly #frames: Frame[] = []
  #outerLinks = 0
  #chain = 0
  #previous: IToken | undefined
  #lineHead: IToken | undefined
  #lineIndent = 0
  #tooDeep = false

  constructor(tokens: readonly IToken[], guess: boolean) {
    this.#tokens = tokens
    this.#guess = guess
  }

  run(): Paired {
    for (let i = 0; i < this.#tokens.length; i++) {
      const token = this.#tokens[i]!
      if (this.#frames.length > maxBracketDepth || this.#chain > maxChain) i = this.#skip(i)
      else if (token.tokenType === Newline) this.#newline(token, i)
      else this.#token(token)
    }
    while (this.#frames.length > 0) this.#closeMissing('The file ends first.')
    return { tokens: this.#out, problems: this.#problems }
  }

  #token(token: IToken): void {
    if (!this.#lineHead) this.#lineHead = token
    const type = token.tokenType
    if (type === Bars) this.#bars(token)
    else if (type === LeftCurly) {
      this.#closeRound('A `{` comes first.')
      this.#open(token)
    } else if (type === LeftParen || type === LeftSquare) this.#open(token)
    else if (closing.has(type)) this.#close(token)
    else {
      if (type === Semicolon) this.#closeNorms()
      if (type === Comma || type === Colon || type === Semicolon) this.#cut()
      else if (type === Dot || type === Superscript || type === Log || tokenMatcher(token, Infix) || tokenMatcher(token, Prefix)) this.#link()
      this.#emit(token)
      if (type === Semicolon) this.#previous = undefined
    }
  }

  #emit(token: IToken): void {
    this.#out.push(token)
    this.#previous = token
  }

  #link(): void {
    const frame = this.#frames.at(-1)
    if (frame) frame.links++
    else this.#outerLinks++
    this.#chain++
  }

  /** A comma or the end of a statement: what follows does not nest in what came before. */
  #cut(): void {
    const frame = this.#frames.at(-1)
    this.#chain -= frame ? frame.links : this.#outerLinks
    if (frame) frame.links = 0
    else this.#outerLinks = 0
  }

  #open(token: IToken, type: TokenType = token.tokenType): void {
    if (this.#previous && endsOperand(this.#previous)) this.#link()
    this.#frames.push({ token, type, indent: this.#lineIndent, head: this.#lineHead ?? token, links: 0 })
    this.#emit(type === token.tokenType ? token : retyped(token, type))
  }

  #pop(closer: IToken): void {
    this.#cut()
    this.#frames.pop()
    this.#emit(closer)
    if (closer.tokenType === RightCurly) {
      this.#cut()
      this.#previous = undefined
    }
  }

  #close(token: IToken): void {
    const wanted = token.tokenType
    const top = this.#frames.at(-1)
    if (top && closers.get(top.type) === wanted) {
      this.#pop(token)
      return
    }
    const at = this.#frames.findLastIndex(frame => closers.get(frame.type) === wanted)
    const block = this.#frames.findLastIndex(frame => frame.type === LeftCurly)
    if (at >= 0 && (wanted === RightCurly || at > block)) {
      while (this.#frames.length > at + 1) this.#closeMissing(`\`${token.image}\` comes first.`)
      this.#pop(token)
    } else if (top && wanted !== RightCurly && (top.type === LeftParen || top.type === LeftSquare)) {
      const fit = closers.get(top.type)!
      const image = fit === RightParen ? ')' : ']'
      this.#problems.push(problem('syntax/stray-bracket', token.startOffset, endOf(token),
        `\`${token.image}\` does not close \`${top.token.image}\`: write \`${image}\`.`, [image]))
      this.#pop(retyped(token, fit))
    } else if (top?.type === LeftCurly && wanted !== RightCurly && this.#lineHead === token && this.#lineIndent <= top.indent) {
      // On a line of its own, no further in than the block: the block was meant.
      this.#problems.push(problem('syntax/stray-bracket', token.startOffset, endOf(token), `\`${token.image}\` does not close \`{\`: write \`}\`.`, ['}']))
      this.#pop(retyped(token, RightCurly))
    } else {
      this.#problems.push(problem('syntax/stray-bracket', token.startOffset, endOf(token), `This \`${token.image}\` closes nothing: there is no open \`${
        wanted === RightCurly ? '{' : wanted === RightParen ? '(' : '['}\` before it.`))
    }
  }

  #bars(token: IToken): void {
    const frame = this.#frames.at(-1)
    const inNorm = frame?.type === NormOpen
    const previous = this.#previous
    const afterOperand = previous !== undefined && endsOperand(previous) && (inNorm || !isAny(previous, introducing))
    if (!afterOperand) this.#open(token, NormOpen)
    else if (inNorm) this.#pop(retyped(token, NormClose))
    else {
      this.#cut()
      this.#emit(retyped(token, Versus))
    }
  }

  #newline(token: IToken, index: number): void {
    let n = index
    while (this.#tokens[n + 1]?.tokenType === Newline) n++
    const next = this.#tokens[n + 1]
    const last = this.#tokens[n]!
    const indent = next ? next.startOffset - endOf(last) : 0
    if (this.#previous && endsStatement(this.#previous, next)) {
      this.#closeNorms()
      if (this.#guess && next) while (this.#missingBefore(next, this.#tokens[n + 2], indent)) this.#closeMissing('The next statement comes first.')
      if (this.#inBlock()) {
        this.#cut()
        this.#previous = undefined
      }
    }
    this.#out.push(token)
    this.#lineHead = undefined
    this.#lineIndent = indent
  }

  #inBlock(): boolean {
    const frame = this.#frames.at(-1)
    return !frame || (frame.type === LeftCurly && frame.head.tokenType !== Import)
  }

  /** Whether the line that begins with `next` looks like a statement outside the innermost open bracket. */
  #missingBefore(next: IToken, second: IToken | undefined, indent: number): boolean {
    const frame = this.#frames.at(-1)
    if (!frame || indent > frame.indent || !tokenMatcher(next, Identifier)) return false
    if (frame.type !== LeftCurly) return !isAny(next, [LinkWord]) && next.tokenType !== And && next.tokenType !== Or && next.tokenType !== Arrow
    if (frame.head.tokenType === Import) return true
    return isAny(next, declaring) && second !== undefined
      && (tokenMatcher(second, Identifier) || second.tokenType === LeftCurly || second.tokenType === LeftParen)
  }

  /** Closes norms that the end of a statement leaves open. */
  #closeNorms(): void {
    const norm = this.#frames.at(-1)?.type === NormOpen
    const below = this.#frames.findLastIndex(frame => frame.type !== NormOpen)
    if (norm && (below < 0 || this.#frames[below]!.type === LeftCurly)) {
      while (this.#frames.at(-1)?.type === NormOpen) this.#closeMissing('The statement ends first.')
    }
  }

  /** Closes everything but blocks, before a `{`. */
  #closeRound(reason: string): void {
    while (this.#frames.length > 0 && this.#frames.at(-1)!.type !== LeftCurly) this.#closeMissing(reason)
  }

  #closeMissing(reason: string): void {
    const frame = this.#frames.at(-1)!
    const closer = closers.get(frame.type)!
    const image = closer === NormClose ? frame.token.image : closer === RightParen ? ')' : closer === RightSquare ? ']' : '}'
    const last = this.#previous ?? this.#out.at(-1) ?? frame.token
    if (!this.#tooDeep) {
      const start = frame.token.startOffset
      const what = frame.type === LeftCurly && frame.head !== frame.token ? `The \`{\` of \`${frame.head.image}\``
        : frame.type === NormOpen ? `The norm that this \`${frame.token.image}\` opens` : `This \`${frame.token.image}\``
      this.#problems.push(problem('syntax/unclosed', start, start + frame.token.image.length, `${what} is never closed. ${reason}`, [image]))
    }
    this.#pop(empty(closer, endOf(last)))
  }

  /** Leaves out what is nested too deep: up to the end of the level, or of the statement. Gives the index of the last token left out. */
  #skip(from: number): number {
    if (!this.#tooDeep) {
      const token = this.#out.at(-1) ?? this.#tokens[from]!
      this.#tooDeep = true
      const message = this.#frames.length > maxBracketDepth
        ? `Brackets nest more than ${maxBracketDepth} deep here. Name parts of the expression with \`let\`.`
        : `More than ${maxChain} operators or applications in one expression. Name parts of it with \`let\`.`
      this.#problems.push(problem('syntax/too-deep', token.startOffset, endOf(token), message))
    }
    let depth = 0
    let i = from
    for (; i < this.#tokens.length; i++) {
      const type = this.#tokens[i]!.tokenType
      if (type === LeftParen || type === LeftSquare || type === LeftCurly) depth++
      else if (closing.has(type) && depth-- === 0) break
      else if (depth === 0 && (type === Newline || type === Semicolon) && this.#inBlock()) break
    }
    while (this.#frames.at(-1)?.type === NormOpen) this.#closeMissing('')
    this.#cut()
    if (i < this.#tokens.length) this.#token(this.#tokens[i]!)
    return i
  }
}

