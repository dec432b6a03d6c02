import { expect, test } from 'vitest'
import { definition } from '../../lsp/features/definition.ts'
import { diagnosticsOf } from '../../lsp/features/diagnostics.ts'
import { documentHighlight } from '../../lsp/features/highlight.ts'
import { documentLinks } from '../../lsp/features/document-links.ts'
import { references } from '../../lsp/features/references.ts'
import { isRefusal, prepareRename, rename } from '../../lsp/features/rename.ts'
import { check } from '../../compiler/check.ts'
import { parse } from '../../grammar/parse.ts'
import { Workspace } from '../../lsp/workspace.ts'
import { at, edited, marked, textIn, uri, VAE, vaeAt, type At } from './cursor.ts'

const defined = ({ workspace, position, text }: At): string => {
  const found = definition(workspace, uri, position)
  return found === null ? 'nothing' : `${found.uri === uri ? '' : `${found.uri.split('/').at(-1)!} `}${found.range.start.line + 1}: ${found.uri === uri ? textIn(text, found.range) : ''}`.trim()
}

test('definitions: of the model, of bodies, of binders', () => {
  expect(defined(vaeAt('Enc(x))'))).toBe('10: Enc')
  expect(defined(vaeAt('h -> dense(latent)\n  logvar'))).toBe('11: h')
  expect(defined(vaeAt('latent], logvar'))).toBe('7: latent')
  expect(defined(vaeAt('z)]\n'))).toBe('25: z')          // the binder of the average
  expect(defined(vaeAt('x, mean('))).toBe('35: x')       // the binder of the figure
  expect(defined(vaeAt('p(z))\n'))).toBe('21: p')        // the prior, not the likelihood
  expect(defined(vaeAt('p(x | z)]'))).toBe('22: p')
  expect(defined(at('data (x: real[2])\nencoder E1(x) -> (a[2], b[2]) { a = x -> dense(2); b = x -> dense(2) }\nlet m = E1(x).‸b\n'))).toBe('2: b')
  expect(defined(at('data (x: real[2])\nencoder E1(x) -> h[2] { x -> dense(2, name: code) }\nlet m = sum(E1.‸code.kernel)\n'))).toBe('2: code')
})

test('highlights tell declaration from use', () => {
  const { workspace, text, position } = at('data (x: real[2])\nencoder E1(x) -> h[2] { k = ‸x -> dense(2)\n k -> dense(2) }\nlet a = E1(x)\n')
  const found = documentHighlight(workspace, uri, position)
  expect(marked(text, found.map((h) => h.range)).split('\n')[1]).toBe('encoder E1(⟦x⟧) -> h[2] { k = ⟦x⟧ -> dense(2)')
  expect(found.map((h) => h.kind)).toEqual([3, 2])
})

test('a variable is one thing in binders, heads and densities', () => {
  const { workspace, position } = vaeAt('z ~ q')
  expect(references(workspace, uri, position, true)).toHaveLength(VAE.match(/\bz\b/g)!.length - 2)       // Dec has a z of its own, twice
})

test('renaming leaves the same model under another name', () => {
  for (const [needle, name] of [['latent = 8', 'width'], ['Enc(x) ->', 'Encoder'], ['z ~ q', 'code'], ['h = x', 'hidden'], ['mu[latent', 'centre'], ['reconstruction =', 'rec'], ['p(z) ', 'prior'], ['x: image', 'picture']] as const) {
    const { workspace, position, text } = vaeAt(needle)
    const found = rename(workspace, uri, position, name)
    expect(found !== null && !isRefusal(found), needle).toBe(true)
    const after = edited(text, (found as { changes: Record<string, never[]> }).changes[uri]!)
    expect(after).toContain(name)
    expect(check(parse(after).spec, { source: after }).diagnostics.filter((d) => d.severity !== 'info').map((d) => d.message), `${needle} → ${name}\n${after}`).toEqual([])
  }
})

test('what cannot be renamed says why', () => {
  const said = (needle: string, name: string): string => {
    const { workspace, position } = vaeAt(needle)
    const found = rename(workspace, uri, position, name)
    return found !== null && isRefusal(found) ? found.refused : 'renamed'
  }
  expect(said('latent = 8', 'Enc')).toBe('There is a Enc already.')
  expect(said('latent = 8', '2x')).toContain('cannot be a name')
  expect(said('latent = 8', 'KL')).toContain('means something of its own')
  expect(said('logits[28', 'out')).toContain('says what kind of number')
  expect(said('latent = 8', 'batch')).toBe('renamed')
  const { workspace, position } = vaeAt('dense(16')
  expect(prepareRename(workspace, uri, position)).toBeNull()
})

test('imports: definition, references and renaming go into the other file', () => {
  const blocks = 'model Blocks\nnetwork Two(h) -> k[2] { h -> dense(2) }\n'
  const one = at('import { Two } from "./blocks.gen"\ndata (x: real[2])\nlet a = ‸Two(x)\n', { 'blocks.gen': blocks })
  expect(defined(one)).toBe('blocks.gen 2:')
  expect(references(one.workspace, uri, one.position, true)).toHaveLength(3)
  const found = rename(one.workspace, uri, one.position, 'Pair') as { changes: Record<string, never[]> }
  expect(edited(blocks, found.changes['file:///project/blocks.gen']!)).toContain('network Pair(h)')
  expect(edited(one.text, found.changes[uri]!)).toBe('import { Pair } from "./blocks.gen"\ndata (x: real[2])\nlet a = Pair(x)\n')
  expect(documentLinks(one.workspace, uri)).toMatchObject([{ target: 'file:///project/blocks.gen' }])
  expect(defined(at('import { Two } from "./blo‸cks.gen"\n', { 'blocks.gen': blocks }))).toBe('blocks.gen 1:')
})

test('a path that the checker does not follow is no link, and leads nowhere', () => {
  const blocks = 'network Two(h) -> k[2] { h -> dense(2) }\n'
  const text = 'import { Two } from "../blocks.gen"\ndata (x: real[2])\nlet a = Two(x)\n'
  const workspace = new Workspace({ read: () => blocks, list: () => ['file:///blocks.gen'] })
  workspace.set(uri, text)
  expect(diagnosticsOf(workspace, uri).map(({ code }) => code)).toEqual(['data/import-path'])
  expect(documentLinks(workspace, uri)).toEqual([])
  expect(definition(workspace, uri, { line: 0, character: 25 })).toBeNull()
  expect(definition(workspace, uri, { line: 2, character: 8 })).toMatchObject({ uri, range: { start: { line: 0, character: 9 } } })
  workspace.set(uri, text.replace('../', './'))
  expect(documentLinks(workspace, uri)).toHaveLength(1)
})

test('outputs and variables of a given: definition, and renaming on either side', () => {
  const vae = 'data (x: real[2])\nencoder Enc(x) -> (mu[2], logvar[2]) { mu = x -> dense(2); logvar = x -> dense(2) }\nsampler q(z | x) = Normal(Enc(x))\nmetric m = E[E[z ~ q(z | x): sum(z)]]\n'
  const source = 'data (x: real[2], t: real[2])\ngiven V from "./vae.gen"\nmetric a = E[sum(V.Enc(x).mu + V.Enc(t).mu)] + E[E[z ~ V.q(z | x = t): sum(z)] + E[z ~ V.q(z | x): sum(z)]]\n'
  const renamed = (marked: string, name: string): readonly [string, string] => {
    const { workspace, position, text } = at(marked, { 'vae.gen': vae })
    const { changes } = rename(workspace, uri, position, name) as { changes: Record<string, never[]> }
    const after: [string, string] = [edited(text, changes[uri] ?? []), edited(vae, changes['file:///project/vae.gen'] ?? [])]
    expect(diagnosticsOf(at(after[0], { 'vae.gen': after[1] }).workspace, uri).filter((d) => d.severity === 1)).toEqual([])
    return after
  }
  expect(defined(at(source.replace('.mu +', '.‸mu +'), { 'vae.gen': vae }))).toBe('vae.gen 2:')
  expect(renamed(source.replace('(t).mu', '(t).‸mu'), 'centre')).toEqual([source.replaceAll('.mu', '.centre'), vae.replaceAll('mu', 'centre')])
  expect(renamed(source.replace('x = t', '‸x = t'), 'picture')).toEqual([source.replace('x = t', 'picture = t').replace('V.q(z | x)', 'V.q(z | picture = x)'), vae.replace('(x: real', '(picture: real').replaceAll('| x)', '| picture)').replace('Enc(x))', 'Enc(picture))')])
})
