import { Lexer } from 'chevrotain'
import { describe, expect, test } from 'vitest'
import { lex } from '../../grammar/lexer.ts'
import { keywordTexts, lexedTokens } from '../../grammar/tokens.ts'
import { parse } from '../../grammar/parse.ts'

const words = (source: string): string[] => lex(source).tokens.map(token => `${token.tokenType.name}:${token.image}`)
const images = (source: string): string[] => lex(source).tokens.map(token => token.image)

test('the token definitions pass the validation that production skips', () => {
  expect(new Lexer(lexedTokens, { ensureOptimizations: true }).lexerDefinitionErrors).toEqual([])
})

describe('numbers', () => {
  test.each([
    ['28', ['28']], ['0.5', ['0.5']], ['1e-3', ['1e-3']], ['1E+5', ['1E+5']], ['0..9', ['0', '..', '9']], ['0.5..1.5', ['0.5', '..', '1.5']],
    ['1.', ['1', '.']], ['x.y', ['x', '.', 'y']], ['2e', ['2', 'e']], ['1e3..2e3', ['1e3', '..', '2e3']],
  ])('%s', (source, expected) => expect(images(source)).toEqual(expected))
})

describe('names', () => {
  test.each(['μ', 'σ₁', 'x̂', 'βₜ', 'naïve', 'z_1', '变量', '𝒩', '𝔼', 'ابجد', 'dataset', 'inner', 'notes', 'logits', 'overall'])('%s is one name', name => {
    expect(words(name)).toEqual([`Identifier:${name}`])
  })
  test('a superscript is a power, not part of the name', () => expect(words('x²')).toEqual(['Identifier:x', 'Superscript:²']))
  test('a negative superscript', () => expect(words('x⁻¹⁰')).toEqual(['Identifier:x', 'Superscript:⁻¹⁰']))
  test.each(keywordTexts)('`%s` is a word of the language', word => {
    const [token] = lex(word).tokens
    expect(token!.tokenType.name.toLowerCase().replace('word', '')).toBe(word)
    expect(words(`${word}x`)).toEqual([`Identifier:${word}x`])
  })
})

test.each([
  ['→', 'Arrow'], ['->', 'Arrow'], ['∼', 'Tilde'], ['~', 'Tilde'], ['≤', 'AtMost'], ['<=', 'AtMost'], ['≥', 'AtLeast'], ['≠', 'NotEqual'], ['∈', 'InSign'],
  ['·', 'Times'], ['⊙', 'Times'], ['×', 'Times'], ['−', 'Minus'], ['‖', 'Bars'], ['∥', 'Bars'], ['||', 'Bars'], ['∣', 'Bar'], ['|', 'Bar'],
])('%s is %s', (image, type) => expect(words(image)).toEqual([`${type}:${image}`]))

test('spaces of every kind separate', () => expect(images('\ufeffa\u00a0b\u2009c\td')).toEqual(['a', 'b', 'c', 'd']))

test('comments are kept apart, with their place', () => {
  const { comments } = lex('/// doc\n// plain\na // after\n//// line\n')
  expect(comments.map(({ text, doc, ownLine }) => [text, doc, ownLine])).toEqual([
    ['/// doc', true, true], ['// plain', false, true], ['// after', false, false], ['//// line', false, true],
  ])
})

describe('strings', () => {
  const value = (source: string): unknown => {
    const { spec } = parse(`given J from ${source}`)
    const [given] = spec.declarations
    return given?.kind === 'given' ? given.from.value : undefined
  }
  test.each([['"a.gen"', 'a.gen'], ['"a\\"b"', 'a"b'], ['"a\\\\"', 'a\\'], ['"a\\nb"', 'a\nb'], ['"a', 'a'], ['""', '']])('%s', (source, expected) => {
    expect(value(source)).toBe(expected)
  })
})

test.each([
  ['“', '"'], ['–', '-'], ['÷', '/'], ['⟶', '->'], ['（', '('], ['∇', 'grad(e, v)'], ['&', 'and'], ['!', 'not'],
])('%s is unknown, and %s is offered', (character, fit) => {
  const [found] = lex(`a ${character} b`).problems
  expect(found).toMatchObject({ code: 'syntax/unknown-character', expected: [fit] })
  expect(found!.message).toContain(fit)
})
