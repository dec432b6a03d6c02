/** What a spec reads when the command line names no data. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, genc } from './run.ts'

const spec = (second: string, type = 'real[2]'): string => `model Two
data p (x: real[2])
data ${second} (w: ${type})
network N(x) -> h[2] { x -> dense(2) }
loss { far = mean(N(x))^2 + mean(w)^2 }
train { minimize far with adam(1e-3); batch 8; epochs 1 }
`
const dryRun = (text: string, ...options: readonly string[]) => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'two.gen'), text)
  return genc(['train', 'two.gen', '--dry-run', '--engine', 'cpu', ...options], { cwd })
}

test('a data set called like a built-in one reads it', async () => {
  const { exitCode, err } = await dryRun(spec('moons'))
  expect([exitCode, err]).toEqual([0, expect.stringMatching(/p: eight Gaussians[^]*moons: two half-circles/)])
})

test('where several fit, the message names them and the option', async () => {
  const { exitCode, err } = await dryRun(spec('q'))
  expect(exitCode).toBe(2)
  expect(err).toContain('several built-in data fit (w: real[2]): ring8, grid25, moons, spiral, blobs, turned-blobs; say which, for example --data q=turned-blobs')
  expect((await dryRun(spec('q'), '--data', 'q=moons')).exitCode).toBe(0)
})

test('where none fits, it shows the fields', async () => {
  const { exitCode, err } = await dryRun(spec('q', 'real[7]'))
  expect([exitCode, err]).toEqual([2, expect.stringContaining('no built-in data fit (w: real[7]); say where they are: --data q=FOLDER')])
})
