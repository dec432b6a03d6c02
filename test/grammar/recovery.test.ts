import { describe, expect, test } from 'vitest'
import { parse } from '../../grammar/parse.ts'
import { syntaxCodes } from '../../grammar/problem.ts'
import { checked } from './support.ts'

/** What the only problem of a source says: its code, the text it marks, and words of its message. */
const wrong: readonly (readonly [source: string, code: string, marks: string, words: string])[] = [
  ['', 'empty', '', 'empty'],
  ['// only this\n', 'empty', '', 'comments'],
  ['let a = 2x', 'unexpected', 'x', '`2 * x`'],
  ['let a = 2(x)', 'call', '2', '`2 * (…)`'],
  ['let a = f(x)(y)', 'call', 'f(x)', 'Only a name'],
  ['let a =', 'missing', '', 'after `=`'],
  ['let a = * 3', 'missing', '*', 'a value after `=`'],
  ['let a == 3', 'missing', '==', 'single `=`'],
  ['let a = b = c', 'unexpected', '=', '`==`'],
  ['let a = b\n  + c', 'unexpected', '+', 'end the line above'],
  ['let a = .5', 'missing', '.', '`0.5`'],
  ['let a = x ** 2', 'missing', '*', '`^`'],
  ['let a = |x|', 'missing', '|', '`abs(x)`'],
  ['let a = x || y', 'unexpected', '||', 'no operator'],
  ['let a = f(1, )', 'missing', ')', 'between `,` and `)`'],
  ['let a = f(1 2)', 'unexpected', '2', '`,` or `)`'],
  ['let a = [1; 2]', 'unexpected', ';', 'Separate with `,`'],
  ['let and = 1', 'missing', 'and', 'an operator'],
  ['let a = 0 < x < 1', 'comparison', '<', '`a < b and b < c`'],
  ['let a = 1e999', 'number', '1e999', 'too large'],
  [`let a = x${'²'.repeat(20)}`, 'number', '²'.repeat(20), 'too large'],
  ['let a = x[0 per y]', 'binder', 'y', 'rows of a set'],
  ['let a = E[z + 1: x]', 'binder', ':', 'binders'],
  ['let a = (2)[k in 0..1: k]', 'reduce', '2', 'plain name'],
  ['figures { grid(z ~ p(z)) }', 'binder', ')', 'end with `:`'],
  ['figures { grid(x in test, 4: x) }', 'binder', '4', 'every element'],
  ['figures { grid(z ~ p, 4, 5: x) }', 'binder', '5', 'another binder'],
  ['figures {\n  grid(z ~ p(z) 8, fake)\n}', 'binder', '8', 'A comma is missing before `8`'],
  ['figures {\n  strip(z from a to b 10: G(z))\n}', 'binder', '10', 'comma'],
  ['figures {\n  compare(x in test[:10]: x)\n}', 'unexpected', ':', '`0..9`'],
  ['figures {\n  compare(x in test[0:9], z ~ q(z | x): x, z)\n}', 'unexpected', ':', '`0..9`'],
  ['network F(x) -> h[2] {\n  x -> dense(2)\n]\nlet a = 1', 'stray-bracket', ']', 'write `}`'],
  ['loss {\n  a = 1\n)\nlet b = a', 'stray-bracket', ')', 'write `}`'],
  ['figures { x }', 'figure', 'x', 'a call'],
  ['hyper = 1', 'missing', '=', 'a name after `hyper`'],
  ['hyper a 3', 'missing', '3', '`=` after `a`'],
  ['a = 3', 'unknown-statement', 'a', '`let a = …`'],
  ['var a = 3', 'unknown-statement', 'var', 'Did you mean `let`'],
  ['hypre a = 3', 'unknown-statement', 'hypre', 'Did you mean `hyper`'],
  ['minimize a with sgd(1)', 'unknown-statement', 'minimize', '`train { minimize … }`'],
  ['train { let a = 1 }', 'unknown-statement', 'let', 'Is a `}` missing'],
  ['train { batsh 3 }', 'unknown-statement', 'batsh', '`batch`'],
  ['train { minimize a over D }', 'missing', '', '`with adam(1e-3)`'],
  ['train { minimize a ove D with sgd(1) }', 'unexpected', 'ove', '`over`'],
  ['lose { a = 1 }', 'block', 'lose', '`loss`'],
  ['data { x: real }', 'block', '{', 'parentheses'],
  ['{ a = 1 }', 'block', '{', 'a word before it'],
  ['loss a = 1', 'missing', 'a', '`{` after `loss`'],
  ['data x: real', 'missing', ':', '`(` after `x`'],
  ['data (x = real)', 'missing', '=', '`:` instead'],
  ['import A from "a.gen"', 'missing', 'A', '`{` after `import`'],
  ['given J "j.gen"', 'missing', '"j.gen"', '`from` after `J`'],
  ['given J from "j.gen', 'unterminated-string', '"j.gen', 'no closing `"`'],
  ['given J from “j.gen”', 'unknown-character', '“', 'Write `"`'],
  ['hyper a = 4 @ 2', 'unknown-character', '@', 'no meaning'],
  ['prior p(z | ) = q', 'missing', ')', 'a name after `|`'],
  ['network F(x) => h { x }', 'unexpected', '=', '`->`'],
  ['network F(x) -> { x }', 'missing', '{', 'a name after `->`'],
  ['let a = x)', 'stray-bracket', ')', 'closes nothing'],
  ['let a = (x]', 'stray-bracket', ']', 'write `)`'],
  ['let a = f(x', 'unclosed', '(', 'never closed'],
  ['let a = f(x\nlet b = 1', 'unclosed', '(', 'never closed'],
  ['let a = ||x\nlet b = 1', 'unclosed', '||', 'norm'],
  ['loss {\n  a = 1\n\ntrain {\n  batch 1\n}', 'unclosed', '{', '`{` of `loss`'],
  ['network F(x) -> (h[2] { h = x }', 'unclosed', '(', '`{` comes first'],
  ['loss { a = 1 }\n}', 'stray-bracket', '}', 'closes nothing'],
  ['let a = \u0000', 'not-text', '\u0000', 'text'],
]

describe('one mistake, one problem', () => {
  test.each(wrong)('%j', (source, code, marks, words) => {
    const { errors } = checked(source)
    expect(errors.map(error => error.code)).toEqual([`syntax/${code}`])
    expect(source.slice(errors[0]!.span.start, errors[0]!.span.end)).toBe(marks)
    expect(errors[0]!.message).toContain(words)
  })
})

test('every code but those of size is shown above or below', () => {
  const shown = new Set(wrong.map(([, code]) => `syntax/${code}`))
  expect(Object.keys(syntaxCodes).filter(code => !shown.has(code)).sort()).toEqual(['syntax/too-deep', 'syntax/too-large', 'syntax/too-many'])
})

describe('what stands around a mistake is kept', () => {
  const names = (source: string): string[] => checked(source).spec.declarations.map(d => 'name' in d && d.name ? d.name.text : d.kind)
  test.each([
    ['let a = * 3\nlet b = 2', ['a', 'b']], ['let a = f(1, 2\nlet b = 2', ['a', 'b']], ['loss {\n  a = 1\n\nlet b = 1', ['loss', 'b']], ['nonsense here\nlet b = 1', ['b']],
    ['network F(x) => h { y = x }\nlet b = 1', ['F', 'b']], ['data (x: , y: real)\nlet b = 1', ['data', 'b']], ['lose {\n a = 1\n}\nlet b = 1', ['b']], ['let = 1\nlet b = 1', ['', 'b']],
  ])('%j', (source, expected) => expect(names(source)).toEqual(expected))

  test('statements of a block', () => {
    const { spec, errors } = checked('loss {\n  a = * 2\n  b = (1\n  c = 3 3\n  d = 4\n}\ntrain { foo; batch 3 }')
    expect(errors).toHaveLength(4)
    const [loss, train] = spec.declarations
    expect(loss?.kind === 'loss' && loss.terms.map(term => term.name.text)).toEqual(['a', 'b', 'c', 'd'])
    expect(train?.kind === 'train' && train.statements.map(s => s.kind)).toEqual(['setting'])
  })

  test('the body of a network whose head is wrong', () => {
    const [network] = checked('encoder Enc(x => h[2] {\n  h = x\n}').spec.declarations
    expect(network?.kind === 'network' && network.body.length).toBe(1)
  })

  test('what was read of an expression', () => {
    const [d] = checked('let a = f(x, *, y)').spec.declarations
    expect(d?.kind === 'let' && d.value.kind === 'call' && d.value.args.length).toBeGreaterThanOrEqual(2)
  })
})

test('problems are in the order of the source, capped, and the cap is said', () => {
  const { errors } = parse('hyper = 1\n'.repeat(1000))
  expect(errors).toHaveLength(21)
  expect(errors.at(-1)!.code).toBe('syntax/too-many')
  expect(errors.map(error => error.span.start)).toEqual(errors.map(error => error.span.start).toSorted((a, b) => a - b))
})
