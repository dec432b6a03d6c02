import { expect, test } from 'vitest'
import { hover } from '../../lsp/features/hover.ts'
import { at, vaeAt, type At } from './cursor.ts'

const said = ({ workspace, uri, position }: At): string => {
  const found = hover(workspace, uri, position)
  return found === null ? '' : (found.contents as { value: string }).value
}

test('a layer: shapes, parameters, operations, documentation', () => {
  const text = said(vaeAt('dense(16, relu)', 2))
  expect(text).toContain('dense(input, units, activation, useBias:')
  // 784 · 16 + 16 parameters, 2 · 784 · 16 operations.
  expect(text).toContain('[784] → [16] · 12,560 parameters · 25.1 kFLOPs a sample')
  expect(text).toContain('`units`')
})

test('a layer of a block: what it is in each use', () => {
  const text = said(at('data (x: real[4])\nblock Two(h, n) { h -> ‸dense(n) -> relu }\nnetwork N(x) -> k[2] { x -> Two(3) -> Two(2) }\nmetric m = E[sum(N(x))]\n'))
  // Two operations for each of 4 · 3 and 3 · 2 weights.
  expect(text).toContain('[4] → [3] · 15 parameters · 24 FLOPs a sample')
  expect(text).toContain('[3] → [2] · 8 parameters · 12 FLOPs a sample')
})

test('a network: types, size, doc comment', () => {
  const text = said(vaeAt('Enc(x))', 1))
  expect(text).toContain('encoder Enc(x: image[28, 28, 1] in [0, 1]) -> (mu: real[latent = 8], logvar: logvar[latent = 8])')
  // 12,560 and twice 16 · 8 + 8.
  expect(text).toContain('12,832 parameters')
  expect(text).toContain('Squeezes.')
})

test('a loss term: its formula', () => {
  expect(said(vaeAt('reconstruction = -E'))).toContain('reconstruction = −𝔼_{z ∼ qᵩ(z | x)}[log p_θ(x | z)]')
  expect(said(vaeAt('regulariser with'))).toContain('regulariser = KL(qᵩ(z | x) ‖ p(z))')
})

test('a divergence: how it is computed', () => {
  expect(said(vaeAt('KL(q'))).toContain('Here: by its formula, without draws.')
  const mixed = at('data (x: real[2])\nencoder Enc(x) -> (mu[2], logvar[2]) { mu = x -> dense(2)\n logvar = x -> dense(2) }\nsampler q(z | x) = Normal(Enc(x))\nprior p(z) = Laplace(0, scale: 1)[2]\nloss { d = ‸KL(q(z | x) || p(z)) }\ntrain { minimize d with adam(1e-3); batch 2; epochs 1 }\n')
  expect(said(mixed)).toContain('Here: estimated by a draw')
})

test('data, hypers, locals, arguments', () => {
  expect(said(vaeAt('x: image'))).toContain('data x: image[28, 28, 1] in [0, 1]')
  expect(said(vaeAt('latent)\n  logvar'))).toContain('How long a code is.')
  expect(said(vaeAt('h -> dense(latent)\n  logvar'))).toContain('local h: real[16]')
  expect(said(at('data (x: image[4, 4, 1] in [0, 1])\nnetwork N(x) { x -> conv2d(2, 3, ‸padding: same) }\n'))).toContain('padding')
  expect(said(vaeAt('batch 128'))).toContain('Samples of a batch')
})

test('what a given has is described where it is declared', () => {
  const judge = 'model Judge\ndata (x: real[2], y: label(3))\n/// Sees.\nclassifier C(x) -> logits[3] { x -> dense(3) }\nloss { l = -log softmax(C(x))[y] }\ntrain { minimize l with adam(1e-3); batch 2; epochs 1 }\n'
  const text = said(at('data (x: real[2])\ngiven J from "./judge.gen"\nmetric m = E[sum(J.‸C(x))]\n', { 'judge.gen': judge }))
  expect(text).toContain('classifier C(x: real[2]) -> logits: logits[3]')
  expect(text).toContain('9 parameters')
  expect(text).toContain('Sees.')
  // Its own word is no layer of it; what it has is told with its name.
  const given = (marked: string): string => said(at(`data (x: real[2])\n${marked}\nmetric m = E[sum(J.C(x))]\n`, { 'judge.gen': judge }))
  expect(given('‸given J from "./judge.gen"')).not.toContain('parameters')
  expect(given('given ‸J from "./judge.gen"')).toContain('`J.C`, `J.l`')
})

test('words of the language, by where they stand', () => {
  expect(said(at('metric m = E[x in ‸train where x > 0: x]\n'))).toContain('The rows that are trained on.')
  expect(said(at('‸train { batch 3 }\n'))).toContain('Who minimises what')
  expect(said(at('train { minimize a ‸over G with adam(1e-3) }\n'))).toContain('Who moves in a step')
  expect(said(at('data (x: image[4, 4, 1] in [0, 1])\nnetwork N(x) { x -> conv2d(2, 3, padding: ‸same) }\n'))).toContain('padding: same')
  expect(said(at('data (x: real[4, 4])\nnetwork N(x) -> h[2] { x -> ‸flatten -> dense(2) }\nlet a = N(x)\n'))).toContain('[4, 4] → [16]')
  expect(said(at('data (x: real[4])\nnetwork N(x) -> h[2] { x -> dense(2, name: code) }\nlet a = sum(N.code.‸kernel)\nlet b = N(x)\n'))).toContain('kernel: real[4, 2]')
  expect(said(at('data digits (x: real[2], y: label(3))\nmetric m = E[x in ‸digits.test: sum(x)]\n'))).toContain('data digits (x: real[2], y: label(3))')
})

test('nothing where nothing stands, and something beside mistakes', () => {
  expect(said(at('model A\n\n‸\n'))).toBe('')
  expect(said(at('data (x: real[2])\nnetwork N(x) { x -> ‸dense(3) }\nlet a = N(x)\nlet b = nowhere\n'))).toContain('[2] → [3]')
})
