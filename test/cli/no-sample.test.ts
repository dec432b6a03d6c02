/** What genc sample says of a model that it cannot sample. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { whyNoSample } from '../../cli/no-sample.ts'
import { importsFrom } from '../types/files.ts'
import { emptyFolder } from './run.ts'

const why = (source: string, folder = '/nowhere'): string => whyNoSample({ model: compile(source, { imports: importsFrom('specs') }).model!, spec: 'mine', run: 'runs/mine-001', folder })

test('a condition: the figure that goes through it, or one to write', () => {
  const source = readFileSync('specs/conditional-vae.gen', 'utf8')
  expect(why(source)).toBe('mine samples only for a given y, and genc sample has none to give; a figure of the spec can show them: grid(y in label(10), z ~ p(z), 8: mean(p(x | z, y)))')
  const folder = emptyFolder()
  mkdirSync(join(folder, 'figures'))
  writeFileSync(join(folder, 'figures/grid-1.png'), '')
  expect(why(source, folder)).toBe('mine samples only for a given y, and genc sample has none to give: samples for each y are in runs/mine-001/figures/grid-1.png')
})

test('a condition that is no label', () => {
  expect(why(`data (x: real[2], t: real[3])
generator G(z, t) -> fake[2] { concatenate(z, t) -> dense(2) }
z ~ Normal(0, 1)[2]
let fake = G(z, t)
loss { size = ||x - fake||^2 }
train { minimize size with adam(1e-3); batch 2; epochs 1 }
`)).toBe('mine samples only for a given t, and genc sample has none to give; a figure of the spec can show them: compare(t in test[0..9]: t, G(z, t))')
})

test('nothing to draw from', () => {
  expect(why(readFileSync('specs/pca.gen', 'utf8'))).toBe('mine has no way to sample: it needs a prior and a likelihood, or a generator that is fed with noise alone')
  expect(why(readFileSync('specs/super-resolution.gen', 'utf8'))).toContain('a generator that is fed with noise alone')
})
