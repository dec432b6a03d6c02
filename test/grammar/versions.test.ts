/** Texts that are being written: a version that takes over what the one before had is what it would be parsed anew. */
import fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { parse, parseVersion, type Version } from '../../grammar/parse.ts'
import { keywordTexts } from '../../grammar/tokens.ts'
import { seed, specs } from './support.ts'

console.info(`versions of texts: seed ${seed}`)

const pieces = ['', ' ', '\n', ';', '{', '}', '(', ')', '[', ']', '||', '->', '=', 'x', '1', '"', '@', '// c\n', '/// d\n', '[0 per y]', ...keywordTexts]

test('whatever is typed and taken back', () => {
  const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.constantFrom(0, 0, 1, 8), piece: fc.constantFrom(...pieces), back: fc.boolean() })
  fc.assert(fc.property(fc.constantFrom(...specs), fc.array(edit, { minLength: 5, maxLength: 15 }), ([, source], edits) => {
    const texts = [source]
    let before: Version | undefined
    for (const { at, cut, piece, back } of edits) {
      const text = texts.at(-1)!
      const now = parseVersion(text, before)
      // toEqual takes longer than parsing.
      if (!isDeepStrictEqual({ spec: now.spec, errors: now.errors }, parse(text))) throw new Error(`differs from what is parsed anew: ${JSON.stringify(text)}`)
      before = now
      const start = Math.floor(at * text.length)
      if (back && texts.length > 1) texts.pop()
      else texts.push(text.slice(0, start) + piece + text.slice(start + cut))
    }
  }), { seed, numRuns: 25 })
})

test('statements that did not change are not parsed again', () => {
  const [, source] = specs.find(([name]) => name === 'vae.gen')!
  const longer = source.replace('hyper beta = 1.0', 'hyper beta = 10.0')
  const first = parseVersion(source)
  const next = parseVersion(longer, first)
  const same = next.spec.declarations.filter((declaration, i) => declaration === first.spec.declarations[i])
  expect(same.map(({ kind }) => kind)).toEqual(['model', 'data', 'hyper'])
  expect(next.spec).toEqual(parse(longer).spec)
})

test('a bracket that is opened far above is seen below', () => {
  const source = 'model M\nlet a = f(1)\nlet b = 2\n'
  const torn = source.replace('f(1)', 'f((1')
  expect(parseVersion(torn, parseVersion(source))).toMatchObject(parse(torn))
})
