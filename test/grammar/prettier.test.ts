/** The formatter as others use it: a plugin of Prettier's command, built and imported by the name that package.json exports. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { format } from '../../grammar/print.ts'
// @ts-expect-error a script without types
import { bundle } from '../../scripts/build.mjs'
import { specs } from './support.ts'

const prettierFolder = dirname(createRequire(import.meta.url).resolve('prettier/package.json'))
/** A project of somebody's, with prettier and genc in its node_modules and nothing else. */
let project: string

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'genc-prettier-'))
  mkdirSync(join(project, 'node_modules/genc'), { recursive: true })
  symlinkSync(prettierFolder, join(project, 'node_modules/prettier'), 'dir')
  writeFileSync(join(project, 'node_modules/genc/package.json'), readFileSync('package.json'))
  await (bundle as (outdir: string) => Promise<unknown>)(join(project, 'node_modules/genc/dist'))
})
afterAll(() => rmSync(project, { recursive: true }))

const prettier = (args: readonly string[], input = ''): ReturnType<typeof spawnSync> =>
  spawnSync(process.execPath, [join(prettierFolder, 'bin/prettier.cjs'), ...args], { cwd: project, input, encoding: 'utf8' })

/** A spec as if typed in haste. */
const untidy = (source: string): string => source.replace(/[ \t]+/g, ' ').replace(/^ /gm, '')

test('the command formats specs as genc fmt does', async () => {
  const some = specs.filter(([name]) => ['vae.gen', 'unet.gen', 'transform-gan.gen', 'features.gen'].includes(name))
  for (const [name, source] of some) writeFileSync(join(project, name), untidy(source))
  const { status, stderr } = prettier(['--plugin', 'genc/prettier', '--write', '.'])
  expect([status, stderr]).toEqual([0, ''])
  expect(some.length).toBe(4)
  for (const [name, source] of some) expect(readFileSync(join(project, name), 'utf8')).toBe(await format(untidy(source)))
  expect(prettier(['--plugin', 'genc/prettier', '--check', '.']).status).toBe(0)
})

test('a configuration file names it', async () => {
  writeFileSync(join(project, '.prettierrc.json'), '{ "plugins": ["genc/prettier"] }')
  const { stdout, status } = prettier(['--stdin-filepath', 'a.gen'], 'let  a=f( 1,2 )')
  expect([status, stdout]).toEqual([0, 'let a = f(1, 2)\n'])
})

test('a file with mistakes is left, and the first of them told', () => {
  const { status, stderr } = prettier(['--plugin', 'genc/prettier', '--stdin-filepath', 'a.gen'], 'let a = (1')
  expect(status).toBe(2)
  expect(stderr).toContain('A file with syntax errors is not formatted.')
})
