/**
 * The TextMate grammar, written from the lexer's tokens and the compiler's tables, so that a new word, operator, layer or
 * distribution is coloured as soon as it exists.
 *
 * Words of the language may be names, so a word is coloured where its statement has it: at the start of a statement and
 * followed by what the statement goes on with, or between two operands. What TextMate cannot know, the server's semantic tokens say.
 */
import type { TokenType } from 'chevrotain'
import { CLOCKS, CONSTANTS, REDUCERS, SPLITS } from '../../compiler/names/reserved.ts'
import { KIND_WORDS } from '../../compiler/types/declared.ts'
import { FAMILIES } from '../../compiler/types/families.ts'
import { FIGURES } from '../../compiler/types/figures.ts'
import { FUNCTIONS } from '../../compiler/types/functions.ts'
import { LAYERS } from '../../compiler/types/layers.ts'
import { OPTIMIZERS } from '../../compiler/types/optimizers.ts'
import { ACTIVATIONS, POINTWISE } from '../../compiler/types/pointwise.ts'
import * as t from '../../grammar/tokens.ts'

export interface Rule {
  readonly name?: string
  readonly match?: string
  readonly begin?: string
  readonly end?: string
  readonly captures?: Captures
  readonly beginCaptures?: Captures
  readonly endCaptures?: Captures
  readonly patterns?: readonly Rule[]
  readonly include?: string
}
type Captures = Readonly<Record<string, { readonly name: string }>>

export interface Grammar {
  readonly name: string
  readonly scopeName: string
  readonly fileTypes: readonly string[]
  readonly patterns: readonly Rule[]
  readonly repository: Readonly<Record<string, { readonly patterns: readonly Rule[] }>>
}

// ── pieces of expressions ───────────────────────────────────────────────────────────────────────────────────────────

/** A JavaScript pattern as Oniguruma reads it. */
const onig = (source: string): string => source.replace(/\\u([0-9a-f]{4})/gi, '\\x{$1}').replace(/\\\//g, '/')
const NAME = onig(t.namePattern.source)
/** Not within a name. */
const AFTER = '(?![\\p{L}\\p{M}\\p{N}_])'
const BEGIN = '(?<![\\p{L}\\p{M}\\p{N}_])'
const BLANK = '[ \\t]'
const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
const patternOf = ({ PATTERN }: TokenType): string => (typeof PATTERN === 'string' ? escape(PATTERN) : onig((PATTERN as RegExp).source))
const oneOf = (...tokens: readonly TokenType[]): string => `(?:${tokens.map(patternOf).join('|')})`
const anyOf = (list: Iterable<string>): string => `(?:${[...new Set(list)].sort().reverse().map(escape).join('|')})`
/** The words of a category: `encoder`, `decoder`, … */
const wordsOf = (category: TokenType): readonly string[] =>
  t.lexedTokens.flatMap(({ CATEGORIES, PATTERN }) => (CATEGORIES?.includes(category) && typeof PATTERN === 'string' ? [PATTERN] : []))
const inCategory = (category: TokenType): string => anyOf(wordsOf(category).filter((word) => /^\p{L}/u.test(word)))

const captures = (...names: readonly string[]): Captures => Object.fromEntries(names.map((name, i) => [String(i + 1), { name: `${name}.gen` }]))
const rule = (match: string, ...names: readonly string[]): Rule => ({ match, captures: captures(...names) })
const whole = (match: string, name: string): Rule => ({ match, name: `${name}.gen` })
const include = (name: string): Rule => ({ include: `#${name}` })

/** Where a statement may begin, before its word. */
const START = `(?:^|(?<=[;{}]))${BLANK}*`
const BLOCK = `(?=${BLANK}*(?:\\{|$|//))`
/** Words between two operands; not `log where`, `not in`, where the second is a name. */
const AFTER_OPERAND = `(?<=[\\p{L}\\p{M}\\p{N}_)\\]"‖∥|])(?<!\\blog|\\band|\\bor|\\bnot)${BLANK}*${BEGIN}`
const BEFORE_OPERAND = `(?=${BLANK}+[\\p{L}\\d(\\["‖∥|−-])`
const KINDS = anyOf(Object.keys(KIND_WORDS))
/** Members of closed lists: `padding: same`. */
const CHOICES = [...LAYERS.values(), ...FUNCTIONS.values()].flatMap(({ params }) => params.flatMap((param) => param.words ?? []))

// ── rules ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const comments: readonly Rule[] = [whole('///(?!/).*$', 'comment.line.documentation'), whole('//.*$', 'comment.line.double-slash')]

const literals: readonly Rule[] = [
  whole(patternOf(t.TextLiteral), 'string.quoted.double'),
  whole(patternOf(t.OpenText), 'invalid.illegal.string'),
  whole(`${BEGIN}${patternOf(t.NumberLiteral)}`, 'constant.numeric'),
  whole(patternOf(t.Superscript), 'constant.numeric.power'),
]

/** `encoder Enc(x) -> (mu[2], logvar[2]) {` as a whole: types stand in it. */
const header: Rule = {
  begin: `${START}(${inCategory(t.RoleWord)})${BLANK}+(${NAME})${BLANK}*(?=\\()`,
  beginCaptures: captures('storage.type.network', 'entity.name.function.network'),
  end: '(?=\\{)|$',
  patterns: [
    include('comments'), rule(`(${NAME})${BLANK}*(${oneOf(t.Colon)})`, 'variable.parameter', 'punctuation.separator'),
    rule(`${BEGIN}(${oneOf(t.InWord)})${BLANK}*(?=\\[)`, 'keyword.operator.word'),
    whole(`(?<=->|→|:|\\(|,)${BLANK}*${KINDS}${AFTER}(?!${BLANK}*:)`, 'storage.type.kind'), include('literals'), include('operators'),
    whole(NAME, 'variable.parameter'),
  ],
}

const statements: readonly Rule[] = [
  header,
  rule(`${START}(${inCategory(t.DistributionWord)})${BLANK}+(${NAME})${BLANK}*(?=\\()`, 'storage.type.distribution', 'entity.name.function.distribution'),
  rule(`${START}(${oneOf(t.Model)})${BLANK}+(${NAME})`, 'storage.type.model', 'entity.name.type.model'),
  rule(`${START}(${oneOf(t.Hyper, t.Let, t.Metric)})${BLANK}+(${NAME})${BLANK}*(?=${oneOf(t.Assign)})`, 'storage.type', 'variable.other.definition'),
  rule(`${START}(${oneOf(t.Weight)})${BLANK}+(${NAME})${BLANK}*(?=[\\[=])`, 'storage.type', 'variable.other.definition'),
  rule(`${START}(${oneOf(t.Data)})${BLANK}+(${NAME})${BLANK}*(?=\\()`, 'storage.type.data', 'variable.other.definition'),
  rule(`${START}(${oneOf(t.Data)})${BLANK}*(?=\\()`, 'storage.type.data'),
  rule(`${START}(${oneOf(t.Given)})${BLANK}+(${NAME})${BLANK}+(${oneOf(t.From)})${BLANK}*(?=")`, 'keyword.control.import', 'entity.name.namespace', 'keyword.control.from'),
  {
    begin: `${START}(${oneOf(t.Import)})${BLANK}*(?=\\{)`, beginCaptures: captures('keyword.control.import'),
    end: `(?<=\\})${BLANK}*(${oneOf(t.From)})${BLANK}*(?=")|(?<=\\})`, endCaptures: captures('keyword.control.from'),
    patterns: [include('comments'), whole(`\\}(?=${BLANK}*${oneOf(t.From)}${BLANK}*")`, 'punctuation.section'), whole(NAME, 'entity.name.function')],
  },
  rule(`${START}(${oneOf(t.Stage)})${BLANK}+(${NAME})${BLOCK}`, 'keyword.control', 'entity.name.section'),
  rule(`${START}(${oneOf(t.Loss, t.Train, t.Figures)})${BLOCK}`, 'keyword.control'),
  rule(`${START}(${oneOf(t.Repeat)})${BEFORE_OPERAND}`, 'keyword.control.loop'),
  // Right after `minimize` a word is a name, whatever it is.
  rule(`${START}(${inCategory(t.DirectionWord)})${BLANK}+(${inCategory(t.LinkWord)})${AFTER}(?!${BLANK}*\\()`, 'keyword.control.step', 'variable.other'),
  rule(`${START}(${inCategory(t.DirectionWord)})${BEFORE_OPERAND}`, 'keyword.control.step'),
  rule(`${START}(${inCategory(t.SettingWord)})(?=${BLANK}+[\\p{L}\\d(])`, 'keyword.other.setting'),
  rule(`${START}(${oneOf(t.Rows)})${BLANK}+(${anyOf(SPLITS)})${AFTER}`, 'keyword.other.setting', 'variable.language.split'),
  rule(`${START}(${oneOf(t.Rows)})(?=${BLANK}+\\p{L})`, 'keyword.other.setting'),
  {
    begin: `${START}(${oneOf(t.Report)})${BLANK}+(${oneOf(t.Every)})${AFTER}`, beginCaptures: captures('keyword.other.setting', 'keyword.other.setting'),
    end: '$|(?=[;}])',
    patterns: [rule(`${AFTER_OPERAND}(${inCategory(t.UnitWord)})${AFTER}`, 'keyword.other.unit'), include('expressions')],
  },
  rule(`${START}(${anyOf(FIGURES.keys())})(?=\\()`, 'support.function.figure'),
  // `z ~ p(z)`, and terms and locals: `mu = h -> dense(2)`.
  rule(`${START}(${NAME})${BLANK}*(?=${oneOf(t.Tilde)}|=(?!=))`, 'variable.other.definition'),
]

const links: readonly Rule[] = [
  rule(`${AFTER_OPERAND}(${oneOf(t.InWord)})${BLANK}+(${anyOf(SPLITS)})${AFTER}`, 'keyword.operator.word', 'variable.language.split'),
  rule(`(${oneOf(t.InSign)})${BLANK}*(${anyOf(SPLITS)})${AFTER}`, 'keyword.operator', 'variable.language.split'),
  // In brackets a line may begin with one.
  rule(`(?:${AFTER_OPERAND}|^${BLANK}*)(${anyOf([...wordsOf(t.LinkWord), patternOf(t.Clip)])})${BEFORE_OPERAND}`, 'keyword.operator.word'),
  whole(`${BEGIN}${oneOf(t.And, t.Or, t.Not)}${AFTER}`, 'keyword.operator.logical'),
]

const calls: readonly Rule[] = [
  // `conv2d(…, padding: same)`, and fields of data: `x: image[28, 28, 1]`.
  rule(`(?<=[(,])${BLANK}*(${NAME})${BLANK}*(${oneOf(t.Colon)})(?:${BLANK}*(${KINDS})${AFTER}(?=${BLANK}*[\\[(,)]|${BLANK}+${oneOf(t.InWord)}${AFTER}))?`, 'variable.parameter', 'punctuation.separator', 'storage.type.kind'),
  whole(`(?<=:)${BLANK}*${anyOf(CHOICES)}${AFTER}`, 'constant.language.choice'),
  whole(`${BEGIN}(?:true|false)${AFTER}`, 'constant.language.boolean'),
  rule(`(?<=[)\\]])${BLANK}+(resize)${BLANK}+(${NAME})`, 'storage.modifier', 'constant.language.choice'),
  whole(`(?<=->|→)${BLANK}*${anyOf([...LAYERS.keys(), ...POINTWISE.keys(), ...FUNCTIONS.keys()])}${AFTER}(?!${BLANK}*[.\\[])`, 'support.function.layer'),
  whole(`(?<=->|→)${BLANK}*${NAME}${AFTER}(?!${BLANK}*[.\\[])`, 'entity.name.function'),
  whole(`${BEGIN}${anyOf(LAYERS.keys())}(?=\\()`, 'support.function.layer'),
  whole(`${BEGIN}${anyOf(FAMILIES.keys())}(?=\\()`, 'support.class.distribution'),
  whole(`${BEGIN}${anyOf(OPTIMIZERS.keys())}(?=\\()`, 'support.function.optimizer'),
  whole(`${BEGIN}${anyOf([...POINTWISE.keys(), ...FUNCTIONS.keys(), 'KL', 'grad', 'jacobian', 'mode'])}(?=\\()`, 'support.function'),
  whole(`${BEGIN}${anyOf(REDUCERS)}(?=\\[)`, 'support.function.reducer'),
  whole(`${BEGIN}${oneOf(t.Log)}${AFTER}(?=${BLANK}+[\\p{L}\\d‖∥|])`, 'support.function'),
  whole(`(?<=,)${BLANK}*${anyOf(ACTIVATIONS.keys())}${AFTER}(?=${BLANK}*[,)])`, 'support.function.activation'),
  whole(`${BEGIN}${anyOf(['label', 'tokens'])}(?=\\()`, 'storage.type.kind'),
  whole(`${BEGIN}${NAME}(?=\\()`, 'entity.name.function'),
]

const names: readonly Rule[] = [
  rule(`(${oneOf(t.Dot)})(${NAME})`, 'punctuation.accessor', 'variable.other.property'),
  whole(`${BEGIN}${anyOf([...CLOCKS, ...Object.keys(CONSTANTS)])}${AFTER}`, 'variable.language'),
  whole(NAME, 'variable.other'),
]

const operators: readonly Rule[] = [
  whole(oneOf(t.Arrow), 'keyword.operator.arrow'),
  whole(oneOf(t.Equal, t.NotEqual, t.AtMost, t.AtLeast, t.Less, t.Greater), 'keyword.operator.comparison'),
  whole(oneOf(t.Range), 'keyword.operator.range'),
  whole(oneOf(t.Plus, t.Minus, t.Times, t.Divide, t.Power), 'keyword.operator.arithmetic'),
  whole(oneOf(t.Tilde, t.InSign), 'keyword.operator.distribution'),
  whole(oneOf(t.Assign), 'keyword.operator.assignment'),
  whole(oneOf(t.Bars, t.Bar), 'keyword.operator.bar'),
  whole(oneOf(t.Comma, t.Colon, t.Semicolon), 'punctuation.separator'),
]

/** The grammar as VS Code, Shiki and other readers of TextMate grammars take it. */
export const grammar: Grammar = {
  name: 'gen',
  scopeName: 'source.gen',
  fileTypes: ['gen'],
  patterns: [include('comments'), include('statements'), include('expressions')],
  repository: {
    comments: { patterns: comments },
    statements: { patterns: statements },
    expressions: { patterns: [include('comments'), include('literals'), include('links'), include('calls'), include('names'), include('operators')] },
    literals: { patterns: literals }, links: { patterns: links }, calls: { patterns: calls }, names: { patterns: names }, operators: { patterns: operators },
  },
}

/** The file `syntaxes/gen.tmLanguage.json`. */
export const grammarFile = (): string => `${JSON.stringify(grammar, null, 2)}\n`
