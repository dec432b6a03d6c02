/** One mistake in a lecture model gives one error, which says where, what, and what would fit. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { check } from '../../compiler/check.ts'
import { checkSource } from '../../compiler/compile.ts'
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'
import { applyFix } from '../../compiler/diagnostics/render.ts'
import { parse } from '../../grammar/parse.ts'

function errorsAfter(spec: string, from: string | RegExp, to: string): { readonly errors: readonly Diagnostic[]; readonly source: string } {
  const original = readFileSync(`specs/${spec}.gen`, 'utf8')
  const source = original.replace(from, to)
  expect(source).not.toBe(original)
  const { diagnostics } = check(parse(source).spec, { source })
  return { errors: diagnostics.filter((d) => d.severity === 'error'), source }
}

/** Spec, what is replaced by what, the code, where it points, a word of its message or help. */
const mistakes: readonly (readonly [string, string | RegExp, string, string, string, RegExp])[] = [
  ['vae', /dense\(400, relu\)/g, 'dence(400, relu)', 'names/unknown-function', 'dence', /dense/],
  ['vae', 'hyper latent = 20', 'hyper latnt = 20', 'names/unknown', 'latent', /latnt/],
  ['vae', /^encoder[^}]*}/m, '', 'names/unknown-function', 'Enc', /Enc/],
  ['vae', 'dense(784)', 'dense(783)', 'shapes/reshape', 'reshape(28, 28, 1)', /dense\(784\)/],
  ['vae', 'in [0, 1]', 'in [-1, 1]', 'ranges/bernoulli', 'Bernoulli(Dec(z))', /\[-1, 1\]/],
  ['vae', 'Normal(Enc(x))', 'Normal(Enc(x).mu, std: Enc(x).logvar)', 'kinds/spread', 'Enc(x).logvar', /logvar:/],
  ['vae', 'Normal(0, 1)[latent]', 'Normal(0, 1)[2]', 'shapes/variable', 'Normal(Enc(x))', /\[2\]/],
  ['vae', '-E[z ~ q(z | x): log p(x | z)]', '-E[log p(x | z)]', 'names/unbound-variable', '-E[log p(x | z)]', /z ~ q\(z \| x\)/],
  ['autoencoder', 'image[28, 28, 1] in [0, 1])', 'image[28, 27, 1] in [0, 1])', 'shapes/mismatch', 'x - xhat', /\[28, 27, 1\]/],
  ['gan', 'x -> flatten -> dense(512', 'x -> dense(512', 'shapes/layer-input', 'dense(512, leakyReLU(0.2))', /flatten/],
  ['gan', 'dense(1, sigmoid)', 'dense(1, sigmoid) -> sigmoid', 'kinds/sigmoid-twice', 'sigmoid', /already/],
  ['gan', 'image[28, 28, 1] in [-1, 1])', 'image[28, 28, 1] in [0, 1])', 'ranges/real-and-fake', 'fake', /sigmoid/],
  ['gan', 'over D ', 'over Disc ', 'training/over', 'Disc', /G, D/],
  ['gan', 'dense(784, tanh) -> reshape(28, 28, 1)', 'dense(784, tanh)', 'shapes/output', 'dense(784, tanh)', /reshape\(28, 28, 1\)/],
]

/** Statements of the VAE that are not read as what they were meant to be. */
const broken: readonly (readonly [string, string, string])[] = [
  ['hyper latent = 20', 'hyper latent: 20', 'syntax/missing'],
  ['hyper latent = 20', 'hyper latent', 'syntax/missing'],
  ['hyper latent = 20', 'hyper latent =', 'syntax/unexpected'],
  ['hyper latent = 20', 'hypr latent = 20', 'syntax/unknown-statement'],
  ['hyper latent = 20', 'latent = 20', 'syntax/unknown-statement'],
  ['likelihood p', 'likelyhood p', 'syntax/unknown-statement'],
  ['sampler    q', 'smpler    q', 'syntax/unknown-statement'],
  ['encoder Enc', 'encodr Enc', 'syntax/block'],
  ['data (x', 'dat (x', 'syntax/unknown-statement'],
  ['data (x: image[28, 28, 1] in [0, 1])', 'data x: image[28, 28, 1] in [0, 1]', 'syntax/missing'],
  ['loss {', 'lett mid = E[x]\n\nmetric m = mid\nloss {', 'syntax/unknown-statement'],
  ['logvar = h -> dense(latent)\n}', 'logvar = h -> dense(latent)\n]', 'syntax/stray-bracket'],
  ['epochs 10\n}', 'epochs 10\n]', 'syntax/stray-bracket'],
  ['grid(z ~ p(z), 64:', 'grid(z ~ p(z) 8,', 'syntax/binder'],
  ['test[0..9]', 'test[:10]', 'syntax/unexpected'],
]

/** Chains of the autoencoder without one of their arrows. */
const chains: readonly (readonly [string, string])[] = [
  ['x -> flatten', 'x flatten'],
  ['flatten -> dense(256, relu)', 'flatten dense(256, relu)'],
  ['flatten -> dense(256, relu)', 'flatten\n  dense(256, relu)'],
  ['dense(784, sigmoid)', 'dense(784) sigmoid'],
  ['-> reshape(28, 28, 1)', 'reshape(28, 28, 1)'],
]

describe('one mistake gives one error', () => {
  it.each(chains)('an arrow that is missing is put in: %s → %s', (from, to) => {
    const source = readFileSync('specs/autoencoder.gen', 'utf8').replace(from, to)
    const { diagnostics } = checkSource(source)
    expect(diagnostics.map((d) => d.code)).toEqual(['networks/arrow'])
    expect(checkSource(applyFix(source, diagnostics[0]!.fix!)).diagnostics).toEqual([])
  })

  it('a name beside a value is not taken for a layer', () => {
    const source = readFileSync('specs/autoencoder.gen', 'utf8').replace('let xhat = Dec(Enc(x))', 'let xhat = Dec(Enc(x)) sum(x)')
    expect(checkSource(source).diagnostics.map((d) => d.code)).toEqual(['syntax/unexpected'])
  })

  it.each(broken)('a statement that cannot be read takes what reads it along: %s → %s', (from, to, code) => {
    const original = readFileSync('specs/vae.gen', 'utf8')
    const source = original.replace(from, to)
    expect(source).not.toBe(original)
    expect(checkSource(source).diagnostics.map((d) => d.code)).toEqual([code])
  })

  it('still tells mistakes that have nothing to do with a broken statement', () => {
    const source = readFileSync('specs/vae.gen', 'utf8').replace('hyper latent = 20', 'hyper latent: 20').replace('dense(400, relu)', 'dense(400, rulu)')
    expect(checkSource(source).diagnostics.map((d) => d.code)).toEqual(['syntax/missing', 'names/unknown-activation'])
  })

  it.each(mistakes)('%s: %s → %s', (spec, from, to, code, at, says) => {
    const { errors, source } = errorsAfter(spec, from, to)
    expect(errors.map((e) => e.code)).toEqual([code])
    const [error] = errors
    expect(source.slice(error!.span.start, error!.span.end)).toBe(at)
    expect(`${error!.message} ${error!.help ?? ''}`).toMatch(says)
  })

  it('names both places of a shape that does not fit', () => {
    const { errors, source } = errorsAfter('autoencoder', 'image[28, 28, 1] in [0, 1])', 'image[28, 27, 1] in [0, 1])')
    const places = errors[0]!.related!.map((r) => source.slice(r.span.start, r.span.end))
    expect(places).toContain('x: image[28, 27, 1] in [0, 1]')
    expect(places).toContain('xhat: image[28, 28, 1] in [0, 1]')
  })

  it('offers fixes that remove the error', () => {
    for (const [spec, from, to] of [mistakes[0]!, mistakes[5]!] as const) {
      const { errors, source } = errorsAfter(spec, from, to)
      const edits = [...errors[0]!.fix!.edits].sort((a, b) => b.span.start - a.span.start)
      const fixed = edits.reduce((text, e) => text.slice(0, e.span.start) + e.text + text.slice(e.span.end), source)
      expect(check(parse(fixed).spec, { source: fixed }).diagnostics.filter((d) => d.severity === 'error')).toEqual([])
    }
  })
})
