/** Every fix that the examples of the diagnostics show, and those that only other specs show: applied, it removes its diagnostic and adds none. */
import { expect, test } from 'vitest'
import { codes, lookUp, type Code } from '../../compiler/diagnostics/registry.ts'
import { exampleSource } from '../../compiler/diagnostics/row.ts'
import { F, gan, spec, vae } from '../../compiler/diagnostics/rows/examples.ts'
import { codeActions } from '../../lsp/features/code-actions.ts'
import { diagnosticsOf } from '../../lsp/features/diagnostics.ts'
import { importsFrom } from '../types/files.ts'
import { at, edited, uri } from './cursor.ts'

const whole = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } }
const others = Object.fromEntries(['gan', 'blocks', 'circle', 'broken', 'rows', 'clock', 'wrong', 'nll'].map((name) => [`${name}.gen`, importsFrom('')(`./${name}.gen`)!.source]))
const files = { ...others, 'judge.gen': others['rows.gen']! }

/** What no example shows: another place of the same mistake, or another way to mend it. */
const MORE: readonly (readonly [Code, string])[] = [
  ['names/import', 'import { Bodi } from "./blocks.gen"\ndata (x: real[2])\nnetwork N(x) -> k[3] { x -> Bodi -> dense(3) }\nmetric m = E[sum(N(x))]\n'],
  ['names/unknown-member', 'given G from "./rows.gen"\ndata (x: image[8, 8, 1] in [-1, 1])\nmetric m = E[G.siez(x)]\n'],
  ['names/unknown-argument', gan({ rest: 'figures { scatter(x in test[0..9]: D(x), colour: D(x)) }', data: 'data (x: image[8, 8, 1] in [-1, 1])' })],
  ['data/option', spec({ data: 'data (x: image[8, 8, 1] in [0, 1] resise bilinear)', parts: 'network F(x) -> h[2] { x -> flatten -> dense(2) }' })],
  ['shapes/output', spec({ parts: 'network F(x) -> h { x -> dense(2) }' })],
  ['shapes/output', spec({ parts: 'network F(x) -> h[2, 1] { x -> dense(2) }' })],
  ['training/over', spec({ parts: F, train: 'minimize size over FF with adam(1e-3)' })],
  ['training/no-epochs', 'weight s[] = 1\nloss { size = s^2 }\ntrain { minimize size with adam(1e-3); epochs 3 }\n'],
  ['data/figure-unbound', gan({ rest: 'figures { grid(z ~ p(z), 4: x) }' })],
  ['distributions/unlisted-condition', 'data (x: real[2], y: real[2], t: real[2])\nnetwork F(v) -> h[2] { v -> dense(2) }\ndistribution p(x | y) = Normal(F(y) + t, std: 1)\nloss { r = -log p(x | y, t) }\ntrain { minimize r with adam(1e-3) }\n'],
  ['kinds/output', spec({ parts: 'classifier F(x) -> probability[3] { x -> dense(3) }' })],
  ['distributions/divergence', vae({ terms: 'reconstruction = -E[z ~ q(z | x): log p(x | z)]\n  regulariser = KL(q(z | x) | p(z))' })],
  ['names/unused', `${spec({ parts: F })}/// A letter.\n/// Unread.\nlet a = 1      // indeed\n`],
  ['names/unused', `${spec({ parts: F })}let a = 1; hyper b = 2; metric m = b\n`],
  ['syntax/block', 'los { a = 1 }\n'],
  ['syntax/stray-bracket', `${spec({ parts: F })}metric m = sum((1 + 2])\n`],
  ['syntax/unknown-character', `${spec({ parts: F })}metric m = 1 – 2\n`],
  ['ranges/bernoulli', 'data (x: real[4])\nnetwork F(x) -> logits[4] { x -> dense(4) }\nencoder Q(x) -> (mu[4], logvar[4]) { mu = x -> dense(4); logvar = x -> dense(4) }\nsampler q(z | x) = Normal(Q(x))\ndistribution p(x | z) = Bernoulli(F(z))\nloss { r = -E[z ~ q(z | x): log p(x | z)] }\ntrain { minimize r with adam(1e-3) }\n'],
]

/** What is looked at only where there are no mistakes, and remarks. */
const HIDDEN = new Set(['names/unused', 'training/untrained', 'training/not-reached', 'distributions/grey', 'distributions/estimator'])

const sources = [...codes.map((code) => [code, exampleSource(lookUp(code)!.wrong)] as const), ...MORE].filter(([, source]) => source.length < 20_000)
const fixed = new Map<string, number>()

test.each(sources)('%s', (_, source) => {
  const { workspace } = at(source, files)
  const before = diagnosticsOf(workspace, uri)
  const known = new Set(before.map((d) => `${d.code} ${d.message}`))
  for (const action of codeActions(workspace, uri, whole, ['quickfix'])) {
    const [own] = action.diagnostics!
    const { [uri]: here = [], ...elsewhere } = action.edit!.changes!
    const after = edited(source, here)
    const changed = Object.fromEntries(Object.entries(elsewhere).map(([of, edits]) => { const name = of.split('/').at(-1)!; return [name, edited(files[name as keyof typeof files], edits)] }))
    const left = diagnosticsOf(at(after, { ...files, ...changed }).workspace, uri)
    expect(left.filter((d) => d.code === own!.code && d.message === own!.message).map((d) => d.message), `${action.title}\n${after}`).toEqual([])
    expect(left.filter((d) => !known.has(`${d.code} ${d.message}`) && !HIDDEN.has(String(d.code))).map((d) => d.message), `${action.title}\n${after}`).toEqual([])
    fixed.set(String(own!.code), (fixed.get(String(own!.code)) ?? 0) + 1)
  }
  // What names the one thing that was meant can write it too.
  for (const d of workspace.program(uri)!.diagnostics) if (/^Did you mean [^ ]+\?$/.test(d.help ?? '') && d.code !== 'names/unknown-hyper') expect(d.fix, d.message).toBeDefined()
})

test('what is listed beside the examples is fixed', () => {
  for (const [code] of MORE) expect(fixed.get(code) ?? 0, code).toBeGreaterThanOrEqual(MORE.filter(([c]) => c === code).length)
  expect(fixed.size).toBeGreaterThan(35)
})

test('a slip in what is imported is mended where it is', () => {
  const source = 'import { Two } from "./two.gen"\ndata (x: real[2])\nnetwork N(x) -> k[2] { x -> Two }\nmetric m = E[sum(N(x))]\n'
  const fixes = (two: string, text = source): readonly string[] => {
    const { workspace } = at(text, { 'two.gen': two })
    const [told] = diagnosticsOf(workspace, uri)
    expect(told!.relatedInformation).toMatchObject([{ location: { uri: 'file:///project/two.gen' }, message: 'it stands here' }])
    expect(told!.message).toMatch(/[Ii]n (\.\/two.gen, )?line \d/)
    return codeActions(workspace, uri, told!.range).map(({ title, edit }) => {
      expect(Object.keys(edit!.changes!)).toEqual(['file:///project/two.gen'])
      return `${title}: ${edited(two, edit!.changes!['file:///project/two.gen']!)}`
    })
  }
  expect(fixes('hyper w = 2; metric far = 1\nblock Two(h) { h -> Inner }\nblock Inner(h) { h -> dens(w) }\n')).toEqual(['Write dense in ./two.gen: hyper w = 2; metric far = 1\nblock Two(h) { h -> Inner }\nblock Inner(h) { h -> dense(w) }\n'])
  expect(fixes('block Two(h) { h -> dense(2, rellu) }\n')).toEqual(['Write relu in ./two.gen: block Two(h) { h -> dense(2, relu) }\n'])
  // No text is at hand that would mend it.
  expect(fixes('block Two(h) { h -> nothingLikeIt }\n')).toEqual([])
  expect(fixes('block Two(h) { h -> dense(2) \n')).toEqual([])
  expect(fixes('data (x: real[2])\nmetric m = E[summ(x)]\n', 'given G from "./two.gen"\ndata (x: real[2])\nmetric m = E[G.m(x)]\n')).toEqual(['Write sum in ./two.gen: data (x: real[2])\nmetric m = E[sum(x)]\n'])
})

test('what overlaps is mended one after the other', () => {
  const source = (train: string): string => spec({ parts: F, train: `minimize size with adam(1e-3); ${train}` })
  let text = source('batch 64; batch 32; batch 16')
  for (let left = 2; left > 0; left--) {
    const [fix] = codeActions(at(text).workspace, uri, whole, ['quickfix'])
    text = edited(text, fix!.edit!.changes![uri]!)
  }
  expect(text).toBe(source('batch 64'))
})

test('all fixes at once leave alone what may be meant so', () => {
  const { workspace, text } = at('let a = 1\nmetric m = absolute(1) + abss(2)\n')
  const [all] = codeActions(workspace, uri, whole, ['source.fixAll'])
  expect(edited(text, all!.edit!.changes![uri]!)).toContain('let a = 1\nmetric m = absolute(1) + abs(2)')
})

test('an empty spec begins with a whole model', () => {
  for (const text of ['', '// About digits.\n']) {
    const { workspace } = at(text)
    expect(diagnosticsOf(workspace, uri)).toMatchObject([{ code: 'syntax/empty', severity: 3 }])
    const actions = codeActions(workspace, uri, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } })
    expect(actions.map(({ title }) => title)).toEqual(expect.arrayContaining(['Begin with a model: Variational autoencoder', 'Begin with a model: Generative adversarial network']))
    for (const { title, edit } of actions) {
      const after = edited(text, edit!.changes![uri]!)
      expect(after.startsWith(text)).toBe(true)
      expect(diagnosticsOf(at(after).workspace, uri).filter((d) => d.severity !== 3), `${title}\n${after}`).toEqual([])
    }
  }
})

test('a path that leads nowhere becomes the one that was meant', () => {
  for (const written of ['./jugde.gen', '../judge.gen', 'judge']) {
    const { workspace, text } = at(`given J from "${written}"\nmetric m = 1\n`, files)
    const [action] = codeActions(workspace, uri, { start: { line: 0, character: 15 }, end: { line: 0, character: 15 } }, ['quickfix'])
    if (written === 'judge') expect(action).toBeUndefined()
    else expect(edited(text, action!.edit!.changes![uri]!)).toContain('given J from "./judge.gen"\n')
  }
})
