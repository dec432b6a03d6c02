import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { validate } from '../../compiler/graph/graph.validate.js'
import { emptyFolder, genc } from './run.ts'

const spec = resolve('specs/autoencoder.gen')

test('build writes an ES module, --check compares it', async () => {
  const cwd = emptyFolder()
  const file = join(cwd, 'build', 'autoencoder.js')
  const built = await genc(['build', spec], { cwd })
  expect([built.exitCode, built.out]).toEqual([0, `${join('build', 'autoencoder.js')}\n`])
  expect(readFileSync(file, 'utf8')).toContain('export')
  expect((await genc(['build', spec, '--check'], { cwd })).exitCode).toBe(0)
  writeFileSync(file, `${readFileSync(file, 'utf8')}// changed by hand\n`)
  const stale = await genc(['build', spec, '--check'], { cwd })
  expect(stale.exitCode).toBe(1)
  expect(stale.out).toMatch(/differs from line \d+/)
  expect(stale.err).toContain(`genc build ${spec}`)
})

test('--check says what is missing and writes nothing', async () => {
  const cwd = emptyFolder()
  const { exitCode, out } = await genc(['build', spec, '--check', '-o', 'out'], { cwd })
  expect(exitCode).toBe(1)
  expect(out).toContain('missing')
  expect(existsSync(join(cwd, 'out'))).toBe(false)
})

test.each(['autoencoder', 'contractive', 'gan', 'pca', 'ring-gan', 'vae'])('the graph of %s as text, and as JSON by its schema', async name => {
  const cwd = emptyFolder()
  expect((await genc(['build', resolve(`specs/${name}.gen`), '-t', 'graph', '-o', '.'], { cwd })).exitCode).toBe(0)
  expect(readFileSync(join(cwd, `${name}.graph.txt`), 'utf8')).toContain('round')
  const graph: unknown = JSON.parse(readFileSync(join(cwd, `${name}.graph.json`), 'utf8'))
  expect(validate(graph), JSON.stringify(validate.errors)).toBe(true)
})

test('the model, to standard output, with a hyper set', async () => {
  const { exitCode, out } = await genc(['build', 'specs/vae.gen', '-t', 'model', '-o', '-', '--set', 'latent=3'])
  expect(exitCode).toBe(0)
  expect(out).toMatch(/latent = 3/)
})

test('a hyper that does not exist is an error with a suggestion', async () => {
  const { exitCode, err } = await genc(['build', 'specs/vae.gen', '--set', 'latant=3'])
  expect(exitCode).toBe(2)
  expect(err).toContain('latent')
})

test('a wrong spec builds nothing', async () => {
  const cwd = emptyFolder()
  expect((await genc(['build', '-'], { cwd, input: 'metrik x = 1' })).exitCode).toBe(1)
  expect(existsSync(join(cwd, 'build'))).toBe(false)
})
