/** Mistakes in a spec. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expectOne, stranger } from './strangers.ts'
import { AE, GAN, LINE, RING, VAE, altered } from './strangers-files.ts'

const { folderWith, genc } = stranger()

describe.concurrent('a spec with one mistake has one message', () => {
  it.each([
    ['a misspelt layer', altered(VAE, 'dense(8, relu)', 'dens(8, relu)'), 'names/unknown-function', 6, ['dens', 'Did you mean dense?', 'x -> flatten -> dense(8, relu)']],
    ['a misspelt activation', altered(VAE, 'relu', 'rleu'), 'names/unknown-activation', 6, ['rleu', 'Did you mean relu?', 'Known: relu, sigmoid']],
    ['a misspelt argument', altered(VAE, 'dense(8, relu)', 'dense(8, activaton: relu)'), 'names/unknown-argument', 6, ['activaton', 'Did you mean activation:?']],
    ['a misspelt distribution', altered(VAE, 'Bernoulli', 'Bernouli'), 'names/unknown-function', 16, ['Bernouli', 'Did you mean Bernoulli?']],
    ['a misspelt optimizer', altered(VAE, 'adam', 'adma'), 'training/optimizer', 22, ['adma', 'sgd, adam, adamw, rmsprop', 'Did you mean adam?']],
    ['a misspelt argument of an optimizer', altered(VAE, 'adam(1e-3)', 'adam(1e-3, beta: 0.5)'), 'names/unknown-argument', 22, ['Did you mean beta1:?']],
    ['783 units before an image of 784', altered(VAE, 'dense(16)', 'dense(15)'), 'shapes/reshape', 11, ['[15] holds 15 numbers, [4, 4, 1] holds 16', 'dense(16) before it would fit']],
    ['an encoder and a prior of different widths', altered(VAE, 'Normal(0, 1)[latent]', 'Normal(0, 1)[3]'), 'shapes/variable', 14, ['[3]', '[latent = 2]', 'z is real[3] here']],
    ['an encoder whose outputs differ', altered(VAE, 'logvar = h -> dense(latent)', 'logvar = h -> dense(5)'), 'shapes/output', 8, ['declared [latent = 2] here', 'gives [5]', 'dense(2) would fit']],
    ['a decoder whose picture has another size', altered(AE, 'reshape(4, 4, 1)', 'reshape(2, 8, 1)'), 'shapes/output', 4, ['[4, 4, 1]', '[2, 8, 1]', 'Add reshape(4, 4, 1) at the end']],
    ['a Bernoulli likelihood of data in [-1, 1]', altered(VAE, '[0, 1])\nhyper', '[-1, 1])\nhyper'), 'ranges/bernoulli', 16, ['x is in [-1, 1]', 'Declare the data in [0, 1], or use Normal', 'data (x: image[4, 4, 1] in [-1, 1])']],
    ['a std given a logvar', altered(VAE, 'Normal(Enc(x))', 'Normal(Enc(x).mu, std: Enc(x).logvar)'), 'kinds/spread', 14, ['std: gets a logvar', 'Normal(Enc(x).mu, logvar: Enc(x).logvar)']],
    ['sigmoid twice', altered(AE, 'dense(16, sigmoid)', 'dense(16, sigmoid) -> sigmoid'), 'kinds/sigmoid-twice', 4, ['is a probability already']],
    ['a tanh generator against data in [0, 1]', GAN, 'ranges/real-and-fake', 9, ['D sees data in [0, 1] and fakes in [-1, 1]', 'sigmoid', 'generator G(z)']],
    ['a tanh decoder of a picture in [0, 1]', altered(AE, '16, sigmoid', '16, tanh'), 'ranges/output', 4, ['declares [0, 1]', 'in [-1, 1]', 'Use sigmoid']],
    ['a term that is not one number', altered(AE, '1/2 * ||x - Dec(Enc(x))||^2', '(x - Dec(Enc(x)))^2'), 'reductions/term', 8, ['[4, 4, 1]', 'sum(', 'mean(']],
    ['no epochs at all', altered(VAE, 'epochs 2', 'epochs -3'), 'shapes/size', 22, ['epochs must be a whole number of at least 1, not -3']],
    ['an empty file', '', 'syntax/empty', 1, ['This file is empty', 'genc new NAME']],
    ['a binary file', '\u007fELF\u0002\u0001\u0001\u0000\u0000\u0000', 'syntax/not-text', 1, ['This is not a text file']],
    ['a file of 10 MB', '// a comment line\n'.repeat(600_000), 'syntax/too-large', 1, ['more than 1 million characters']],
    ['a file of 10 MB in three-byte letters', `// ${'例'.repeat(3_500_000)}\n`, 'syntax/too-large', 1, ['more than 1 million characters']],
    ['100,000 open brackets', `model A\nlet x = ${'('.repeat(100_000)}`, 'syntax/too-deep', 2, ['Name parts of the expression with `let`']],
    ['100,000 open square brackets', `model A\nlet x = ${'['.repeat(100_000)}`, 'syntax/too-deep', 2, ['Brackets nest more than 100 deep']],
    ['100,000 minus signs', `model A\nlet x = ${'-'.repeat(100_000)}1`, 'syntax/too-deep', 2, ['More than 1000 operators']],
  ] as const)('%s', async (_, text, code, line, phrases) => {
    const cwd = folderWith({ 'mine.gen': text })
    const run = await genc(cwd, ['check', 'mine.gen'])
    expectOne(run, 1, [`error[${code}]`, ...phrases, `--> mine.gen:${line}:`, 'mine.gen: 1 error\n', `genc explain ${code}`])
    expect([run.out, /^(warning|info)\[/m.test(run.err)]).toEqual(['', false])
    expect(readFileSync(join(cwd, 'mine.gen'), 'utf8')).toBe(text)
  })

  it.each([
    ['half a unit', 'latent=3.5', 'shapes/size', ['latent must be a whole number of at least 1, not 3.5', 'by --set latent=3.5']],
    ['10^9 latent numbers', 'latent=1000000000', 'compile/too-large', ['26,000,000,288 parameters', 'GB to train', 'the limit on this machine', 'the largest part is']],
  ] as const)('--set: %s', async (_, setting, code, phrases) => {
    const cwd = folderWith({ 'mine.gen': VAE })
    expectOne(await genc(cwd, ['train', 'mine.gen', '--set', setting]), 1, [`error[${code}]`, ...phrases, 'mine.gen: 1 error\n'])
    expect(readdirSync(cwd)).toEqual(['mine.gen'])
  })

  it('--set: a misspelt hyper is a mistake of the command line', async () => {
    const cwd = folderWith({ 'mine.gen': VAE })
    const run = await genc(cwd, ['train', 'mine.gen', '--set', 'latnet=3'])
    expectOne(run, 2, ['error: --set: latnet cannot be set', 'Did you mean latent?'])
    expect(run.err).not.toContain('-->')
    expect(readdirSync(cwd)).toEqual(['mine.gen'])
  })

  it('a model of 10^10 parameters is refused with the estimate', async () => {
    const cwd = folderWith({ 'mine.gen': altered(LINE, 'dense(1)', 'dense(10000000) -> dense(1000) -> dense(1)') })
    expectOne(await genc(cwd, ['train', 'mine.gen']), 1, ['error[compile/too-large]', '10,030,002,005 parameters', 'Enc.dense_1.kernel [10000000, 1000]: 40 GB', '--> mine.gen:4:'])
    expect(readdirSync(cwd)).toEqual(['mine.gen'])
  })

  it('a spec without train has nothing to train', async () => {
    const cwd = folderWith({ 'mine.gen': altered(LINE, LINE.slice(LINE.indexOf('train {')), '').replace('hyper rate = 0.01\n', '') })
    expectOne(await genc(cwd, ['train', 'mine.gen', ...RING]), 1, ['mine.gen has no train block', 'minimize TERM with adam(1e-3)'])
    expect((await genc(cwd, ['check', 'mine.gen'])).err).not.toContain('genc train')
  })
})
