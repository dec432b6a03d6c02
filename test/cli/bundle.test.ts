/** The bundle as a process: what it loads, how long it takes, what its exit codes are. */
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Metafile } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
// @ts-expect-error a script without types
import { bundle } from '../../scripts/build.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Inside the project, so that packages left out of the bundle are found. */
let folder: string
let metafile: Metafile

beforeAll(async () => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  folder = mkdtempSync(join(root, 'node_modules/.cache/genc-'))
  metafile = await (bundle as (outdir: string) => Promise<Metafile>)(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (args: readonly string[], input = ''): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [join(folder, 'genc.js'), ...args], { cwd: root, input, encoding: 'utf8', env: { PATH: process.env.PATH } })

/** Files and outside packages that are loaded at once when a source file is. */
function closure(source: string): Set<string> {
  const outputs = Object.entries(metafile.outputs)
  const start = outputs.find(([, output]) => output.entryPoint === source)
  if (!start) throw new Error(`${source} has no chunk`)
  const seen = new Set<string>()
  const inputs = new Set<string>()
  const visit = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    const output = metafile.outputs[name]
    if (!output) {
      inputs.add(name)
      return
    }
    for (const input of Object.keys(output.inputs)) inputs.add(input)
    for (const imported of output.imports) if (imported.kind === 'import-statement') visit(imported.path)
  }
  visit(start[0])
  return inputs
}

test('checking loads no formatter, no engine, no pictures', () => {
  for (const source of ['cli/genc.ts', 'cli/main.ts', 'cli/commands/check.ts', 'compiler/compile.ts', 'cli/files.ts', 'cli/compile-spec.ts']) {
    const heavy = [...closure(source)].filter(input => /prettier|@tensorflow|onnxruntime|runtime\/engines|vega|resvg|ajv|fast-png|jpeg-js|csv-parse/.test(input))
    expect(heavy, source).toEqual([])
  }
})

test('exit codes and streams of the process', () => {
  expect(run(['check', '-'], 'data (x: real[2])\nmetric size = E[||x||]\n')).toMatchObject({ status: 0, stdout: '<stdin>: ok\n' })
  expect(run(['check', '-'], 'metrik').status).toBe(1)
  expect(run(['chekc']).status).toBe(2)
  expect(run(['check', 'nowhere.gen']).status).toBe(3)
  expect(run(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('NO_COLOR wins over FORCE_COLOR', () => {
  const colored = (env: Record<string, string>): boolean =>
    spawnSync(process.execPath, [join(folder, 'genc.js'), 'check', '-'], { input: 'metrik', encoding: 'utf8', env }).stderr.includes('\u001b[')
  expect(colored({ FORCE_COLOR: '1' })).toBe(true)
  expect(colored({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false)
  expect(colored({})).toBe(false)
})

test('the entry is executable by its first line', () => {
  expect(readFileSync(join(folder, 'genc.js'), 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node')
  if (process.platform !== 'win32') expect(execFileSync(join(folder, 'genc.js'), ['--version'], { encoding: 'utf8' })).toMatch(/^\d/)
})

test('licences of bundled packages are in the notices', () => {
  const notices = readFileSync(join(folder, 'NOTICES.txt'), 'utf8')
  for (const name of ['chevrotain', 'commander', 'picocolors', 'lodash-es']) expect(notices).toContain(`\n${name} `)
  expect(relative(root, folder)).not.toMatch(/^\.\./)
})
