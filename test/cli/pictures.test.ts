/** Commands that draw from a run: report, animate, interpolate, perturb. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from 'fast-png'
import { expect, it } from 'vitest'
import { emptyFolder, genc } from './run.ts'

const SPEC = (latent: string): string => `/// A code of two numbers.
model Flat
data (x: image[28, 28, 1] in [0, 1], y: label(10))
encoder Enc(x) -> h[${latent}] { x -> flatten -> dense(${latent}) }
decoder Dec(h) -> image[28, 28, 1] in [0, 1] { h -> dense(784, sigmoid) -> reshape(28, 28, 1) }
loss { reconstruction = 1/2 * ||x - Dec(Enc(x))||^2 }
metric error = E[reconstruction]
train { minimize reconstruction with adam(1e-2); batch 16; rounds 6; report every 2 rounds }
figures {
  scatter(x in test[0..49]: Enc(x), color: y)
  compare(x in test[0..2]: x, Dec(Enc(x)))
}
`

it('keep frames, make an animation, walk through codes, and put all on a page', { timeout: 240_000 }, async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'flat.gen'), SPEC('2'))
  const trained = await genc(['train', 'flat.gen', '--engine', 'cpu', '--data', 'digits:train=64,test=64'], { cwd })
  expect(trained.err).toContain('runs/flat-001')
  expect(trained.exitCode).toBe(0)
  const figures = join(cwd, 'runs/flat-001/figures')
  expect(readdirSync(join(figures, 'frames')).sort()).toEqual(['compare-1', 'scatter-1'])
  // The first pictures come early, then one at each report.
  expect(readdirSync(join(figures, 'frames/scatter-1'))).toEqual(['00000001.json', '00000002.json', '00000004.json', '00000006.json'])
  // Plots are lines and letters too, pictures are pixels only.
  expect([existsSync(join(figures, 'scatter-1.svg')), existsSync(join(figures, 'compare-1.svg'))]).toEqual([true, false])

  const animated = await genc(['animate', 'flat'], { cwd })
  expect(animated.out.split('\n').filter((line) => line !== '')).toEqual(['runs/flat-001/figures/compare-1.gif', 'runs/flat-001/figures/scatter-1.gif'])
  const gif = readFileSync(join(figures, 'compare-1.gif'))
  expect(gif.toString('latin1', 0, 6)).toBe('GIF89a')
  // Below the picture a line says how far the training is.
  const still = decode(readFileSync(join(figures, 'compare-1.png')))
  expect([gif.readUInt16LE(6), gif.readUInt16LE(8)]).toEqual([still.width, still.height + 6])

  expect((await genc(['interpolate', 'flat', '--from', '1', '--to', '3', '-n', '5', '--engine', 'cpu'], { cwd })).out).toBe('runs/flat-001/figures/interpolate.png\n')
  expect(decode(readFileSync(join(figures, 'interpolate.png'))).width).toBeGreaterThan(5 * 86)
  expect((await genc(['interpolate', 'flat', '--to', '64', '--engine', 'cpu'], { cwd })).err).toContain('the test split has no row 64')
  expect((await genc(['perturb', 'flat', '--row', '2', '--engine', 'cpu', '-n', '3', '-o', 'walk.npy'], { cwd })).out).toBe('walk.npy\n')
  // Two numbers of the code, three pictures each.
  expect(readFileSync(join(cwd, 'walk.npy'), 'latin1')).toContain("'shape': (2, 3, 28, 28, 1)")

  const reported = await genc(['report', 'flat'], { cwd })
  expect(reported.out).toBe('runs/flat-001/report.html\n')
  const page = readFileSync(join(cwd, 'runs/flat-001/report.html'), 'utf8')
  for (const text of ['A code of two numbers.', 'data:image/gif;base64,', '<svg', '<math', 'interpolate', 'digits:train=64,test=64']) expect(page.includes(text), text).toBe(true)
  expect(page.match(/(?:src|href)="(?!data:|#)/g)).toBeNull()
  // A page of several runs belongs to none of them.
  expect((await genc(['report', 'flat', 'runs/flat-001'], { cwd })).out).toBe('report-flat-001-flat-001.html\n')
})

it('say what a model lacks', { timeout: 120_000 }, async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'ring.gen'), `model Ring
data (x: real[2])
prior p(z) = Normal(0, 1)[2]
generator G(z) -> real[2] { z -> dense(2) }
z ~ p(z)
loss { t = ||x - G(z)||^2 }
train { minimize t with adam(1e-3); batch 8; rounds 2 }
`)
  expect((await genc(['train', 'ring.gen', '--engine', 'cpu'], { cwd })).exitCode).toBe(0)
  expect((await genc(['interpolate', 'ring', '--engine', 'cpu'], { cwd })).err).toContain('ring has no code to walk through: it needs a sampler and a likelihood, or an encoder and a decoder')
  expect((await genc(['perturb', 'ring', '--engine', 'cpu'], { cwd })).err).toContain('ring has no code to change')
  const animated = await genc(['animate', 'ring'], { cwd })
  expect([animated.exitCode, animated.err]).toEqual([expect.any(Number), expect.stringContaining('report every 100 rounds')])
  expect(animated.exitCode).not.toBe(0)
  expect((await genc(['report', 'nowhere'], { cwd })).err).toContain('there is no run nowhere')
})
