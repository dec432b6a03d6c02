import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, genc } from './run.ts'

test('new writes a template under its own name and says what to type next', async () => {
  const cwd = emptyFolder()
  const { exitCode, out, err } = await genc(['new', 'my-vae'], { cwd })
  expect([exitCode, out]).toEqual([0, 'my-vae.gen\n'])
  expect(err).toContain('genc train my-vae.gen')
  const written = readFileSync(join(cwd, 'my-vae.gen'), 'utf8')
  expect(written).toContain('\nmodel MyVae\n')
  expect(written.replace('model MyVae', 'model VAE')).toBe(readFileSync('specs/vae.gen', 'utf8'))
})

test('new takes any lecture model, and lists them', async () => {
  const cwd = emptyFolder()
  expect((await genc(['new', 'toy.gen', '--template', 'ring-gan'], { cwd })).exitCode).toBe(0)
  expect(readFileSync(join(cwd, 'toy.gen'), 'utf8')).toContain('model Toy\n')
  expect((await genc(['new', '--list'])).out.split('\n')).toContain('ring-gan')
})

test('new never overwrites', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'a.gen'), 'mine')
  const { exitCode, err } = await genc(['new', 'a'], { cwd })
  expect(exitCode).toBe(2)
  expect(err).toContain('a.gen exists already')
  expect(readFileSync(join(cwd, 'a.gen'), 'utf8')).toBe('mine')
  expect(existsSync(join(cwd, 'a.gen.gen'))).toBe(false)
})

test('new suggests the template that was meant, also with two letters in the wrong order', async () => {
  const { exitCode, err } = await genc(['new', 'foo', '--template', 'gna'], { cwd: emptyFolder() })
  expect(exitCode).toBe(2)
  expect(err).toContain('did you mean gan?')
})
