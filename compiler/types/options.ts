/** Reads matched arguments as the constants, words and initialisers that a table row asks for. */
import type { Expr as Ast, Span } from '../../grammar/ast.ts'
import type { Initializer } from '../graph/graph.ts'
import { nearest } from '../names/suggest.ts'
import { fail, textAt, type Env } from './checker.ts'
import type { Item, Matched, Param, Signature } from './signature.ts'
import { constant, wholeNumber } from './static.ts'

export type Option = number | string | boolean | readonly number[]

/** Everything but values, activations and initialisers, with defaults filled in. Null when one was wrong. */
export function readOptions(env: Env, signature: Signature, matched: Matched): Readonly<Record<string, Option>> | null {
  const options: Record<string, Option> = {}
  for (const param of signature.params) {
    if (param.kind === 'value' || param.kind === 'activation' || param.kind === 'initializer') continue
    const items = matched.get(param.name)
    if (items === undefined) {
      if (param.default === undefined || param.default === null) continue
      options[param.name] = param.kind === 'pair' && typeof param.default === 'number' ? [param.default, param.default] : param.default
      continue
    }
    const value = param.rest === true ? readAll(env, signature, param, items) : readOne(env, signature, param, items[0]!)
    if (value === null) return null
    options[param.name] = value
  }
  return options
}

function readAll(env: Env, signature: Signature, param: Param, items: readonly Item[]): readonly number[] | null {
  const values: number[] = []
  for (const item of items) {
    const value = readOne(env, signature, param, item)
    if (typeof value !== 'number') return null
    values.push(value)
  }
  return values
}

function readOne(env: Env, signature: Signature, param: Param, item: Item): Option | null {
  const what = `${param.name} of ${signature.name}`
  if (item.ast === null) return fail(env, 'kinds/not-constant', { what, text: textAt(env, item.span) }, item.span)
  switch (param.kind) {
    case 'size': return wholeNumber(env, item.ast, what)
    case 'number': return constant(env, item.ast, what)
    case 'pair': return readPair(env, item.ast, what)
    case 'boolean': return readWord(env, item.ast, what, ['true', 'false']) === null ? null : item.ast.kind === 'name' && item.ast.text === 'true'
    case 'word': return readWord(env, item.ast, what, param.words ?? [])
    case 'identifier': return item.ast.kind === 'name' ? item.ast.text : fail(env, 'names/identifier', { what, text: textAt(env, item.span) }, item.span)
    default: return null
  }
}

function readPair(env: Env, ast: Ast, what: string): readonly number[] | null {
  if (ast.kind !== 'array') {
    const size = wholeNumber(env, ast, what)
    return size === null ? null : [size, size]
  }
  if (ast.items.length !== 2) return fail(env, 'shapes/pair', { what, count: String(ast.items.length) }, ast.span)
  const [a, b] = [wholeNumber(env, ast.items[0]!, what), wholeNumber(env, ast.items[1]!, what)]
  return a === null || b === null ? null : [a, b]
}

function readWord(env: Env, ast: Ast, what: string, words: readonly string[]): string | null {
  if (ast.kind === 'error') return null
  if (ast.kind === 'name' && words.includes(ast.text)) return ast.text
  const written = textAt(env, ast.span)
  const near = nearest(written, words)
  return fail(env, 'names/unknown-word', { what, word: written, words: words.join(', ') }, ast.span, near === null ? {} : {
    help: `Did you mean ${near}?`, fix: { title: `Write ${near}`, edits: [{ span: ast.span, text: near }] },
  })
}

/** Initialisers by name; fans as Keras computes them. */
export const INITIALIZERS: Readonly<Record<string, string>> = {
  glorotUniform: 'Uniform in ± sqrt(6 / (fan in + fan out)): the default of kernels.',
  heNormal: 'Normal with variance 2 / fan in: for relu.',
  heUniform: 'Uniform in ± sqrt(6 / fan in): for relu.',
  zeros: 'All 0: the default of biases.',
  ones: 'All 1.',
  normal: 'Normal around 0, `normal(0.02)`.',
  constant: 'One number everywhere, `constant(0.1)`.',
}

export interface Fans { readonly fanIn: number; readonly fanOut: number }

export function readInitializer(env: Env, item: Item, what: string, fans: Fans): Initializer | null {
  const { ast } = item
  const call = ast?.kind === 'call' && ast.callee.kind === 'name' ? ast : null
  const name = ast?.kind === 'name' ? ast.text : call?.callee.kind === 'name' ? call.callee.text : ''
  const argument = call?.args[0]?.value ?? null
  switch (name) {
    case 'glorotUniform': case 'heNormal': case 'heUniform': return { kind: name, ...fans }
    case 'zeros': case 'ones': return { kind: name }
    case 'normal': case 'constant': {
      const value = argument === null ? missingNumber(env, name, item.span) : constant(env, argument, `the number of ${name}`)
      return value === null ? null : name === 'normal' ? { kind: 'normal', std: value } : { kind: 'constant', value }
    }
    default: return ast === null ? null : (readWord(env, ast, what, Object.keys(INITIALIZERS)), null)
  }
}

const missingNumber = (env: Env, name: string, span: Span): null =>
  fail(env, 'names/missing-argument', { callee: name, name: 'value', doc: INITIALIZERS[name]!, signature: `${name}(value)` }, span)
