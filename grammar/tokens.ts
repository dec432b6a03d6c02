/**
 * The tokens of `.gen`.
 *
 * Keywords are contextual: every keyword token belongs to the category `Identifier`, so `batch` or `rows` is a name wherever
 * a name may stand. Only `and`, `or` and `not` are reserved. A Unicode operator and its ASCII spelling are one token type
 * with two images.
 */
import { createToken, Lexer, type CustomPatternMatcherFunc, type TokenType } from 'chevrotain'

/** Letters, then letters, marks, digits, subscripts and `_`; superscripts are powers (`x²`), not part of a name. */
export const namePattern = /\p{L}(?:(?![\u00b2\u00b3\u00b9\u2070-\u207f])[\p{L}\p{M}\p{N}_])*/uy

const matchName: CustomPatternMatcherFunc = (text, offset) => {
  namePattern.lastIndex = offset
  return namePattern.test(text) ? [text.slice(offset, namePattern.lastIndex)] as [string] : null
}

/** First characters of names, for the lexer's dispatch table: above Latin-1 it sorts by blocks of 255, one of each will do. */
function nameStarts(): number[] {
  const codes: number[] = []
  for (let code = 0; code < 256; code++) if (/\p{L}/u.test(String.fromCharCode(code))) codes.push(code)
  for (let code = 256; code < 65536; code += 255) codes.push(code)
  codes.push(65535)
  return codes
}

const category = (id: string, label: string, ...categories: TokenType[]): TokenType =>
  createToken({ name: id, label, pattern: Lexer.NA, categories })

const symbol = (id: string, pattern: string | RegExp, label: string, ...categories: TokenType[]): TokenType =>
  createToken({ name: id, pattern, label, categories })

export const Identifier = createToken({
  name: 'Identifier', label: 'a name', pattern: matchName, line_breaks: false, start_chars_hint: nameStarts(),
})

// ── categories ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Statements with a block in braces start with one of these. */
export const BlockWord = category('BlockWord', 'a block')
export const RoleWord = category('RoleWord', 'a network role')
export const DistributionWord = category('DistributionWord', 'a distribution role')
export const DirectionWord = category('DirectionWord', '`minimize` or `maximize`')
export const SettingWord = category('SettingWord', '`batch`, `epochs`, `rounds` or `average`')
export const UnitWord = category('UnitWord', '`epochs` or `rounds`')
/** Words that stand between two parts of a statement, never at the start of an operand after `log`. */
export const LinkWord = category('LinkWord', 'a linking word')
export const Infix = category('Infix', 'an operator')
export const Prefix = category('Prefix', 'an operator')
export const In = category('In', '`in`')

// ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const keywords: TokenType[] = []

function keyword(word: string, ...categories: TokenType[]): TokenType {
  const id = word[0]!.toUpperCase() + word.slice(1)
  const token = createToken({ name: id, pattern: word, label: `\`${word}\``, longer_alt: Identifier, categories: [Identifier, ...categories] })
  keywords.push(token)
  return token
}

/** `and`, `or`, `not`: operators, not names. */
function reserved(word: string, ...categories: TokenType[]): TokenType {
  const id = word[0]!.toUpperCase() + word.slice(1)
  const token = createToken({ name: id, pattern: word, label: `\`${word}\``, longer_alt: Identifier, categories })
  keywords.push(token)
  return token
}

export const Model = keyword('model')
export const Import = keyword('import')
export const Data = keyword('data')
export const Hyper = keyword('hyper')
export const Given = keyword('given')
export const Encoder = keyword('encoder', RoleWord, BlockWord)
export const Decoder = keyword('decoder', RoleWord, BlockWord)
export const Generator = keyword('generator', RoleWord, BlockWord)
export const Discriminator = keyword('discriminator', RoleWord, BlockWord)
export const Critic = keyword('critic', RoleWord, BlockWord)
export const Classifier = keyword('classifier', RoleWord, BlockWord)
export const Network = keyword('network', RoleWord, BlockWord)
export const Block = keyword('block', RoleWord, BlockWord)
export const Sampler = keyword('sampler', DistributionWord)
export const Prior = keyword('prior', DistributionWord)
export const Likelihood = keyword('likelihood', DistributionWord)
export const Distribution = keyword('distribution', DistributionWord)
export const Let = keyword('let')
export const Weight = keyword('weight')
export const Loss = keyword('loss', BlockWord)
export const Metric = keyword('metric')
export const Train = keyword('train', BlockWord)
export const Stage = keyword('stage', BlockWord)
export const Figures = keyword('figures', BlockWord)
export const Minimize = keyword('minimize', DirectionWord)
export const Maximize = keyword('maximize', DirectionWord)
export const Repeat = keyword('repeat', BlockWord)
export const Batch = keyword('batch', SettingWord)
export const Epochs = keyword('epochs', SettingWord, UnitWord)
export const Rounds = keyword('rounds', SettingWord, UnitWord)
export const Average = keyword('average', SettingWord)
export const Rows = keyword('rows')
export const Report = keyword('report')
export const Every = keyword('every')
export const Over = keyword('over', LinkWord)
export const With = keyword('with', LinkWord)
export const From = keyword('from', LinkWord)
export const To = keyword('to', LinkWord)
export const Where = keyword('where', LinkWord)
export const Per = keyword('per', LinkWord)
export const Clip = keyword('clip')
export const Log = keyword('log')
export const InWord = keyword('in', In, LinkWord)
export const And = reserved('and', Infix)
export const Or = reserved('or', Infix)
export const Not = reserved('not', Prefix)

// ── literals ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `28`, `0.5`, `1e-3`; in `0..9` the dots are not part of the number. */
export const NumberLiteral = symbol('NumberLiteral', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, 'a number')
export const TextLiteral = symbol('TextLiteral', /"(?:[^"\\\n\r]|\\[^\n\r])*"/, 'a string')
/** A string that misses its end; reported by the lexer, then read as a string. */
export const OpenText = symbol('OpenText', /"(?:[^"\\\n\r]|\\[^\n\r])*\\?/, 'a string', TextLiteral)

// ── operators and punctuation ───────────────────────────────────────────────────────────────────────────────────────

export const Arrow = symbol('Arrow', /->|→/, '`->`', Infix)
export const Equal = symbol('Equal', '==', '`==`', Infix)
export const NotEqual = symbol('NotEqual', /!=|≠/, '`!=`', Infix)
export const AtMost = symbol('AtMost', /<=|≤/, '`<=`', Infix)
export const AtLeast = symbol('AtLeast', />=|≥/, '`>=`', Infix)
export const Less = symbol('Less', '<', '`<`', Infix)
export const Greater = symbol('Greater', '>', '`>`', Infix)
export const Plus = symbol('Plus', '+', '`+`', Infix)
export const Minus = symbol('Minus', /[-−]/, '`-`', Infix, Prefix)
export const Times = symbol('Times', /[*·⋅⊙×∗]/, '`*`', Infix)
export const Divide = symbol('Divide', '/', '`/`', Infix)
export const Power = symbol('Power', '^', '`^`', Infix)
/** `²`, `⁻¹`, `¹⁰`: a power whose exponent is in the token. */
export const Superscript = symbol('Superscript', /⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/, 'a power')
export const InSign = symbol('InSign', '∈', '`∈`', In)
export const Tilde = symbol('Tilde', /[~∼]/, '`~`')
export const Assign = symbol('Assign', '=', '`=`')
export const Colon = symbol('Colon', ':', '`:`')
export const Comma = symbol('Comma', ',', '`,`')
export const Range = symbol('Range', '..', '`..`')
export const Dot = symbol('Dot', '.', '`.`')
/** As lexed; `grammar/brackets.ts` gives every `||` its part: opening or closing a norm, or separating a divergence. */
export const Bars = symbol('Bars', /\|\||[‖∥]/, '`||`')
export const Bar = symbol('Bar', /[|∣]/, '`|`')
export const LeftParen = symbol('LeftParen', '(', '`(`')
export const RightParen = symbol('RightParen', ')', '`)`')
export const LeftSquare = symbol('LeftSquare', '[', '`[`')
export const RightSquare = symbol('RightSquare', ']', '`]`')
export const LeftCurly = symbol('LeftCurly', '{', '`{`')
export const RightCurly = symbol('RightCurly', '}', '`}`')
export const Semicolon = symbol('Semicolon', ';', '`;`')

// ── given by the passes after the lexer ─────────────────────────────────────────────────────────────────────────────

export const NormOpen = category('NormOpen', '`||`')
export const NormClose = category('NormClose', '`||`')
export const Versus = category('Versus', '`||`')
/** Every statement stands between these two; they are empty. */
export const Start = category('Start', 'a statement')
export const End = category('End', 'the end of the statement')

// ── white space and comments ────────────────────────────────────────────────────────────────────────────────────────

export const Newline = createToken({ name: 'Newline', pattern: /\r\n?|[\n\u2028\u2029\u0085]/, line_breaks: true, label: 'the end of the line' })
const Blank = createToken({
  name: 'Blank', pattern: /[ \t\f\v\u00a0\ufeff\u1680\u2000-\u200b\u202f\u205f\u3000]+/, line_breaks: false, group: Lexer.SKIPPED,
})
const CommentToken = createToken({ name: 'Comment', pattern: /\/\/[^\n\r\u2028\u2029\u0085]*/, line_breaks: false, group: 'comments' })

/** What the lexer tries, in order: longer operators before their beginnings. */
export const lexedTokens: TokenType[] = [
  Blank, Newline, CommentToken,
  ...keywords, Identifier, NumberLiteral, TextLiteral, OpenText,
  Arrow, Equal, NotEqual, AtMost, AtLeast, Less, Greater, Plus, Minus, Times, Divide, Power, Superscript, InSign, Tilde,
  Assign, Colon, Comma, Range, Dot, Bars, Bar,
  LeftParen, RightParen, LeftSquare, RightSquare, LeftCurly, RightCurly, Semicolon,
]

/** All token types, those of later passes and categories included: the parser's vocabulary. */
export const allTokens: TokenType[] = [
  ...lexedTokens, BlockWord, RoleWord, DistributionWord, DirectionWord, SettingWord, UnitWord, LinkWord, Infix, Prefix, In,
  NormOpen, NormClose, Versus, Start, End,
]

/** Words with a meaning of their own in some place, for editors and for suggestions. */
export const keywordTexts: readonly string[] = keywords.map(token => token.PATTERN as string)
