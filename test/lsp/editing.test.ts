import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { format } from '../../grammar/print.ts'
import { codeActions } from '../../lsp/features/code-actions.ts'
import { codeLenses } from '../../lsp/features/code-lens.ts'
import { diagnosticsOf } from '../../lsp/features/diagnostics.ts'
import { documentSymbols } from '../../lsp/features/document-symbols.ts'
import { foldingRanges } from '../../lsp/features/folding.ts'
import { formatting } from '../../lsp/features/formatting.ts'
import { ALL_HINTS, inlayHints } from '../../lsp/features/inlay-hints.ts'
import { selectionRanges } from '../../lsp/features/selection.ts'
import { semanticTokens, TOKEN_TYPES } from '../../lsp/features/semantic-tokens.ts'
import { linesOf, offsetOf, rangeOf } from '../../lsp/positions.ts'
import { at, edited, textIn, uri, VAE, vaeAt } from './cursor.ts'

const whole = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } }

test('diagnostics: code, page, other places, help', () => {
  const { workspace } = at('data (x: real[2], x: real[3])\nlet a = b\n')
  const [twice, unknown] = diagnosticsOf(workspace, uri, (code) => `https://example.org/${code}`)
  expect(twice).toMatchObject({ code: 'names/duplicate', severity: 1, source: 'genc', codeDescription: { href: 'https://example.org/names/duplicate' } })
  expect(twice!.relatedInformation).toMatchObject([{ location: { uri, range: { start: { line: 0, character: 6 } } } }])
  expect(unknown).toMatchObject({ code: 'names/unknown', range: { start: { line: 1, character: 8 }, end: { line: 1, character: 9 } } })
})

test('networks alone are for others to read', () => {
  const told = (source: string): readonly string[] => diagnosticsOf(at(source).workspace, uri).map(({ message }) => String(message))
  const blocks = 'hyper w = 2\nblock Inner(h) { h -> dense(w) }\nblock Two(h) { h -> Inner -> relu }\n'
  expect(told(blocks)).toEqual([])
  expect(told(`${blocks}hyper v = 3\nmetric m = 1\n`)).toEqual(['Two, a block, is never read.', 'v, a hyperparameter, is never read.'])
})

test('fix-all fixes what fits together', () => {
  const source = VAE.replace('dense(16, relu)', 'dens(16, relu)').replace('adam(', 'adamm(')
  const { workspace } = at(source)
  const [all] = codeActions(workspace, uri, whole, ['source.fixAll'])
  expect(edited(source, all!.edit!.changes![uri]!)).toBe(VAE)
})

test('hints: shapes, parameters and kinds, each with a switch', () => {
  const { workspace, text } = vaeAt('model')
  const shown = (settings = ALL_HINTS): string => {
    const lines = linesOf(text)
    return inlayHints(workspace, uri, whole, settings).toReversed().reduce((all, { position, label }) => {
      const offset = offsetOf(lines, position)
      return `${all.slice(0, offset)}‹${String(label)}›${all.slice(offset)}`
    }, text)
  }
  expect(shown()).toContain('encoder Enc‹12,832 parameters›(x)')
  expect(shown()).toContain('h = x -> flatten‹[784]› -> dense(16, relu)‹[16]›')
  expect(shown()).toContain('z -> dense(784)‹[784]› -> reshape(28, 28, 1)‹[28, 28, 1]›')
  expect(shown({ ...ALL_HINTS, shapes: false })).not.toContain('‹[')
  expect(shown({ ...ALL_HINTS, parameters: false })).not.toContain('parameters›')
  const kinds = at('data (x: real[2])\nclassifier C(x) -> logits[3] { x -> dense(3) }\nlet a = C(x)\n')
  expect(inlayHints(kinds.workspace, uri, whole).map(({ label }) => label)).toContain(': logits')
  expect(inlayHints(kinds.workspace, uri, whole, { ...ALL_HINTS, kinds: false }).map(({ label }) => label)).not.toContain(': logits')
})

test('a block that is used with several shapes has no hints of its own', () => {
  const hints = (second: number): readonly string[] =>
    inlayHints(at(`data (x: real[3])\nblock Two(h, n) { h -> dense(n) -> relu }\nnetwork N(x) -> k[2] { x -> Two(3) -> Two(${second}) -> dense(2) }\nlet a = N(x)\n`).workspace, uri, whole).filter((h) => h.position.line === 1).map((h) => String(h.label))
  expect(hints(2)).toEqual([])
  expect(hints(3)).toEqual(['[3]', '[3]'])
})

test('lenses: train, build, sizes; no commands beside a mistake', () => {
  const titles = (source: string): readonly string[] => codeLenses(at(source).workspace, uri).map(({ command }) => command!.title)
  expect(titles(VAE)).toEqual(['Train', 'Build', expect.stringMatching(/^12,832 parameters/) as string, expect.stringMatching(/^7,056 parameters/) as string])
  expect(titles(VAE.replace('adam', 'adom'))).not.toContain('Train')
})

test('formatting gives what genc fmt gives, by few edits, and nothing for torn text', async () => {
  const source = VAE.replace('  h = x -> flatten', ' h=x->flatten').replace('epochs 10', 'epochs    10')
  const { workspace } = at(source)
  const edits = await formatting(workspace, uri)
  expect(edited(source, edits)).toBe(await format(source))
  expect(edits).toHaveLength(2)
  const lines = linesOf(source)
  const here = source.indexOf('epochs')
  expect(edited(source, await formatting(workspace, uri, rangeOf(lines, { start: here, end: here + 3 })))).toBe(source.replace('epochs    10', 'epochs 10'))
  expect(await formatting(at('let a = (').workspace, uri)).toEqual([])
  for (const text of ['model A', 'model   A\n\n\n\n', 'model A\r\nhyper   a=1\r\n', '', '// only\n\n\n']) {
    expect(edited(text, await formatting(at(text).workspace, uri)), JSON.stringify(text)).toBe(await format(text))
  }
})

test('outline', () => {
  const tree = documentSymbols(vaeAt('model').workspace, uri).map(({ name, detail, children }) => [name, detail, children?.map((c) => c.name)])
  expect(tree).toContainEqual(['Enc', 'encoder', undefined])
  expect(tree).toContainEqual(['p(x | z)', 'likelihood', undefined])
  expect(tree).toContainEqual(['loss', undefined, ['reconstruction', 'regulariser']])
  expect(tree).toContainEqual(['data', undefined, ['x']])
})

test('folding: blocks and comments', () => {
  const { workspace } = at('// one\n// two\nloss {\n  a = 1\n  b = 2\n}\n')
  expect(foldingRanges(workspace, uri)).toEqual([{ startLine: 2, endLine: 4 }, { startLine: 0, endLine: 1, kind: 'comment' }])
})

test('selection grows from the word to the file', () => {
  const { workspace, text, position } = vaeAt('p(x | z)]', 4)
  const grown: string[] = []
  for (let s: ReturnType<typeof selectionRanges>[number] | undefined = selectionRanges(workspace, uri, [position])[0]; s !== undefined; s = s.parent) grown.push(textIn(text, s.range))
  expect(grown.slice(0, 4)).toEqual([expect.stringMatching(/^[xz]$|^p\(x \| z\)$/) as string, expect.any(String) as string, expect.any(String) as string, expect.any(String) as string])
  expect(grown).toContain('log p(x | z)')
  expect(grown.at(-1)).toBe(text)
})

test('a string that is never closed is coloured as one', () => {
  const { workspace } = at('import { F } from "parts')
  const { data } = semanticTokens(workspace, uri)
  expect(data.slice(-5, -1)).toEqual([0, 5, '"parts'.length, TOKEN_TYPES.indexOf('string')])
})

test('colours by meaning', () => {
  const { workspace, text } = at(readFileSync(new URL('../../specs/wgan-gp.gen', import.meta.url), 'utf8'))
  const { data } = semanticTokens(workspace, uri)
  const lines = linesOf(text)
  const found: [string, string][] = []
  let [line, character] = [0, 0]
  for (let i = 0; i < data.length; i += 5) {
    const [dl, dc, length, type] = data.slice(i, i + 4) as [number, number, number, number]
    ;[line, character] = dl === 0 ? [line, character + dc] : [line + dl, dc]
    const start = offsetOf(lines, { line, character })
    found.push([text.slice(start, start + length), TOKEN_TYPES[type]!])
  }
  expect(found).toEqual(expect.arrayContaining([['model', 'keyword'], ['WGANGP', 'class'], ['G', 'class'], ['conv2dTranspose', 'function'], ['relu', 'function'], ['lambda', 'enumMember'], ['z', 'parameter'], ['image', 'type'], ['strides', 'property'], ['10', 'number'], ['minimize', 'keyword'], ['over', 'keyword'], ['grad', 'function']]))
})
