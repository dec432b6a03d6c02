/**
 * Rule 12: a newline or `;` ends a statement, except inside `( )`, `[ ]` and norms, before `->`, and after an operator or
 * comma. This pass drops line breaks and puts every statement between an empty `Start` and `End`, so that the parser
 * knows, whatever it could not read, where the next statement begins.
 */
import { tokenMatcher, type IToken, type TokenType } from 'chevrotain'
import { nearest } from './nearest.ts'
import { problem, type SyntaxProblem } from './problem.ts'
import {
  Arrow, Assign, Bar, Bars, BlockWord, Colon, Comma, Data, End, Identifier, Import, In, Infix, InWord, keywordTexts, LeftCurly, LeftParen, LeftSquare,
  Newline, NormClose, NormOpen, Not, Range, RightCurly, RightParen, RightSquare, Semicolon, Start, Tilde, Versus,
} from './tokens.ts'

const continuing = new Set<TokenType>([Assign, Colon, Comma, Tilde, Range, Bar, Bars, Versus, NormOpen, LeftParen, LeftSquare, Not])

/** True when a statement cannot end after this token: an operator, a comma, an opening bracket. */
export function awaitsOperand(token: IToken): boolean {
  return continuing.has(token.tokenType) || tokenMatcher(token, Infix) || (tokenMatcher(token, In) && token.tokenType !== InWord)
}

/** True when a line break between two tokens of a statement ends it; a `{` starts no statement, so it belongs to the one above. */
export function endsStatement(previous: IToken, next: IToken | undefined): boolean {
  return next === undefined || (next.tokenType !== Arrow && next.tokenType !== LeftCurly && !awaitsOperand(previous))
}

/** A token of no width, as the passes insert them. */
export function empty(type: TokenType, offset: number): IToken {
  return { image: '', startOffset: offset, endOffset: offset - 1, tokenType: type, tokenTypeIdx: type.tokenTypeIdx! }
}

const opening = new Set<TokenType>([LeftParen, LeftSquare, NormOpen])
const closing = new Set<TokenType>([RightParen, RightSquare, NormClose])

export interface Separated { readonly tokens: IToken[]; readonly problems: readonly SyntaxProblem[] }

/**
 * Takes tokens whose brackets pair up; gives `Start … End` around every statement, also around each one in a block. A brace
 * group where no block may stand is reported and left out.
 */
export function separate(tokens: readonly IToken[]): Separated {
  const out: IToken[] = []
  const problems: SyntaxProblem[] = []
  /** First token of each open statement, outermost first; null where no statement has begun in that block. */
  const heads: (IToken | null)[] = [null]
  let depth = 0
  let previous: IToken | undefined
  const finish = (offset: number): void => {
    if (heads.at(-1) !== null) out.push(empty(End, offset))
    heads[heads.length - 1] = null
  }

  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const type = token.tokenType
    if (type === Newline) {
      if (depth === 0 && previous && heads.at(-1) && endsStatement(previous, nextOnAnyLine(tokens, i))) finish(endOf(previous))
      continue
    }
    if (type === Semicolon && depth === 0) {
      finish(token.startOffset)
      previous = undefined
      continue
    }
    if (type === RightCurly && depth === 0) {
      finish(previous ? endOf(previous) : token.startOffset)
      heads.pop()
      out.push(token)
      previous = token
      finish(endOf(token))
      continue
    }
    let head = heads.at(-1) ?? null
    if (!head && type === LeftCurly) {
      problems.push(strayBlock(null, token))
      i = matching(tokens, i)
      previous = tokens[i]
      continue
    }
    if (!head) {
      out.push(empty(Start, token.startOffset))
      heads[heads.length - 1] = head = token
    }
    if (type === LeftCurly && depth === 0 && head.tokenType === Import) {
      depth++
      out.push(token)
    } else if (type === LeftCurly && depth === 0) {
      if (tokenMatcher(head, BlockWord)) {
        heads.push(null)
        out.push(token)
      } else {
        const end = matching(tokens, i)
        problems.push(strayBlock(head, token))
        i = end
      }
    } else {
      if (opening.has(type)) depth++
      else if (closing.has(type) || type === RightCurly) depth--
      out.push(token)
    }
    previous = token
  }
  finish(previous ? endOf(previous) : 0)
  return { tokens: out, problems }
}

const endOf = (token: IToken): number => token.startOffset + token.image.length

function nextOnAnyLine(tokens: readonly IToken[], from: number): IToken | undefined {
  for (let i = from; i < tokens.length; i++) if (tokens[i]!.tokenType !== Newline) return tokens[i]
  return undefined
}

/** Index of the `}` of the `{` at `open`; braces pair up. */
function matching(tokens: readonly IToken[], open: number): number {
  let depth = 0
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]!.tokenType === LeftCurly) depth++
    else if (tokens[i]!.tokenType === RightCurly && --depth === 0) return i
  }
  return tokens.length - 1
}

function strayBlock(head: IToken | null, brace: IToken): SyntaxProblem {
  const start = brace.startOffset
  if (!head) {
    return problem('syntax/block', start, start + 1, 'A block needs a word before it that says what it is.', ['loss {', 'train {', 'figures {'])
  }
  if (head.tokenType === Data) {
    return problem('syntax/block', start, start + 1, 'The fields of `data` stand in parentheses: `data (x: image[28, 28, 1] in [0, 1])`.', ['('])
  }
  const guess = head.tokenType === Identifier ? nearest(head.image, keywordTexts) : undefined
  return guess === undefined
    ? problem('syntax/block', start, start + 1, `A statement that starts with \`${head.image}\` has no block in braces.`)
    : problem('syntax/block', head.startOffset, head.startOffset + head.image.length,
      `\`${head.image}\` does not open a block. Did you mean \`${guess}\`?`, [guess])
}

