import { expect, test } from 'vitest'
import type { CodeAction } from 'vscode-languageserver'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { format } from '../../grammar/print.ts'
import { codeActions } from '../../lsp/features/code-actions.ts'
import { laboratory } from '../lower/laboratory.ts'
import { at, edited, uri, VAE } from './cursor.ts'

/** What is offered at a cursor, or over what stands between two. */
function offered(marked: string, kind: string, others: Readonly<Record<string, string>> = {}): { readonly text: string; readonly actions: readonly CodeAction[] } {
  const { workspace, text, positions } = at(marked, others)
  return { text, actions: codeActions(workspace, uri, { start: positions[0]!, end: positions[1] ?? positions[0]! }, [kind]) }
}

/** The spec after the action of that title; of the other files what changed as well. */
function done(marked: string, kind: string, title: string, others: Readonly<Record<string, string>> = {}): string {
  const { text, actions } = offered(marked, kind, others)
  const action = actions.find((a) => a.title.includes(title))
  expect(action, actions.map((a) => a.title).join(', ') || 'nothing is offered').toBeDefined()
  return Object.entries(action!.edit!.changes!).map(([of, edits]) => edited(of === uri ? text : others[of.split('/').at(-1)!]!, edits)).join('\n')
}

const titles = (marked: string, kind: string): readonly string[] => offered(marked, kind).actions.map((a) => a.title)

/** Every result of a round of training, with the same weights; `renamed`: store entries of the second by those of the first. */
function sameNumbers(before: string, after: string, renamed: (entry: string) => string = (entry) => entry): void {
  const [a, b] = [laboratory(before), laboratory(after)]
  expect(b.compiled.graph!.store.map((e) => [e.name, e.shape])).toEqual(a.compiled.graph!.store.map((e) => [renamed(e.name), e.shape]))
  const store = Object.fromEntries(Object.entries(a.store).map(([entry, value]) => [renamed(entry), value]))
  const scalars = (values: Readonly<Record<string, Tensor64>>): Readonly<Record<string, number>> => Object.fromEntries(Object.entries(values).flatMap(([name, t]) => (t.data.length === 1 ? [[name, t.data[0]!]] : [])))
  for (const { name } of a.compiled.graph!.programs.filter((p) => p.name === 'round' || p.name.startsWith('terms'))) {
    const [x, y] = [scalars(a.run(name).outputs), scalars(b.run(name, { store }).outputs)]
    expect(Object.keys(y), name).toEqual(Object.keys(x))
    for (const [output, value] of Object.entries(x)) expect(y[output], `${name}: ${output}`).toBeCloseTo(value, 9)
  }
}

// ── logvar ↔ std ────────────────────────────────────────────────────────────────────────────────────────────────────

const SMALL = VAE.replaceAll('[28, 28, 1]', '[4, 4, 1]').replace('dense(784)', 'dense(16)').replace('reshape(28, 28, 1)', 'reshape(4, 4, 1)')
const marked = (source: string, needle: string, after = 0): string => `${source.slice(0, source.indexOf(needle) + after)}‸${source.slice(source.indexOf(needle) + after)}`

test('an output becomes a std: head, body, and nothing else where outputs are taken by name', async () => {
  const after = done(marked(SMALL, 'logvar[latent]'), 'refactor.rewrite', 'Convert')
  expect(after).toContain('encoder Enc(x) -> (mu[latent], std[latent]) {\n')
  expect(after).toContain('  logvar = h -> dense(latent)\n  std = exp(logvar / 2)\n}')
  expect(after).toContain('Normal(Enc(x))')
  expect(await format(after)).toBe(after)
  sameNumbers(SMALL, after)
  // And back: the very spec that it was.
  for (const place of [marked(after, 'std[latent]'), marked(after, 'std = exp', 1)]) expect(done(place, 'refactor.rewrite', 'Convert Enc\'s std to logvar')).toBe(SMALL)
})

test('every use follows: arguments, formulas, variances', () => {
  const used = SMALL.replace('Normal(Enc(x))', 'Normal(Enc(x).mu, logvar: Enc(x).logvar)').replace('regulariser    = KL(q(z | x) || p(z))', 'regulariser    = sum(1/2 * (Enc(x).mu^2 + exp(Enc(x).logvar) - 1 - Enc(x).logvar))')
    .replace('figures', 'let v = (x -> Enc).logvar\nmetric spread = E[mean(exp(v / 2))] + E[mean(exp(Enc(x).logvar / 2))]\nfigures')
  const after = done(marked(used, 'logvar: Enc', 1), 'refactor.rewrite', 'Convert')
  expect(after).toContain('Normal(Enc(x).mu, std: Enc(x).std)')
  expect(after).toContain('Enc(x).mu^2 + square(Enc(x).std) - 1 - log(Enc(x).std^2)')
  expect(after).toContain('let v = log((x -> Enc).std^2)')
  expect(after).toContain('E[mean(Enc(x).std)]')
  sameNumbers(used, after)
  const back = done(marked(after, 'std[latent]'), 'refactor.rewrite', 'Convert')
  expect(back).toContain('Enc(x).mu^2 + exp(Enc(x).logvar) - 1 - Enc(x).logvar')
  sameNumbers(used, back)
})

test('an output that was a std by itself', () => {
  const own = SMALL.replace('logvar[latent]', 'std[latent]').replace('logvar = h -> dense(latent)', 'std = h -> dense(latent, softplus)')
  const after = done(marked(own, 'std = h', 2), 'refactor.rewrite', 'Convert')
  expect(after).toContain('  std = h -> dense(latent, softplus)\n  logvar = log(std^2)\n')
  sameNumbers(own, after)
  expect(done(marked(after, 'logvar[latent]'), 'refactor.rewrite', 'Convert')).toBe(own)
})

test('bodies on one line, and outputs with a name of their own', () => {
  const line = 'data (x: real[3])\nencoder Enc(x) -> (mu[2], s: logvar[2]) { mu = x -> dense(2); s = x -> dense(2) }\nsampler q(z | x) = Normal(Enc(x).mu, logvar: Enc(x).s)\nprior p(z) = Normal(0, 1)[2]\nloss { r = KL(q(z | x) || p(z)) }\ntrain { minimize r with adam(1e-3); batch 4; epochs 1 }\n'
  const after = done(marked(line, 's: logvar'), 'refactor.rewrite', 'Convert Enc\'s s to a std')
  expect(after).toContain('(mu[2], s: std[2]) { mu = x -> dense(2); logvar = x -> dense(2); s = exp(logvar / 2) }')
  expect(after).toContain('Normal(Enc(x).mu, std: Enc(x).s)')
  sameNumbers(line, after)
  sameNumbers(line, done(marked(after, 's: std'), 'refactor.rewrite', 'Convert'))
})

test('a network that gives nothing else: its last expression, and wherever it is applied', async () => {
  const spec = (head: string, body: string): string => `data (x: real[3])\nnetwork M(x) -> mu[2] { x -> dense(2) }\nnetwork S(x) -> ${head} ${body}\nsampler q(z | x) = Normal(M(x), logvar: S(x))\nprior p(z) = Normal(0, 1)[2]\nloss { r = KL(q(z | x) || p(z)) + sum(exp(S(x))) }\nmetric spread = E[mean(exp(S(x) / 2))] + E[mean(x -> S)]\ntrain { minimize r with adam(1e-3); batch 4; epochs 1 }\n`
  const lines = spec('logvar[2]', '{\n  h = x -> dense(4, relu)\n  h -> dense(2)      // its logarithm\n}')
  const after = done(marked(lines, 'logvar[2]'), 'refactor.rewrite', 'Convert S\'s logvar to std')
  expect(after).toContain('network S(x) -> std[2] {\n  h = x -> dense(4, relu)\n  logvar = h -> dense(2)      // its logarithm\n  exp(logvar / 2)\n}')
  expect(after).toContain('Normal(M(x), std: S(x))')
  expect(after).toContain('sum(square(S(x)))')
  expect(after).toContain('E[mean(S(x))] + E[mean(log((x -> S)^2))]')
  expect(await format(after)).toBe(after)
  sameNumbers(lines, after)
  for (const source of [spec('s: logvar[2]', '{ x -> dense(2) }'), spec('logvar[2]', '{ logvar = x -> dense(2) }')]) {
    const turned = done(marked(source, 'logvar: S', 1), 'refactor.rewrite', 'Convert S\'s')
    sameNumbers(source, turned)
    expect(done(marked(turned, 'std: S'), 'refactor.rewrite', 'Convert S\'s')).toContain(source.slice(source.indexOf('network S'), source.indexOf('\nsampler')))
  }
  const nested = spec('logvar[2]', '{ x -> dense(2) }').replace('mean(x -> S)', 'mean(S([mean(S(x)), 1, 2]))')
  expect(titles(marked(nested, 'logvar[2]'), 'refactor.rewrite')).toEqual([])
})

test('other specs follow', () => {
  const reader = 'data (x: image[4, 4, 1] in [0, 1])\ngiven V from "./spec.gen"\nmetric m = E[mean(exp(V.Enc(x).logvar))] + E[mean(V.Enc(x).logvar)]\n'
  expect(done(marked(SMALL, 'logvar[latent]'), 'refactor.rewrite', 'Convert', { 'reader.gen': reader })).toContain('E[mean(square(V.Enc(x).std))] + E[mean(log(V.Enc(x).std^2))]')
})

test('an argument where it stands', () => {
  const spec = (spread: string): string => `data (x: real[3], y: real[3])\nweight s[] = 0\nnetwork N(x) -> h[3] { x -> dense(3) }\nlikelihood p(x | y) = Normal(N(y), ${spread})\nloss { r = -log p(x | y) + s^2 }\ntrain { minimize r with adam(1e-3); batch 4; epochs 1 }\n`
  const turned = (spread: string): string => { const to = done(marked(spec(spread), spread, 1), 'refactor.rewrite', 'Write'); sameNumbers(spec(spread), to); return /Normal\(N\(y\), (.*)\)\n/.exec(to)![1]! }
  expect(turned('logvar: clamp(s, -6, 2)')).toBe('std: exp(clamp(s, -6, 2) / 2)')
  expect(turned('std: exp(clamp(s, -6, 2) / 2)')).toBe('logvar: clamp(s, -6, 2)')
  expect(turned('logvar: s + 1')).toBe('std: exp((s + 1) / 2)')
  expect(turned('std: exp(s)')).toBe('logvar: 2 * s')
  expect(turned('logvar: 2 * log(0.1)')).toBe('std: 0.1')
  expect(turned('std: 0.1')).toBe('logvar: log(0.1^2)')
})

test('nothing where a name is taken, or where there is nothing to convert', () => {
  expect(titles(marked(SMALL.replace('h = x', 'std = x').replaceAll('= h ->', '= std ->'), 'logvar[latent]'), 'refactor.rewrite')).toEqual([])
  expect(titles(marked(SMALL, 'mu[latent]'), 'refactor.rewrite')).toEqual([])
})

// ── blocks ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `⟦` and `⟧` around what is selected. */
const extracted = (source: string): string => done(source.replace('⟦', '‸').replace('⟧', '‸'), 'refactor.extract', 'Extract')
const plain = (source: string): string => source.replace(/[⟦⟧]/g, '')
const TAIL = '\nloss { size = E[||N(x)||^2] }\ntrain { minimize size with adam(1e-3); batch 2; epochs 1 }\n'
const within = (block: RegExp) => (entry: string): string => entry.replace(block, (_, layer: string) => `N.Layers.${layer}`)

test('layers become a block before the network, called where they stood', async () => {
  const source = `data (x: real[6])\n\n/// What it does.\nnetwork N(x) -> k[2] {\n  x -> ⟦dense(8, relu) -> dense(4, tanh)⟧ -> flatten -> dense(2)\n}${TAIL}`
  const after = extracted(source)
  expect(after).toContain('block Layers(h) { h -> dense(8, relu) -> dense(4, tanh) }\n\n/// What it does.\nnetwork N(x) -> k[2] {\n  x -> Layers -> flatten -> dense(2)\n}')
  expect(await format(after)).toBe(after)
  sameNumbers(plain(source), after, (entry) => entry.replace('N.dense.', 'N.Layers.dense.').replace('N.dense_1.', 'N.Layers.dense_1.').replace('N.dense_2.', 'N.dense.'))
})

test('what the layers read of the body becomes arguments; the names are fresh', () => {
  const source = `data (x: real[6])\nhyper h = 3\nblock Layers(u, n) { u -> dense(n, relu) -> dense(h) }\nnetwork N(x) -> k[2] {\n  first = x -> dense(3)\n  x -> Layers(5) -> dense(3) -> concatenate(first) -> dense(2)\n}${TAIL}`
  const select = (layers: string): string => source.replace(layers, `⟦${layers}⟧`)
  const inner = extracted(select('dense(n, relu) -> dense(h)'))
  expect(inner).toContain('block Layers2(h2, n) { h2 -> dense(n, relu) -> dense(h) }\n\nblock Layers(u, n) { u -> Layers2(n) }')
  const outer = extracted(select('dense(3) -> concatenate(first)'))
  expect(outer).toContain('block Layers2(h, first) { h -> dense(3) -> concatenate(first) }')
  expect(outer).toContain('x -> Layers(5) -> Layers2(first) -> dense(2)')
})

test('chains over several lines keep their lines and comments; white space and arrows may be selected with them', async () => {
  const source = `data (x: image[8, 8, 1] in [0, 1])\nnetwork N(x) -> k[2] {\n  x⟦ -> conv2d(4, 3, relu)       // 6 x 6\n    -> maxPool2d(2) -> flatten\n    -> ⟧dense(2)      // the end\n}${TAIL}`
  const after = extracted(source)
  expect(after).toContain('block Layers(h) {\n  h -> conv2d(4, 3, relu)       // 6 x 6\n    -> maxPool2d(2) -> flatten\n}\n\nnetwork N(x) -> k[2] {\n  x -> Layers\n    -> dense(2)      // the end\n}')
  expect(await format(after)).toBe(after)
  sameNumbers(plain(source), after, within(/^N\.(conv2d)/))
})

test('in a stage, and within an argument', () => {
  const source = `data (x: real[6])\nnetwork N(x) -> k[2] { concatenate(x -> ⟦dense(2) -> relu -> dense(3)⟧, x) -> dense(2) }${TAIL}`
  const after = extracted(source)
  expect(after).toContain('concatenate(x -> Layers, x) -> dense(2)')
})

test('not where weights are read by name, over pieces of two chains, or for a single layer', () => {
  const none = (source: string): void => { expect(titles(source.replace('⟦', '‸').replace('⟧', '‸'), 'refactor.extract'), source).toEqual([]) }
  none(`data (x: real[6])\nnetwork N(x) -> k[2] { x -> ⟦dense(3)⟧ -> dense(2) }${TAIL}`)
  none(`data (x: real[6])\nnetwork N(x) -> k[2] {\n  a = x -> dense(3) -> ⟦relu\n  b = a -> dense(3)⟧ -> relu\n  b -> dense(2)\n}${TAIL}`)
  none(`data (x: real[6])\nnetwork N(x) -> k[2] { x -> ⟦dense(3, name: code) -> relu⟧ -> dense(2) }\nlet w = sum(N.code.kernel)\nmetric m = w${TAIL}`)
  expect(titles(`data (x: real[6])\nnetwork N(x) -> k[2] { x -> ‸dense(3) -> relu‸ -> dense(2, name: code) }\nmetric m = sum(N.code.kernel)${TAIL}`, 'refactor.extract')).toEqual(['Extract the block Layers'])
})

test('a block is written out, with its arguments; the last place takes the declaration along', () => {
  const source = `data (x: real[6])\n\nhyper w = 2\n\n/// Twice.\nblock Two(h, n) {\n  h -> dense(n, relu)\n    -> dense(w * n)\n}\n\nnetwork N(x) -> k[2] { x -> Two(3) -> Two(w) -> dense(2) }${TAIL}`
  const one = done(marked(source, 'Two(3)'), 'refactor.inline', 'Inline the block Two')
  expect(one).toContain('x -> dense(3, relu) -> dense(w * 3) -> Two(w) -> dense(2)')
  expect(one).toContain('block Two(h, n)')
  const all = done(marked(source, 'Two(h'), 'refactor.inline', 'at its 2 places')
  expect(all).toBe(`data (x: real[6])\n\nhyper w = 2\n\nnetwork N(x) -> k[2] { x -> dense(3, relu) -> dense(w * 3) -> dense(w, relu) -> dense(w * w) -> dense(2) }${TAIL}`)
  const layers = ['Two.dense', 'Two.dense_1', 'Two_1.dense', 'Two_1.dense_1', 'dense']
  sameNumbers(source, all, (entry) => entry.replace(/N\.(.*?)\.(kernel|bias)/, (_, layer: string, role: string) => `N.dense${['', '_1', '_2', '_3', '_4'][layers.indexOf(layer)]!}.${role}`))
  // What was extracted goes back.
  const plainly = `data (x: real[6])\n\nnetwork N(x) -> k[2] { x -> dense(3) -> relu -> dense(2) }${TAIL}`
  expect(done(marked(extracted(plainly.replace('dense(3) -> relu', '⟦dense(3) -> relu⟧')), 'x -> Layers', 6), 'refactor.inline', 'Inline')).toBe(plainly)
  for (const [block, use] of [['h -> concatenate(h) -> dense(n)', 'x -> Two(3)'], ['h -> dense(n) -> dense(w)', 'w = x -> dense(2)\n  w -> Two(3)'], ['h -> dense(n)', 'Two(x, 3)']]) {
    expect(titles(marked(`data (x: real[6])\nhyper w = 2\nblock Two(h, n) { ${block!} }\nnetwork N(x) -> k {\n  ${use!}\n}\n`, 'Two(h'), 'refactor.inline'), block!).toEqual([])
  }
})

// ── what is missing ─────────────────────────────────────────────────────────────────────────────────────────────────

test('a sampler without a divergence', () => {
  const lacking = SMALL.replace('  regulariser    = KL(q(z | x) || p(z))\n', '').replace(' + regulariser', '')
  const after = done(marked(lacking, 'q(z | x) = '), 'refactor.rewrite', 'Add the term')
  expect(after).toContain('  regulariser = KL(q(z | x) || p(z))\n}')
  expect(after).toContain('minimize reconstruction + regulariser with')
  sameNumbers(SMALL, after)
  expect(done(marked(lacking.replace('minimize reconstruction', 'minimize -(-reconstruction)'), 'q(z | x) = '), 'refactor.rewrite', 'Add the term')).toContain('minimize -(-reconstruction) + regulariser with')
  expect(titles(marked(lacking, 'loss {'), 'refactor.rewrite')).toEqual(['Add the term regulariser = KL(q(z | x) || p(z))'])
  for (const needle of ['q(z | x) = ', 'loss {', 'p(z)  ']) expect(titles(marked(SMALL, needle), 'refactor.rewrite')).toEqual([])
  // With the prior, where there is none either.
  const bare = lacking.replace(/prior.*\n/, '')
  const both = done(marked(bare, 'q(z | x) = '), 'refactor.rewrite', 'Add the term')
  expect(both).toContain('prior p(z) = Normal(0, 1)[latent]\n')
  sameNumbers(SMALL, both)
})

test('a likelihood that no term reads', () => {
  const lacking = SMALL.replace('  reconstruction = -E[z ~ q(z | x): log p(x | z)]\n', '').replace('reconstruction + ', '').replace(/figures.*\n/, '')
  expect(done(marked(lacking, 'p(x | z) = '), 'refactor.rewrite', 'reconstruction')).toContain('minimize regulariser + reconstruction with')
  const classifier = 'data (x: real[3], y: label(2))\nclassifier C(x) -> logits[2] { x -> dense(2) }\ndistribution p(y | x) = Categorical(C(x))\nmetric accuracy = E[mode(p(y | x)) == y]\nloss { decay = 1e-3 * sum(C(x)^2) }\ntrain { minimize decay with adam(1e-3); batch 2; epochs 1 }\n'
  expect(done(marked(classifier, 'p(y | x) ='), 'refactor.rewrite', 'classify')).toContain('loss { decay = 1e-3 * sum(C(x)^2); classify = -log p(y | x) }\ntrain { minimize decay + classify with')
})

const GAN = `data (x: real[2])
generator G(z) -> fake[2] { z -> dense(2) }
discriminator D(v) -> probability { v -> dense(1, sigmoid) }
prior p(z) = Normal(0, 1)[3]
z ~ p(z)
let fake = G(z)
loss {
  judge = E[log D(x)] + E[log(1 - D(fake))]
  fool  = -E[log D(fake)]
}
train {
  minimize fool over G with adam(1e-3)
  batch 4
  epochs 1
}
`

test('a player that no step moves: a term that was written for it, or a new one', () => {
  const at1 = marked(GAN, 'D(v)')
  expect(titles(at1, 'quickfix')).toEqual(['Add the step maximize judge over D'])
  const after = done(at1, 'quickfix', 'Add the step')
  expect(after).toContain('train {\n  maximize judge over D with adam(1e-3)\n  minimize fool over G with')
  const lacking = GAN.replace('  judge = E[log D(x)] + E[log(1 - D(fake))]\n', '')
  expect(done(marked(lacking, 'D(v)'), 'quickfix', 'Add the term')).toContain('  fool  = -E[log D(fake)]\n  discriminator = -E[log D(x)] - E[log(1 - D(fake))]\n}\ntrain {\n  minimize discriminator over D with adam(1e-3)\n')
  const critic = lacking.replace('discriminator D(v) -> probability { v -> dense(1, sigmoid) }', 'critic D(v) -> score { v -> dense(1) }').replace('E[log D(fake)]', 'E[D(fake)]')
  expect(done(marked(critic, 'D(v)'), 'quickfix', 'Add the term')).toContain('critic = E[D(fake)] - E[D(x)]')
  const least = GAN.replace('E[log D(x)] + E[log(1 - D(fake))]', 'E[(D(x) - 1)^2] + E[D(fake)^2]')
  expect(titles(marked(least, 'D(v)'), 'quickfix')).toEqual(['Add the step minimize judge over D'])
})

test('a network that a step reaches joins it', () => {
  const source = 'data (x: real[2])\nencoder A(x) -> h[2] { x -> dense(2) }\ndecoder B(h) -> k[2] { h -> dense(2) }\nloss { r = ||x - B(A(x))||^2 }\ntrain { minimize r over A with adam(1e-3); batch 4; epochs 1 }\n'
  expect(done(marked(source, 'B(h)'), 'quickfix', 'Move B too')).toContain('minimize r over A, B with')
})
