/** The model as text. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { check } from '../../compiler/check.ts'
import { printModel } from '../../compiler/model/print.ts'
import { parse } from '../../grammar/parse.ts'
import { importsFrom } from '../types/files.ts'

const printed = (file: string): string => {
  const source = readFileSync(`specs/${file}`, 'utf8')
  return printModel(check(parse(source).spec, { source, imports: importsFrom('specs') }).model!)
}

describe('the printed model', () => {
  it('names networks, layers, distributions, terms and who moves', () => {
    const text = printed('vae.gen')
    expect(text).toContain('encoder Enc(x: image[28, 28, 1] in [0, 1]) -> (mu: real[20], logvar: logvar[20])   330,040 numbers')
    expect(text).toContain('q(z|x) = Normal(Enc(x).mu, logvar: Enc(x).logvar)   sampler, event [20]')
    expect(text).toContain('regulariser = beta * KL(q(z|x) || p(z)) by formula')
    expect(text).toContain('moves Enc (6 tensors), Dec (4 tensors)')
    expect(text).toContain('652,824 trainable numbers in all')
  })
  it('says to what norm gradients are clipped', () => {
    const source = 'hyper most = 5\nweight w[] = 1\nloss { size = w^2 }\ntrain { minimize size with sgd(0.1) clip most * (1 - progress); rounds 3 }\n'
    expect(printModel(check(parse(source).spec, { source }).model!)).toContain('minimize size with sgd(0.1, momentum: 0) clip most * (1 - progress)')
  })
  it('writes every lecture model without holes', () => {
    for (const file of readdirSync('specs').filter((f) => f.endsWith('.gen'))) expect(printed(file)).not.toMatch(/undefined|\[object|NaN|\bnull\b/)
  })
})
