/** Identifiers for emitted code: safe whatever a spec calls its things, unique within their scope. */

const reserved = new Set(['arguments', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'enum',
  'eval', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements', 'import', 'in', 'instanceof', 'interface', 'let', 'new', 'null',
  'package', 'private', 'protected', 'public', 'return', 'static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'var', 'void', 'while', 'with',
  'yield', 'undefined', 'NaN', 'Infinity', 'Object', 'tf', 'store', 'feeds', 'batches', 'name', 'replace', 'variables', 'createModel', 'initialize', 'load', '__proto__',
  'zeros', 'ones', 'constant', 'glorotUniform', 'heUniform', 'heNormal', 'normal', 'uniform'])

/** Letters, digits and marks of any script, other characters dropped and their neighbours joined in camel case. */
export function identifier(text: string): string {
  const words = text.split(/[^\p{ID_Continue}]+/u).filter((w) => w !== '')
  const joined = words.map((w, i) => (i === 0 ? w : capital(w))).join('')
  return joined === '' ? 'value' : /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`
}

export const capital = (word: string): string => word.replace(/^./u, (c) => c.toUpperCase())

/** `Enc` → `enc`, `KLFit` → `klFit`. */
export const lower = (word: string): string =>
  word.replace(/^\p{Lu}+(?=\p{Lu}\p{Ll})|^\p{Lu}+(?!\p{Ll})|^\p{Lu}/u, (c) => c.toLowerCase())

/** Names in use in one scope; `outer` are those of the scopes around it. */
export class Names {
  private readonly used = new Set<string>()
  private readonly outer: Names | null

  constructor(outer: Names | null = null) {
    this.outer = outer
  }

  /** A new name as close to `wanted` as possible. */
  take(wanted: string): string {
    const base = identifier(wanted)
    for (let n = 1; ; n++) {
      const name = n === 1 ? base : `${base}${/\d$/.test(base) ? '_' : ''}${n}`
      if (this.has(name)) continue
      this.used.add(name)
      return name
    }
  }

  private has(name: string): boolean {
    return reserved.has(name) || this.used.has(name) || (this.outer?.has(name) ?? false)
  }
}

const nouns: Readonly<Record<string, string>> = {
  add: 'sum', sub: 'difference', mul: 'product', div: 'ratio', matmul: 'product', sum: 'total', exp: 'exp', log: 'log', square: 'square', sqrt: 'root', neg: 'negative',
  reshape: 'shaped', transpose: 'transposed', broadcastTo: 'stretched', concat: 'joined', slice: 'part', conv2d: 'convolved', conv2dInputGradient: 'convolved',
  conv2dFilterGradient: 'filter', cast: 'numbers', select: 'chosen', pow: 'power', greater: 'isGreater', greaterEqual: 'isGreater', less: 'isLess', lessEqual: 'isLess',
  equal: 'isEqual', notEqual: 'differs', argMax: 'best', gather: 'rows', tensor: 'table',
}

/** What to call the result of an op when nothing better is known. */
export const nounOf = (op: string): string => nouns[op] ?? op

/** A string literal in single quotes. Never breaks out of its line or, in a script element, out of its script. */
export const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'").replace(/[\u2028\u2029<]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`

/** A property access: `.x` where that is possible. */
export const property = (key: string): string => (/^\p{ID_Start}\p{ID_Continue}*$/u.test(key) ? `.${key}` : `[${quoted(key)}]`)

/** A key of an object literal. */
export const literalKey = (key: string): string => (/^\p{ID_Start}\p{ID_Continue}*$/u.test(key) && key !== '__proto__' ? key : key === '__proto__' ? `[${quoted(key)}]` : quoted(key))

/** Text for a comment: one line that cannot end the comment. */
export const commentText = (text: string): string => text.replace(/[\r\n\u2028\u2029]+/g, ' ').replace(/\*\//g, '* /')
