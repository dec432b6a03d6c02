/** Where in its document a cursor stands, read off the tokens before it: half-typed text has tokens when it has no tree yet. */
import { tokenMatcher, type IToken } from 'chevrotain'
import { Identifier, Newline, Semicolon } from '../grammar/tokens.ts'
import type { Program } from './program.ts'

export interface OpenBracket {
  readonly bracket: '(' | '[' | '{'
  /** The tokens of the statement up to the bracket. */
  readonly before: readonly IToken[]
  /** The name directly before the bracket; empty where there is none. */
  readonly callee: string
  readonly at: number
  /** Commas of its own so far. */
  readonly commas: number
  /** The argument name before the cursor (`padding:`), when one was written since the last comma. */
  readonly argument: string | null
  /** An arrow stands before the callee: the first argument is there already. */
  readonly piped: boolean
  /** A colon of its own has been passed that ends binders. */
  readonly colon: boolean
}

export interface CursorPlace {
  /** In a comment or a string: nothing is completed. */
  readonly mute: boolean
  /** The word that is being typed, as far as the cursor. */
  readonly typed: string
  readonly start: number
  /** The tokens of the statement before that word, brackets of it included. */
  readonly statement: readonly IToken[]
  readonly previous: IToken | null
  /** Innermost first. */
  readonly open: readonly OpenBracket[]
  /** The words that opened the blocks around, innermost first: `train`, `stage`, `encoder`. */
  readonly blocks: readonly string[]
}

export const endOf = (token: IToken): number => token.startOffset + token.image.length

export function placeAt({ text, lexed: { tokens, comments } }: Pick<Program, 'text' | 'lexed'>, offset: number): CursorPlace {
  const at = tokensBefore(tokens, offset)
  /** What the cursor stands in or directly behind. */
  const touched = at > 0 && endOf(tokens[at - 1]!) >= offset ? tokens[at - 1]! : null
  const mute = comments.some(({ span }) => span.start < offset && offset <= span.end)
    || (touched !== null && touched.image.startsWith('"') && (offset < endOf(touched) || !/^"(?:[^"\\]|\\.)*"$/.test(touched.image)))
  const word = touched !== null && tokenMatcher(touched, Identifier) ? touched : null
  const start = word?.startOffset ?? offset
  const before = tokens.slice(0, touched !== null && (word !== null || offset < endOf(touched)) ? at - 1 : at)
  const open: { bracket: '(' | '[' | '{'; index: number; commas: number; argument: string | null; colon: boolean }[] = []
  let first = 0
  for (let i = 0; i < before.length; i++) {
    const { image, tokenType } = before[i]!
    const top = open.at(-1)
    if (image === '(' || image === '[' || image === '{') open.push({ bracket: image, index: i, commas: 0, argument: null, colon: false })
    else if (image === ')' || image === ']' || image === '}') { if (top !== undefined) open.pop() }
    else if (image === ',' && top !== undefined) { top.commas++; top.argument = null }
    else if (image === ':' && top !== undefined) {
      // `f(a ~ p, 3: e)` has binders before its colon, `f(a, strides: 2)` a name.
      const starts = before[i - 2]?.image === ',' || i - 2 === top.index
      if (starts && !before.slice(top.index, i).some((t) => ['~', '∼'].includes(t.image) || t.image === 'in')) top.argument = before[i - 1]!.image
      else { top.colon = true; top.commas = 0; top.argument = null }
    }
    const flat = open.at(-1) === undefined || open.at(-1)!.bracket === '{'
    if (flat && (image === '{' || image === '}' || tokenType === Semicolon || (tokenType === Newline && !goesOn(before, tokens, i)))) first = i + 1
  }
  const statement = before.slice(first).filter((t) => t.tokenType !== Newline)
  const previous = statement.at(-1) ?? null
  const brackets = open.toReversed().map(({ bracket, index, commas, argument, colon }): OpenBracket => {
    const head = headOf(before, index)
    const last = before[index - 1]
    const callee = last !== undefined && tokenMatcher(last, Identifier) ? last.image : ''
    return { bracket, before: head, callee, at: before[index]!.startOffset, commas, argument, colon, piped: callee !== '' && ARROWS.has(before[index - 2]?.image ?? '') }
  })
  return { mute, typed: text.slice(start, offset), start, statement, previous, open: brackets, blocks: brackets.filter(({ bracket }) => bracket === '{').map(({ before: head }) => head[0]?.image ?? '') }
}

/** How many tokens begin before an offset. */
function tokensBefore(tokens: readonly IToken[], offset: number): number {
  let [low, high] = [0, tokens.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (tokens[middle]!.startOffset < offset) low = middle + 1
    else high = middle
  }
  return low
}

const ARROWS: ReadonlySet<string> = new Set(['->', '→'])
const GOES_ON: ReadonlySet<string> = new Set([...ARROWS, '-', '+', '*', '/', '^', '=', '~', ',', ':', '|', '==', 'and', 'or', 'not', 'over', 'with'])

/** A line that ends in an operator, or before one that begins with an arrow, goes on. */
function goesOn(before: readonly IToken[], tokens: readonly IToken[], i: number): boolean {
  let next = i + 1
  while (tokens[next]?.tokenType === Newline) next++
  return ARROWS.has(tokens[next]?.image ?? '') || GOES_ON.has(before[i - 1]?.image ?? '')
}

/** The tokens of the statement that a bracket stands in, up to it. */
function headOf(before: readonly IToken[], index: number): readonly IToken[] {
  let from = index
  let depth = 0
  while (from > 0) {
    const { image, tokenType } = before[from - 1]!
    if (image === ')' || image === ']') depth++
    else if (depth > 0 && (image === '(' || image === '[')) depth--
    else if (depth === 0 && (tokenType === Newline || tokenType === Semicolon || image === '{' || image === '}')) break
    from--
  }
  return before.slice(from, index).filter((t) => t.tokenType !== Newline)
}
