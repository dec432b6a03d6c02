/** Types as written in data fields and network outputs. */
import type { TypeExpr } from '../../grammar/ast.ts'
import type { NumberKind, ValueType } from '../model/model.ts'
import { nearest } from '../names/suggest.ts'
import { fail, type Env } from './checker.ts'
import { axesFrom, constant, wholeNumber } from './static.ts'
import { valueType, type Range } from './value.ts'

/** Words that name a kind of number, each with its sentence for documentation and completion. */
export const KIND_WORDS: Readonly<Record<NumberKind['name'], string>> = {
  real: 'Any number.',
  image: 'Pixels, `[height, width, channels]`; with a range they are drawn and compared in it.',
  label: 'One of K classes, `label(K)`: used through oneHot, embedding, == or as an index.',
  tokens: 'Words of a vocabulary, `tokens(V)[length]`: used through embedding or oneHot.',
  logits: 'Unnormalised log-probabilities: sigmoid or softmax makes probabilities of them.',
  probability: 'A number in [0, 1]; it keeps its logit, so that log is exact.',
  logvar: 'The logarithm of a variance.',
  variance: 'A variance: not negative.',
  std: 'A standard deviation: not negative.',
  score: 'What a critic gives: any number, higher for real.',
}

const isKindWord = (word: string): word is NumberKind['name'] => Object.hasOwn(KIND_WORDS, word)

export interface DeclaredType {
  readonly type: ValueType
  /** False for an output that is only named (`mu[latent]`): then the kind is that of the body. */
  readonly says: boolean
}

/** The type that `ast` declares. `named` outputs may use any word, which is then their name. */
export function declaredType(env: Env, ast: TypeExpr, where: 'field' | 'output' | 'named'): DeclaredType | null {
  const word = ast.word.text
  if (word === '') return null
  const shape = axesFrom(env, ast.shape ?? [], 'an axis')
  const range = ast.range === null ? null : declaredRange(env, ast.range)
  if (!isKindWord(word)) {
    if (where === 'named') return shape === null ? null : { type: valueType({ shape, range, per: 'sample' }), says: false }
    const near = nearest(word, Object.keys(KIND_WORDS))
    return fail(env, 'names/unknown-type', { word, known: Object.keys(KIND_WORDS).join(', ') }, ast.word.span, near === null ? {} : {
      help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span: ast.word.span, text: near }] },
    })
  }
  const kind = kindOf(env, ast, word)
  if (kind === null || shape === null) return null
  const natural: Range = kind.name === 'probability' ? [0, 1] : kind.name === 'variance' || kind.name === 'std' ? [0, Infinity] : null
  return { type: valueType({ kind, shape, range: range ?? natural, per: 'sample' }), says: true }
}

function kindOf(env: Env, ast: TypeExpr, word: NumberKind['name']): NumberKind | null {
  if (word !== 'label' && word !== 'tokens') {
    if (ast.args.length === 0) return { name: word }
    return fail(env, 'kinds/type-arguments', { word, wanted: 'no number in parentheses: sizes go in brackets' }, ast.span)
  }
  if (ast.args.length !== 1) {
    const wanted = word === 'label' ? 'the number of classes: label(10)' : 'the size of the vocabulary: tokens(1000)'
    return fail(env, 'kinds/type-arguments', { word, wanted }, ast.span)
  }
  const size = wholeNumber(env, ast.args[0]!, word === 'label' ? 'the number of classes' : 'the size of the vocabulary', 2)
  if (size === null) return null
  return word === 'label' ? { name: 'label', classes: size } : { name: 'tokens', vocabulary: size }
}

function declaredRange(env: Env, [low, high]: NonNullable<TypeExpr['range']>): Range {
  const [a, b] = [constant(env, low, 'the end of a range'), constant(env, high, 'the end of a range')]
  if (a === null || b === null) return null
  if (a < b) return [a, b]
  fail(env, 'ranges/order', { low: String(a), high: String(b) }, { start: low.span.start, end: high.span.end })
  return null
}
