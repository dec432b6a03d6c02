/** Source text → tokens, comments and what could not be read. */
import { Lexer, type IToken } from 'chevrotain'
import type { Comment } from './ast.ts'
import { problem, type SyntaxProblem } from './problem.ts'
import { lexedTokens, NumberLiteral, OpenText, Superscript } from './tokens.ts'

export interface Lexed {
  /** `Newline` and `Semicolon` included. */
  readonly tokens: IToken[]
  readonly comments: readonly Comment[]
  readonly problems: readonly SyntaxProblem[]
}

const lexer = new Lexer(lexedTokens, { positionTracking: 'onlyOffset', skipValidations: true, ensureOptimizations: true })

/** What people type, paste or transcribe from a slide, and what the language reads instead. */
const lookalikes: Readonly<Record<string, string>> = {
  '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '‘': '"', '’': '"', '\'': '"', '`': '"',
  '–': '-', '—': '-', '‒': '-', '‐': '-', '‑': '-', '÷': '/', '∕': '/', '⁄': '/', '﹘': '-',
  '⟶': '->', '⇒': '->', '⟹': '->', '↦': '->', '➔': '->', '＝': '=', '≈': '~', '≔': '=', '≡': '==',
  '⩽': '<=', '⩾': '>=', '∧': 'and', '∨': 'or', '&': 'and', '!': 'not', '¬': 'not',
  '（': '(', '）': ')', '［': '[', '］': ']', '｛': '{', '｝': '}', '⟨': '(', '⟩': ')', '，': ',', '：': ':', '；': ';', '｜': '|', '～': '~',
  '#': '//', '%': '//', '∇': 'grad(e, v)', '∂': 'grad(e, v)', '∑': 'sum(e)', '√': 'sqrt(e)', '∞': 'a large number', '…': '..', '‥': '..', '@': '*', '⊗': '*', '∘': '->',
}

/** One character, named so that it can be recognised in a terminal. */
function naming(character: string): string {
  const code = character.codePointAt(0)!
  const id = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  const printable = code > 0x20 && !(code >= 0x7f && code < 0xa0) && !/\p{C}|\p{Z}/u.test(character)
  return !printable ? id : code < 0x7f ? `\`${character}\`` : `\`${character}\` (${id})`
}

function unknownCharacter(source: string, start: number, end: number): SyntaxProblem {
  const character = String.fromCodePoint(source.codePointAt(start)!)
  const fit = lookalikes[character]
  if (character === '_') return problem('syntax/unknown-character', start, end, 'A name starts with a letter, not with `_`.', ['a name'])
  const found = `The character ${naming(character)} has no meaning here.`
  return fit === undefined
    ? problem('syntax/unknown-character', start, end, found)
    : problem('syntax/unknown-character', start, end, `${found} Write \`${fit}\`.`, [fit])
}

/** Splits a source into tokens. Never throws; linear in the length of the source. */
export function lex(source: string): Lexed {
  const result = lexer.tokenize(source)
  const problems = result.errors.map(error => unknownCharacter(source, error.offset, error.offset + error.length))
  for (const token of result.tokens) {
    const end = token.startOffset + token.image.length
    token.endOffset = end - 1
    token.image = detached(token.image)
    if (token.tokenType === OpenText) {
      problems.push(problem('syntax/unterminated-string', token.startOffset, end,
        'This string has no closing `"` on its line.', ['"']))
    } else if ((token.tokenType === NumberLiteral && !Number.isFinite(Number(token.image))) || (token.tokenType === Superscript && token.image.length > 9)) {
      problems.push(problem('syntax/number', token.startOffset, end, `The number ${shorten(token.image)} is too large to be represented.`))
    }
  }
  const comments = (result.groups['comments'] ?? []).map(token => comment(source, token))
  return { tokens: result.tokens, comments, problems }
}

/** A copy of its own: engines keep the whole text alive that a longer part was cut from, and statements outlive versions of a text. */
const detached = (part: string): string => part.length < 13 ? part : part.split('').join('')

const shorten = (text: string): string => text.length <= 24 ? text : `${text.slice(0, 20)}…`

function comment(source: string, token: IToken): Comment {
  const start = token.startOffset
  let before = start - 1
  while (before >= 0 && ' \t\f\v\u00a0\ufeff'.includes(source[before]!)) before--
  return {
    span: { start, end: start + token.image.length },
    text: detached(token.image).trimEnd(),
    doc: token.image.startsWith('///') && !token.image.startsWith('////'),
    ownLine: before < 0 || /[\n\r\u2028\u2029\u0085]/.test(source[before]!),
  }
}
