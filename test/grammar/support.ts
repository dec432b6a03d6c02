/** What every test of the grammar needs: the specs, an AST without spans, and the invariants of every parse. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Expr, Span, Spec } from '../../grammar/ast.ts'
import { parse, type Parsed } from '../../grammar/parse.ts'
import { walk, type Node } from '../../grammar/walk.ts'

/** Seed of every property test. */
export const seed = 20261121

const folder = join(import.meta.dirname, '../../specs')

/** Every spec of the project: name and text. */
export const specs: readonly (readonly [string, string])[] =
  readdirSync(folder).filter(name => name.endsWith('.gen')).sort().map(name => [name, readFileSync(join(folder, name), 'utf8')] as const)

/** A value without `span`, `opSpan` and comments: what was said, not where. */
export function meaning(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part: unknown) => key === 'span' || key === 'opSpan' || key === 'comments' ? undefined : part))
}

/** Parses and checks what holds for every parse, of right and of wrong sources. */
export function checked(source: string): Parsed {
  const result = parse(source)
  for (const error of result.errors) {
    expect(error.message, 'a message').toMatch(/^[A-Z`].*[.?]$/s)
    expect(error.span.start).toBeGreaterThanOrEqual(0)
    expect(error.span.end).toBeLessThanOrEqual(source.length)
    expect(error.span.end).toBeGreaterThanOrEqual(error.span.start)
  }
  checkSpans(result.spec, source.length)
  checkVisits(result.spec)
  return result
}

/** A spec that must be right. */
export function right(source: string): Spec {
  const { spec, errors } = checked(source)
  expect(errors).toEqual([])
  return spec
}

/** The expression of `let e = …`. */
export function expr(source: string): Expr {
  const [first] = right(`let e = ${source}`).declarations
  if (first?.kind !== 'let') throw new Error('not a let')
  return first.value
}

/** Lisp-like text of an expression, for short expectations about structure. */
export function lisp(e: Expr): string {
  switch (e.kind) {
    case 'number': return e.text
    case 'name': return e.text
    case 'text': return JSON.stringify(e.value)
    case 'unary': return `(${e.op} ${lisp(e.operand)})`
    case 'binary': return `(${e.op} ${lisp(e.left)} ${lisp(e.right)})`
    case 'pipe': return `(-> ${lisp(e.input)} ${lisp(e.target)})`
    case 'norm': return `(norm ${lisp(e.operand)})`
    case 'log': return `(log ${lisp(e.operand)})`
    case 'member': return `${lisp(e.object)}.${e.property.text}`
    case 'array': return `[${e.items.map(lisp).join(' ')}]`
    case 'call': return `${lisp(e.callee)}(${e.args.map(a => lisp(a.value)).join(' ')}${e.bar ? ` ${e.bar} ${e.barArgs.map(a => lisp(a.value)).join(' ')}` : ''})`
    case 'index': return `${lisp(e.object)}[${e.indices.map(i => i.kind === 'range' ? `${lisp(i.from)}..${lisp(i.to)}` : lisp(i)).join(' ')}]`
    case 'reduce': return `${e.reducer.text}{${e.binders.map(b => b.name.text).join(' ')}: ${lisp(e.body)}}`
    case 'comprehension': return `{${e.binders.map(b => b.name.text).join(' ')}: ${lisp(e.body)}}`
    case 'error': return '?'
  }
}

type Located = { readonly span: Span } & Record<string, unknown>

/** Everything with a span lies inside what holds it, after what stands before it; everything lies inside the source. */
function checkSpans(spec: Spec, length: number): void {
  const visit = (value: Located, name: string): void => {
    const { start, end } = value.span
    expect(start, name).toBeLessThanOrEqual(end)
    let at = start
    for (const child of parts(value)) {
      const label = `${name} > ${String(child['kind'] ?? 'part')}`
      expect(child.span.start, `${label} starts after what is before it`).toBeGreaterThanOrEqual(at)
      expect(child.span.end, `${label} ends inside`).toBeLessThanOrEqual(end)
      at = child.span.end
      visit(child, label)
    }
  }
  expect(spec.span).toEqual({ start: 0, end: length })
  visit({ ...spec, comments: [] } as unknown as Located, 'spec')
}

/** The located values directly below one, in the order of their fields. */
function parts(value: Located): Located[] {
  const found: Located[] = []
  for (const [key, part] of Object.entries(value)) {
    if (key === 'span' || key === 'opSpan' || (key === 'name' && value['annotated'] === false)) continue
    collect(part, found)
  }
  return found
}

function collect(part: unknown, found: Located[]): void {
  if (Array.isArray(part)) part.forEach(item => collect(item, found))
  else if (part !== null && typeof part === 'object') {
    if ('span' in part) found.push(part as Located)
    else Object.values(part).forEach(item => collect(item, found))
  }
}

/** `walk` reaches exactly the nodes that are there, in the order of the source. */
function checkVisits(spec: Spec): void {
  const visited: Node[] = []
  walk(spec, node => visited.push(node))
  const present: unknown[] = []
  const visit = (value: Located): void => {
    if ('kind' in value) present.push(value)
    parts(value).forEach(visit)
  }
  visit({ ...spec, comments: [] } as unknown as Located)
  expect(visited.length).toBe(present.length)
  expect(visited.slice(1).every((node, i) => node === present[i + 1])).toBe(true)
}
