import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, genc } from './run.ts'

test('explain CODE prints the page', async () => {
  const { exitCode, out, err } = await genc(['explain', 'syntax/missing'])
  expect([exitCode, err]).toEqual([0, ''])
  expect(out).toMatch(/^A statement has all its parts\nsyntax\/missing · error\n[^]*Wrong\n[^]*Right\n/)
})

test('explain SPEC prints the model', async () => {
  const { exitCode, out, err } = await genc(['explain', 'specs/vae.gen'])
  expect(exitCode).toBe(0)
  for (const word of ['VAE', 'Enc', 'Dec', 'reconstruction', 'regulariser', 'latent']) expect(out).toContain(word)
  expect(err).toContain('genc train specs/vae.gen')
})

test('explain RUN prints the model as it was trained', async () => {
  const cwd = emptyFolder()
  mkdirSync(join(cwd, 'runs/small-001'), { recursive: true })
  mkdirSync(join(cwd, 'runs/empty'))
  writeFileSync(join(cwd, 'runs/small-001/spec.gen'), 'model Small\ndata (x: real[2])\nhyper code = 2\nnetwork N(x) -> h: real[2] { x -> dense(code) -> dense(2) }\nloss { size = ||x - N(x)||^2 }\ntrain { minimize size with sgd(0.1); batch 4; rounds 2 }\n')
  writeFileSync(join(cwd, 'runs/small-001/config.json'), JSON.stringify({
    version: 1, spec: 'small', file: 'small.gen', model: 'Small', specHash: 'abc', hyper: { code: { value: 5, from: 'set' } }, length: null, seed: 0,
    engine: { name: 'cpu', backend: 'tfjs' }, data: {}, versions: {}, started: '2026-01-01T00:00:00Z',
  }))
  for (const name of ['runs/small-001', 'small-001', 'small']) {
    const { exitCode, out, err } = await genc(['explain', name], { cwd })
    expect([exitCode, err]).toEqual([0, expect.stringContaining('genc report runs/small-001')])
    expect(out).toContain('code = 5 (set from outside)')
  }
  expect((await genc(['explain', 'small', '--latex'], { cwd })).out).toMatch(/^% loss\n/)
  expect((await genc(['explain', 'runs/empty'], { cwd })).err).toContain('runs/empty is not a run')
})

test('explain of a wrong spec prints its diagnostics', async () => {
  const { exitCode, out, err } = await genc(['explain', '-'], { input: 'metrik x = 1' })
  expect([exitCode, out]).toEqual([1, ''])
  expect(err).toContain('syntax/unknown-statement')
})

test('explain SPEC starts with its formulas, in Unicode', async () => {
  const { out } = await genc(['explain', 'specs/vae.gen'])
  expect(out.slice(0, out.indexOf('\nmodel VAE'))).toBe(`distributions
  qᵩ(z | x) = 𝒩(μ_{Enc}(x), σ²_{Enc}(x))
  p(z) = 𝒩(0, I)
  p_θ(x | z) = Bernoulli(σ(Dec(z)))

loss
  reconstruction = −𝔼_{z ∼ qᵩ(z | x)}[log p_θ(x | z)]
  regulariser = β KL(qᵩ(z | x) ‖ p(z))

training
  min_{Enc, Dec} reconstruction + regulariser
`)
})

test('explain SPEC tells stages apart, and metrics', async () => {
  const { out } = await genc(['explain', 'specs/transform-gan.gen'])
  for (const line of ['  V = 𝔼ₓ[log D(x)] + 𝔼_z[log (1 − D(fake))]', '  upper = { |‖fake‖ − 1| if fake₁ ≥ 0 ; min((‖fake − (1, 0)‖, ‖fake − (−1, 0)‖)) else }', '  max_D V', '  balance = 𝔼_z[𝟏[upper < lower]]']) expect(out).toContain(`${line}\n`)
  const grown = (await genc(['explain', 'specs/progressive-gan.gen'])).out
  expect(grown.match(/^training, \w+$/gm)?.length).toBeGreaterThan(2)
})

test('explain --latex prints formulas that a typesetter reads, and nothing else', async () => {
  const { exitCode, out, err } = await genc(['explain', 'specs/wgan-gp.gen', '--latex'])
  expect([exitCode, err]).toEqual([0, ''])
  expect(out).toContain('% loss\n\\[ \\mathrm{distance} = \\mathbb{E}_{x,\\, z}[D(x) - D(\\mathrm{fake})] \\]\n')
  for (const line of out.split('\n')) expect(line).toMatch(/^(% [\w, ]+|\\\[ .* \\\]|)$/)
  expect((await genc(['explain', 'syntax/missing', '--latex'])).err).toContain('--latex is for a spec')
})

test('explain folds constants as a reader would', async () => {
  const { out } = await genc(['explain', '-'], { input: `model M
data (x: real[2])
hyper one = 1
network N(x) -> real[2] { x -> dense(2) }
loss { a = 2 * 3 * ||x - N(x)||^2 / 1; b = 1 * ||N(x)||^2 + 0; c = 1/2 * one * ||x||^2 * (4 - 2); d = 1/3 * sum(x) - -(2^3); e = one^1 * sum(x) }
train { minimize a + b with sgd(0.1); batch 4; rounds 2 }
` })
  for (const line of ['a = 6 ‖x − N(x)‖²', 'b = ‖N(x)‖²', 'd = 1/3 Σ(x) + 8', 'e = one Σ(x)']) expect(out).toContain(`  ${line}\n`)
})
