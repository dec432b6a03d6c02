import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lex } from '../../grammar/lexer.ts'
import { parse } from '../../grammar/parse.ts'
import { format, FormatError } from '../../grammar/print.ts'
import { Newline } from '../../grammar/tokens.ts'
import { meaning, seed, specs } from './support.ts'

/** Formats, and checks that the result means the same, keeps the comments and is its own format. */
async function formatted(source: string): Promise<string> {
  const once = await format(source)
  const before = parse(source)
  const after = parse(once)
  expect(after.errors).toEqual(before.errors)
  expect(meaning(after.spec)).toEqual(meaning(before.spec))
  expect(after.spec.comments.map(c => c.text)).toEqual(before.spec.comments.map(c => c.text))
  expect(await format(once)).toBe(once)
  expect(once).not.toMatch(/[ \t]$/m)
  return once
}

test.each(specs)('%s keeps its meaning and is formatted once for all', async (_, source) => {
  await formatted(source)
})

test.each(specs)('%s without its layout is formatted to the same meaning', async (_, source) => {
  await formatted(source.replace(/[ \t]+/g, ' ').replace(/\n+/g, '\n'))
})

describe('layout', () => {
  test.each([
    ['let  a=f( 1,2 )+b*c', 'let a = f(1, 2) + b * c\n'],
    ['let a=1;let b=2;', 'let a = 1\nlet b = 2\n'],
    ['let a = 1\n\n\n\nlet b = 2\n\n', 'let a = 1\n\nlet b = 2\n'],
    ['loss{a=1;b=2}', 'loss { a = 1; b = 2 }\n'],
    ['loss{\na=1;b=2}', 'loss {\n  a = 1\n  b = 2\n}\n'],
    ['loss { }', 'loss {}\n'],
    ['loss {\n\n  a = 1\n\n\n  b = 2\n\n}', 'loss {\n  a = 1\n\n  b = 2\n}\n'],
    ['train\n{\n  batch   3 }', 'train {\n  batch 3\n}\n'],
    ['let a=-x^2+not b', 'let a = -x^2 + not b\n'],
    ['let a = 1/2 * x / y + 1 / 2', 'let a = 1/2 * x / y + 1 / 2\n'],
    ['let a=‖x−y‖²·λ', 'let a = ‖x − y‖² · λ\n'],
    ['let s=KL(q(z|x)||p(z))', 'let s = KL(q(z | x) || p(z))\n'],
    ['let a=E[z~q(z|x),5:log p(x=y|z)]', 'let a = E[z ~ q(z | x), 5: log p(x = y | z)]\n'],
    ['data(x:image[28,28,1] in[0,1]resize bilinear,y:label(10))', 'data (x: image[28, 28, 1] in [0, 1] resize bilinear, y: label(10))\n'],
    ['encoder Enc(x)->(mu[2],h:real){mu=x;h=x}', 'encoder Enc(x) -> (mu[2], h: real) { mu = x; h = x }\n'],
    ['train{minimize a over D,E with adam(1e-3,beta1:0)}', 'train { minimize a over D, E with adam(1e-3, beta1: 0) }\n'],
    ['train{maximize a with adam(1e-3)clip 5*(1-progress);batch 3}', 'train { maximize a with adam(1e-3) clip 5 * (1 - progress); batch 3 }\n'],
    ['train { rows train[0..9 per y]where y!=7;report every 5 epochs }', 'train { rows train[0..9 per y] where y != 7; report every 5 epochs }\n'],
    ['import{A,B}from"x.gen"', 'import { A, B } from "x.gen"\n'],
    ['weight s[]=0', 'weight s[] = 0\n'],
    ['let a = (b)', 'let a = (b)\n'],
    ['let a = x   // why', 'let a = x   // why\n'],
    ['// one\n\n\n// two\nlet a = 1\n// three', '// one\n\n// two\nlet a = 1\n// three\n'],
    ['// only', '// only\n'],
    ['', ''],
    ['loss { // why\n a = 1\n // end\n}', 'loss { // why\n  a = 1\n  // end\n}\n'],
    ['let a = f(1, // one\n 2)', 'let a = f(\n  1, // one\n  2\n)\n'],
    ['let a = b + // and\n c', 'let a = b + // and\n  c\n'],
  ])('%j', async (source, expected) => expect(await formatted(source)).toBe(expected))

  test('a pipeline breaks where it was broken, and where it must', async () => {
    expect(await formatted('network F(x) {\n  x -> a\n      -> b -> c\n}')).toBe('network F(x) {\n  x -> a\n    -> b -> c\n}\n')
    const long = await formatted(`network F(x) {\n  x${' -> dense(400, leakyReLU(0.2))'.repeat(8)}\n}`)
    expect(long.split('\n').slice(1, -2).every(line => line.length <= 120 && /^ {2}(x| {2}->) /.test(line))).toBe(true)
  })

  test('long arguments, outputs and sums break inside', async () => {
    const long = await formatted(`let total = ${Array.from({ length: 30 }, (_, i) => `weight${i} * term${i}`).join(' + ')}\nlet b = f(${'argument, '.repeat(20)}last)\n`
      + `generator G(z) -> (${Array.from({ length: 9 }, (_, i) => `out${i}: image[7, 7, 1] in [-1, 1]`).join(', ')}) { z }`)
    expect(long.split('\n').every(line => line.length <= 120)).toBe(true)
  })

  test('columns that were aligned stay aligned, others are left single-spaced', async () => {
    const aligned = 'sampler    q(z | x) = Normal(Enc(x))\nprior      p(z)     = Normal(0, 1)[2]\nlikelihood p(x | z) = Bernoulli(Dec(z))\n'
    expect(await formatted(aligned)).toBe(aligned)
    expect(await formatted('let a    = 1\nlet long = 2 // x\nlet b = 3   // y')).toBe('let a    = 1\nlet long = 2 // x\nlet b = 3   // y\n')
    expect(await formatted('let a      = 1\nlet longer = 2')).toBe('let a      = 1\nlet longer = 2\n')
    expect(await formatted('let a =       1\nlet longer =  2')).toBe('let a = 1\nlet longer = 2\n')
    const comments = 'loss {\n  V   = a      // the value\n  gen = b + c  // the other\n}\n'
    expect(await formatted(comments)).toBe(comments)
  })
})

test('a file with syntax errors is refused, with its problems', async () => {
  await expect(format('let a = (')).rejects.toThrow(FormatError)
  await expect(format('let a = (')).rejects.toMatchObject({ problems: [{ code: 'syntax/unclosed' }] })
})

test('Windows line ends become plain ones', async () => {
  expect(await format('let a = 1\r\n// c\r\nlet b = 2\r\n')).toBe('let a = 1\n// c\nlet b = 2\n')
})

console.info(`property tests of the formatter: seed ${seed}`)

test('specs with comments and line breaks strewn in', async () => {
  const sprinkle = fc.array(fc.record({ at: fc.nat(), what: fc.constantFrom('\n', '\n\n', ' // c\n', '\n// own\n', '   ', '\n/// doc\n') }), { maxLength: 12 })
  await fc.assert(fc.asyncProperty(fc.constantFrom(...specs), sprinkle, async ([, source], inserts) => {
    const { tokens } = lex(source)
    let text = source
    for (const { at, what } of inserts.map(insert => ({ ...insert, at: tokens[insert.at % tokens.length]!.startOffset })).sort((a, b) => b.at - a.at)) {
      text = text.slice(0, at) + what + text.slice(at)
    }
    // A line break in the wrong place is a syntax error or another spec; either is fine, as long as it is kept.
    if (parse(text).errors.length === 0 && tokens.some(token => token.tokenType === Newline)) await formatted(text)
  }), { seed, numRuns: 150 })
})
