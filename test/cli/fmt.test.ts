import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, genc } from './run.ts'

const messy = 'data(x:real[2])\nmetric size=E[||x||]'
const tidy = 'data (x: real[2])\nmetric size = E[||x||]\n'

test('formats in place and lists what it changed', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'a.gen'), messy)
  writeFileSync(join(cwd, 'b.gen'), tidy)
  const { exitCode, out } = await genc(['fmt', 'a.gen', 'b.gen'], { cwd })
  expect([exitCode, out]).toEqual([0, 'a.gen\n'])
  expect(readFileSync(join(cwd, 'a.gen'), 'utf8')).toBe(tidy)
  expect(readdirSync(cwd).sort()).toEqual(['a.gen', 'b.gen'])
})

test('--check writes nothing and fails', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'a.gen'), messy)
  const { exitCode, out, err } = await genc(['fmt', '--check', 'a.gen'], { cwd })
  expect([exitCode, out]).toEqual([1, 'a.gen\n'])
  expect(err).toContain('genc fmt a.gen')
  expect(readFileSync(join(cwd, 'a.gen'), 'utf8')).toBe(messy)
  writeFileSync(join(cwd, 'a.gen'), tidy)
  expect(await genc(['fmt', '--check', 'a.gen'], { cwd })).toEqual({ exitCode: 0, out: '', err: '' })
})

test('- goes from standard input to standard output', async () => {
  expect(await genc(['fmt', '-'], { input: messy })).toEqual({ exitCode: 0, out: tidy, err: '' })
})

test('a file that does not parse is left as it is', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'a.gen'), 'metrik x=1')
  const { exitCode, err } = await genc(['fmt', 'a.gen'], { cwd })
  expect(exitCode).toBe(1)
  expect(err).toContain('syntax/unknown-statement')
  expect(err).toContain('a.gen: left as it is')
  expect(readFileSync(join(cwd, 'a.gen'), 'utf8')).toBe('metrik x=1')
})

test('the specs of the project are formatted', async () => {
  const specs = readdirSync('specs').filter(file => file.endsWith('.gen')).map(file => join('specs', file))
  expect((await genc(['fmt', '--check', ...specs])).out).toBe('')
})
