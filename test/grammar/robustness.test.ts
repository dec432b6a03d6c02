import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxBracketDepth, maxChain } from '../../grammar/brackets.ts'
import { maxLength, parse } from '../../grammar/parse.ts'
import { keywordTexts } from '../../grammar/tokens.ts'
import { checked, right, seed, specs } from './support.ts'

console.info(`property tests of the grammar: seed ${seed}`)
const many = { seed, numRuns: 300 }

const pieces = [
  ...keywordTexts, 'x', 'E', 'Enc', 'μ', '1', '0.5', '1e-3', '"s"', '->', '→', '==', '<', '+', '-', '*', '/', '^', '²', '~', '=', ':', ',', '..', '.', '||', '|', '‖',
  '(', ')', '[', ']', '{', '}', ';', '\n', '// c\n', '/// d\n', '"', '@', '“', '∈', '\r\n',
]

describe('no source throws, and every AST is sound', () => {
  test('token soups', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), words => void checked(words.join(' '))), { ...many, numRuns: 1500 })
  })
  test('token soups without spaces', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), words => void checked(words.join(''))), many)
  })
  test('strings', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), source => void checked(source)), many)
  })
  test('bytes read as UTF-8 and as Latin-1', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      checked(Buffer.from(bytes).toString('utf8'))
      checked(Buffer.from(bytes).toString('latin1'))
    }), many)
  })
  test('truncated specs', () => {
    fc.assert(fc.property(fc.constantFrom(...specs), fc.double({ min: 0, max: 1, noNaN: true }), ([, source], part) => void checked(source.slice(0, Math.floor(part * source.length)))), many)
  })
  test('specs with a piece cut out, doubled or put in', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(fc.property(fc.constantFrom(...specs), share, fc.nat({ max: 30 }), fc.constantFrom('', ...pieces), fc.boolean(), ([, source], at, length, piece, twice) => {
      const start = Math.floor(at * source.length)
      const cut = source.slice(start, start + length)
      checked(source.slice(0, start) + (twice ? cut + piece + cut : piece) + source.slice(start + length))
    }), many)
  })
})

describe('nesting is bounded', () => {
  const n = 100_000
  test.each([
    ['(', 'let a = ' + '('.repeat(n)], ['( and )', 'let a = ' + '('.repeat(n) + '1' + ')'.repeat(n)], ['[', 'let a = ' + '['.repeat(n)], ['{', 'stage s {'.repeat(n)],
    ['f(', 'let a = ' + 'f('.repeat(n) + '1'], ['-', 'let a = ' + '-'.repeat(n) + 'x'], ['not', 'let a = ' + 'not '.repeat(n) + 'x'], ['^', 'let a = x' + ' ^ x'.repeat(n)],
    ['->', 'let a = x' + ' -> f'.repeat(n)], ['+', 'let a = x' + ' + x'.repeat(n)], ['||', 'let a = ' + '||'.repeat(n) + 'x'], ['|| x -', 'let a = ' + '|| x - '.repeat(n)],
    ['log', 'let a = ' + 'log '.repeat(n) + 'x'], ['(1)', 'let a = f' + '(1)'.repeat(n)], ['.x', 'let a = x' + '.x'.repeat(n)], ['[0]', 'let a = x' + '[0]'.repeat(n)],
    ['²', 'let a = x' + ' ²'.repeat(n)], ['repeat', 'train {' + 'repeat 2 {'.repeat(n / 2)],
  ])('%s', (_, source) => {
    expect(parse(source).errors.map(error => error.code)).toEqual(['syntax/too-deep'])
  })

  test('up to the bound everything is read', () => {
    const depth = maxBracketDepth - 1
    for (const [open, close] of [['(', ')'], ['f(', ')'], ['[', ']'], ['[k in ', ': 1]'], ['f(x ~ ', ': 1)'], ['a[0..', ']'], ['||1 + ', '||'], ['[k in t where ', ': 1]']] as const) {
      right(`let a = ${open.repeat(depth)}1${close.repeat(depth)}`)
    }
    for (const link of [' ^ x', ' -> x', ' + x', '.x', '[1]', ' ²']) right(`let a = x${link.repeat(maxChain - 1)}`)
    right(`let a = ${'-'.repeat(maxChain - 1)}x`)
  })

  test('what follows is read', () => {
    const { spec } = parse(`let a = ${'('.repeat(1000)}1${')'.repeat(1000)}\nlet b = 2`)
    expect(spec.declarations).toHaveLength(2)
  })
})

describe('size', () => {
  test('a file of 10 MB is refused', () => {
    expect(parse('let a = 1\n'.repeat(1_000_000)).errors).toMatchObject([{ code: 'syntax/too-large' }])
  })
  test.each([
    ['right statements', 'let a = 1\n'.repeat(30_000)], ['wrong statements', 'a\n'.repeat(200_000)], ['one wrong list', `let a = f(${'*,'.repeat(200_000)}1)`],
    ['a long list', `let a = [${'1, '.repeat(50_000)}1]`], ['one name', 'a'.repeat(maxLength - 1)], ['unknown characters', '@'.repeat(200_000)], ['quotes', '"'.repeat(200_001)],
    ['closing braces', '}'.repeat(200_000)], ['open norms', 'a = ||x\n'.repeat(20_000)], ['no line ends', 'x '.repeat(200_000)],
  ])('%s are read to the end', (_, source) => {
    // Anything worse than linear does not end within the time limit of a test.
    expect(parse(source).spec.span.end).toBeLessThanOrEqual(source.length)
  })
})
