/** What the parser says: what was found, and what would fit. */
import { EOF, tokenLabel, tokenMatcher, type IParserErrorMessageProvider, type IToken, type TokenType } from 'chevrotain'
import { nearest } from './nearest.ts'
import type { SyntaxCode } from './problem.ts'
import * as t from './tokens.ts'

/** The parts of a problem that do not depend on where it is. */
export interface Finding { readonly code: SyntaxCode; readonly message: string; readonly expected: readonly string[] }

/** Chevrotain carries one string from the parser to its errors; findings travel in it as JSON. */
const pack = (code: SyntaxCode, message: string, expected: readonly string[] = []): string => JSON.stringify({ code, message, expected })
export const unpack = (packed: string): Finding => JSON.parse(packed) as Finding

const shorten = (image: string): string => image.length <= 30 ? image : `${image.slice(0, 27)}…`

/** A token as a message names it. */
export function naming(token: IToken): string {
  if (token.tokenType === t.End || token.tokenType === EOF || token.image === '') return 'the end of the statement'
  const image = shorten(token.image)
  return tokenMatcher(token, t.TextLiteral) ? `the string ${image}` : `\`${image}\``
}

const after = (previous: IToken | undefined): string =>
  !previous || previous.image === '' || previous.tokenType === EOF ? '' : ` after ${naming(previous)}`

const bare = (type: TokenType): string => tokenLabel(type).replace(/^`(.*)`$/, '$1')

// ── statements ──────────────────────────────────────────────────────────────────────────────────────────────────────

const topWords = [
  'model', 'import', 'data', 'hyper', 'given', 'encoder', 'decoder', 'generator', 'discriminator', 'critic', 'classifier', 'network', 'block',
  'sampler', 'prior', 'likelihood', 'distribution', 'let', 'weight', 'loss', 'metric', 'train', 'stage', 'figures',
]
const trainWords = ['minimize', 'maximize', 'repeat', 'batch', 'epochs', 'rounds', 'average', 'rows', 'report']

/** Words of other languages for what a statement word means here. */
const synonyms: Readonly<Record<string, string>> = {
  var: 'let', const: 'let', val: 'let', define: 'let', def: 'network', function: 'network', class: 'model', param: 'hyper', parameter: 'hyper',
  hyperparameter: 'hyper', variable: 'weight', dataset: 'data', input: 'data', posterior: 'sampler', objective: 'loss', losses: 'loss',
  metrics: 'metric', figure: 'figures', plots: 'figures', training: 'train', phase: 'stage', include: 'import', require: 'import',
  layer: 'block', module: 'network', minimise: 'minimize', maximise: 'maximize', min: 'minimize', max: 'maximize', optimize: 'minimize', optimise: 'minimize',
  epoch: 'epochs', round: 'rounds', loop: 'repeat', for: 'repeat', log: 'report', ema: 'average',
}

function unknownStatement(found: IToken, next: IToken, inTrain: boolean): string {
  const words = inTrain ? trainWords : topWords
  const word = shorten(found.image)
  const synonym = Object.hasOwn(synonyms, word) ? synonyms[word] : undefined
  const guess = !tokenMatcher(found, t.Identifier) ? undefined : synonym !== undefined && words.includes(synonym) ? synonym : nearest(word, words)
  const where = inTrain ? 'a `train` block' : 'a spec'
  if (guess !== undefined && guess !== word) {
    return pack('syntax/unknown-statement', `No statement of ${where} starts with \`${word}\`. Did you mean \`${guess}\`?`, [guess])
  }
  if (!inTrain && next.tokenType === t.Assign) {
    return pack('syntax/unknown-statement', `To name an expression write \`let ${word} = …\`; to declare a number that may be set, \`hyper ${word} = …\`.`, ['let', 'hyper'])
  }
  if (inTrain && topWords.includes(word)) {
    return pack('syntax/unknown-statement', `\`${word}\` does not stand in ${where}. Is a \`}\` missing before it?`, trainWords)
  }
  if (!inTrain && trainWords.includes(word)) {
    return pack('syntax/unknown-statement', `\`${word}\` stands in a block: \`train { ${word} … }\`.`, ['train'])
  }
  if (tokenMatcher(found, t.Infix) || found.tokenType === t.Superscript) return continuation(found)
  const some = inTrain ? '`minimize`, `maximize`, `repeat`, `batch`, `epochs`, `rounds`, `average`, `rows` or `report`' : '`data`, `hyper`, `let`, `loss`, `train` …'
  return pack('syntax/unknown-statement', tokenMatcher(found, t.Identifier)
    ? `\`${word}\` starts no statement. A statement of ${where} starts with ${some}.`
    : `A statement cannot start with ${naming(found)}; in ${where} it starts with ${some}.`, words)
}

const continuation = (found: IToken): string => pack('syntax/unexpected',
  `A line cannot start with \`${found.image}\`. To go on with an expression, end the line above with \`${found.image}\`.`)

// ── expressions ─────────────────────────────────────────────────────────────────────────────────────────────────────

function missingOperand(found: IToken, previous: IToken | undefined, ruleName: string): string {
  const type = found.tokenType
  if (type === t.Bar) return pack('syntax/missing', 'A value was expected here. For an absolute value write `abs(x)`, for a norm `||x||`.', ['abs(x)', '||x||'])
  if (type === t.Versus) {
    return pack('syntax/missing', 'A value was expected here. `||` opens a norm, `||x||`, or separates the two sides of a divergence, `KL(q(z | x) || p(z))`.')
  }
  if (type === t.Assign && previous?.tokenType === t.Assign) return pack('syntax/missing', 'Compare with `==`, without a space.', ['=='])
  if (type === t.Dot) return pack('syntax/missing', 'A number starts with a digit: write `0.5`, not `.5`.', ['0.5'])
  if (type === t.Plus) return pack('syntax/missing', `A value was expected${after(previous)}; a \`+\` sign is not written.`)
  if (type === t.Times && previous?.tokenType === t.Times) return pack('syntax/missing', 'A power is written `^`: `x^2`.', ['^'])
  if (type === t.RightParen && previous?.tokenType === t.LeftParen) return pack('syntax/missing', 'These parentheses are empty; a value was expected.', ['a value'])
  if (type === t.RightSquare && previous?.tokenType === t.LeftSquare) return pack('syntax/missing', 'These brackets are empty; a value was expected.', ['a value'])
  if (previous?.tokenType === t.Comma) return pack('syntax/missing', `Something is missing between \`,\` and ${naming(found)}.`, ['a value'])
  const what = ruleName === 'figure' ? 'a figure' : 'a value'
  return pack('syntax/missing', `There should be ${what}${after(previous)}, but here is ${naming(found)}.`, [what])
}

// ── missing pieces ──────────────────────────────────────────────────────────────────────────────────────────────────

/** How a construct goes on, by grammar rule. */
const forms: Readonly<Record<string, string>> = {
  model: '`model NAME`',
  import: '`import { Name } from "./file.gen"`',
  given: '`given NAME from "./file.gen"`',
  data: '`data (x: image[28, 28, 1] in [0, 1])`',
  someNames: '`p(x | z)`',
  field: '`x: image[28, 28, 1] in [0, 1]`',
  type: '`image[28, 28, 1] in [0, 1]`',
  output: '`mu[latent]` or `xhat: image[28, 28, 1] in [0, 1]`',
  weight: '`weight s[] = 0`',
  signature: '`encoder Enc(x) -> h[32] { … }`',
  distribution: '`likelihood p(x | z) = Bernoulli(Dec(z))`',
  term: '`name = …`',
  step: '`minimize LOSS over NETWORK with adam(1e-3)`',
  stage: '`stage NAME { … }`',
  report: '`report every 5 epochs`',
  binder: '`z ~ p(z)`, `y in label(10)` or `z from a to b, 10`',
  draw: '`z ~ p(z)`',
}

const equations: Readonly<Record<string, string>> = { hyper: '`hyper latent = 20`', let: '`let fake = G(z)`', metric: '`metric accuracy = E[guess == y]`' }

function missing(expected: TokenType, found: IToken, previous: IToken | undefined, ruleName: string): string {
  if (ruleName === 'step' && expected === t.With) return missingOptimizer(found, previous)
  if (ruleName === 'binders' && expected === t.Colon) {
    if (found.tokenType === t.NumberLiteral) {
      return pack('syntax/binder', `A comma is missing before ${naming(found)}: the count of a binder is written \`z ~ p(z), ${shorten(found.image)}: …\`.`, [','])
    }
    return pack('syntax/binder', `Binders end with \`:\`, then comes what they are for: \`grid(z ~ p(z), 64: fake)\`. Here is ${naming(found)}.`, [':'])
  }
  if (found.tokenType === t.Colon && ruleName === 'index') {
    return pack('syntax/unexpected', 'A range of rows or elements is written with two dots and names its first and its last: the first ten are `0..9`, one is `0`.', ['0..9'])
  }
  if (found.tokenType === t.Colon && expected === t.RightSquare) {
    return pack('syntax/binder', 'Before `:` stand binders: `v ~ d`, `v ~ d, k`, `v in S` or `v from a to b, n`.')
  }
  if (found.tokenType === t.Colon && expected === t.RightParen && ruleName === 'call') {
    return pack('syntax/binder', 'Before this `:` stands no binder and no single name. Binders are `v ~ d`, `v in S` and `v from a to b, n`; an argument is `name: value`.')
  }
  const awaiting = previous && (previous.tokenType === t.LeftParen || previous.tokenType === t.LeftSquare)
  if (awaiting && (expected === t.RightParen || expected === t.RightSquare)) return missingOperand(found, previous, ruleName)
  if (expected === t.RightParen || expected === t.RightSquare || expected === t.NormClose) return unexpected(found, previous, `an operator, \`,\` or ${tokenLabel(expected)}`, bare(expected))
  if (expected === t.Identifier && found.tokenType === t.Not) return reservedWord(found)
  if (expected === t.Identifier && (found.tokenType === t.And || found.tokenType === t.Or)) return reservedWord(found)
  if (expected === t.Assign && found.tokenType === t.Equal) return pack('syntax/missing', 'A name is given with a single `=`; `==` compares.', ['='])
  if (expected === t.Assign && found.tokenType === t.Colon) return pack('syntax/missing', `Write \`=\` instead of \`:\`${after(previous)}.`, ['='])
  if (expected === t.Colon && found.tokenType === t.Assign && ruleName === 'field') return pack('syntax/missing', `Write \`:\` instead of \`=\`${after(previous)}: a field has a type.`, [':'])
  const form = ruleName === 'equation' ? equations[previous?.image ?? ''] : forms[ruleName]
  const like = form === undefined ? '' : ` It reads ${form}.`
  const here = found.tokenType === t.End || found.tokenType === EOF ? 'the statement ends' : `here is ${naming(found)}`
  return pack('syntax/missing', `There should be ${tokenLabel(expected)}${after(previous)}, but ${here}.${like}`, [bare(expected)])
}

function missingOptimizer(found: IToken, previous: IToken | undefined): string {
  if (found.tokenType === t.End) return pack('syntax/missing', 'The optimiser is missing: end with, for instance, `with adam(1e-3)`.', ['with'])
  const guess = tokenMatcher(found, t.Identifier) ? nearest(found.image, ['over', 'with']) : undefined
  return guess === undefined ? unexpected(found, previous, 'an operator, `over` or `with`')
    : pack('syntax/unexpected', `${capital(naming(found))} does not fit${after(previous)}. Did you mean \`${guess}\`?`, [guess])
}

const reservedWord = (found: IToken): string => pack('syntax/missing', `\`${found.image}\` is an operator and cannot be a name.`, ['a name'])

/** Something that does not continue what stands before it. */
export function unexpected(found: IToken, previous: IToken | undefined, fits = 'an operator or the end of the line', closer?: string): string {
  const type = found.tokenType
  if (type === t.End || type === EOF) return pack('syntax/missing', `The statement ends too early${after(previous)}.`, closer === undefined ? [] : [closer])
  if (type === t.Versus) {
    return pack('syntax/unexpected', '`||` is no operator: it opens a norm, `||x||`, or separates the two sides of a divergence, `KL(q(z | x) || p(z))`. For alternatives write `or`.', ['or'])
  }
  if (type === t.Bar) return pack('syntax/unexpected', '`|` stands only inside the parentheses of a density: `p(x | z)`.')
  if (type === t.Assign) return pack('syntax/unexpected', '`=` gives a name to an expression at the start of a statement; to compare write `==`.', ['=='])
  if (type === t.Range) return pack('syntax/unexpected', 'A range `a..b` stands only in an index or after `in`.')
  if (type === t.Semicolon) return pack('syntax/unexpected', 'A `;` ends a statement and cannot stand inside brackets. Separate with `,`.', [','])
  if (previous && previous.tokenType === t.NumberLiteral && (tokenMatcher(found, t.Identifier) || type === t.LeftParen)) {
    return pack('syntax/unexpected', `Multiplication is written: \`${previous.image} * ${type === t.LeftParen ? '(…)' : found.image}\`.`, ['*'])
  }
  if (type === t.LeftCurly) return pack('syntax/unexpected', 'A `{` cannot stand here.')
  const [ends, name] = [fits.endsWith('line'), tokenMatcher(found, t.Identifier)]
  const separator = ends && name ? ' Two statements on one line are separated by `;`.' : ''
  // Whether the name is a layer's, which an arrow brings, is not known here.
  return pack('syntax/unexpected', `${capital(naming(found))} does not fit${after(previous)}. What fits is ${fits}.${separator}`, name && (ends || closer !== undefined) ? ['->'] : [])
}

/** Something between the head of a statement and its block. */
export function beforeBlock(found: IToken, previous: IToken | undefined): string {
  const arrow = found.tokenType === t.Assign || found.tokenType === t.Colon || found.tokenType === t.Greater || found.tokenType === t.Minus
  const fits = arrow ? '`->` or `{`' : '`{`'
  return pack('syntax/unexpected', `${capital(naming(found))} does not fit${after(previous)}. What fits is ${fits}.`, arrow ? ['->', '{'] : ['{'])
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1)

// ── Chevrotain's interface ──────────────────────────────────────────────────────────────────────────────────────────

const operandRules = new Set(['primary', 'application', 'operand', 'expression', 'array', 'argument', 'binderItem', 'call', 'index', 'reduction'])

/** At a place where one of several things may stand, none does. */
export function noAlternative(found: IToken, next: IToken, previous: IToken, ruleName: string): string {
  if (ruleName === 'declaration') return unknownStatement(found, next, false)
  if (ruleName === 'trainItem') return unknownStatement(found, next, true)
  if (operandRules.has(ruleName)) return missingOperand(found, previous, ruleName)
  return missing(t.Identifier, found, previous, ruleName === 'signature' ? 'output' : ruleName)
}

export const parserMessages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual, previous, ruleName }) => missing(expected, actual, previous, ruleName),

  buildNoViableAltMessage: ({ actual, previous, ruleName }) => noAlternative(actual[0]!, actual[1] ?? actual[0]!, previous, ruleName),

  buildNotAllInputParsedMessage: ({ firstRedundant }) => unexpected(firstRedundant, undefined),

  buildEarlyExitMessage({ actual, previous, ruleName }) {
    const found = actual[0]!
    if (ruleName === 'call') return missingOperand(found, previous, ruleName)
    return missing(t.Identifier, found, previous, ruleName)
  },
}
