/** The command of the lectures with a built program, on the cheapest of them. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
// @ts-expect-error a script without types
import { bundle } from '../../scripts/build.mjs'
import schema from '../../bench/lectures/results.schema.json' with { type: 'json' }
import type { Lecture, Training } from '../../bench/lectures/lecture.ts'
import { LECTURES } from '../../bench/lectures/lectures/all.ts'
import { klFit } from '../../bench/lectures/lectures/kl-fit.ts'
import { ringGan } from '../../bench/lectures/lectures/ring-gan.ts'
import { main, TABLE } from '../../bench/lectures/main.ts'
import type { Results } from '../../bench/lectures/results.ts'
import { BUILTINS } from '../../runtime/data/builtin/builtin.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let program = ''
let cwd = ''

beforeAll(async () => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  program = mkdtempSync(join(root, 'node_modules/.cache/genc-'))
  await (bundle as (outdir: string) => Promise<unknown>)(program)
  cwd = mkdtempSync(join(tmpdir(), 'genc-lectures-'))
})
afterAll(() => {
  rmSync(program, { recursive: true })
  rmSync(cwd, { recursive: true })
})
afterEach(() => { vi.restoreAllMocks() })

/** What the command prints, and its exit code. */
async function lectures(args: readonly string[], list: readonly Lecture[] = LECTURES): Promise<{ readonly exitCode: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', '']
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => { out += String(text); return true })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => { err += String(text); return true })
  const exitCode = await main(['--program', join(program, 'genc.js'), ...args], root, list)
  vi.restoreAllMocks()
  return { exitCode, out, err }
}

/** The ring as it is, for a third of its rounds. */
const short: Lecture = { ...ringGan, runs: { ring: { spec: 'ring-gan', data: ringGan.runs['ring']!.data!, steps: 1500 } } }

describe('lectures that take seconds keep their bounds', () => {
  const kept = (): string => join(cwd, 'kept')
  const json = (): string => join(cwd, 'results.json')
  const page = (): string => join(cwd, 'page.md')

  test('trained, and written as JSON and into a page', async () => {
    writeFileSync(page(), `# Page\n\n${TABLE.begin}\nold\n${TABLE.end}\n\nafter\n`)
    const { exitCode, out, err } = await lectures(['--keep', kept(), '--json', json(), '--report', page(), '--data', 'digits'], [klFit, short])
    expect(out).toContain('all ')
    expect(exitCode, out).toBe(0)
    expect(err).toMatch(/\[1\/2\] kl-fit, seed 0: kl-fit-seed0-[0-9a-f]{8} {2}0:0\d so far, about 0:\d\d left/)
    const results = JSON.parse(readFileSync(json(), 'utf8')) as Results
    const validate = new Ajv({ strict: true, strictTypes: false }).compile(schema)
    expect(validate(results), JSON.stringify(validate.errors)).toBe(true)
    expect(results.lectures.map(({ lecture, specs }) => [lecture, specs])).toEqual([['kl-fit', ['kl-fit']], ['ring-gan', ['ring-gan']]])
    expect(results.data).toEqual({ mnist: 'digits', usps: null })
    const written = readFileSync(page(), 'utf8')
    expect(written).toMatch(/^# Page\n[\s\S]*\| ring-gan \| modes \| 8 \| ≥ 8 \| β₁ = 0.9 1 \| kept \|[\s\S]*\nafter\n$/)
    expect(written).not.toContain('old')
  }, 120_000)

  test('what is kept is not trained again', async () => {
    const { exitCode, err } = await lectures(['--keep', kept(), '--data', 'digits'], [klFit, short])
    expect(exitCode).toBe(0)
    expect(err).not.toContain('so far')
  }, 60_000)

  test('a bound that is missed: exit code 1, with its origin and its cause', async () => {
    const strict: Lecture = { ...klFit, checks: [...klFit.checks, { what: 'an impossible width', measured: 'width', atMost: 'both', atLeast: 3, why: 'a test', cause: 'it asks too much' }] }
    const { exitCode, out } = await lectures(['--keep', kept()], [strict])
    expect(exitCode).toBe(1)
    expect(out).toMatch(/an impossible width +2\.\d+ +3 … 2\.088 +MISSED/)
    expect(out).toMatch(/kl-fit, an impossible width: 2\.\d+ where 3 … 2\.088 is asked \(a test\)\. Cause: it asks too much/)
  }, 60_000)

  test('a lecture that fails: exit code 3, and the others are measured', async () => {
    const broken: Lecture = { name: 'broken', about: '', seconds: 1, runs: { one: { spec: 'kl-fit' } }, checks: [{ what: 'a', measured: 'one.nothing' }] }
    const { exitCode, out } = await lectures(['--keep', kept()], [broken, klFit])
    expect(exitCode).toBe(3)
    expect(out).toMatch(/broken: kl-fit-seed0-\w+ has no metric nothing: it has forward, reverse/)
    expect(out).toMatch(/KL\(p‖q\): standard deviation +2\.\d+ .* kept/)
  }, 60_000)
})

test('files that are missing leave a lecture out', async () => {
  const needs: Lecture = { name: 'two', about: '', seconds: 1, runs: { one: { spec: 'cyclegan', data: { mnist: 'mnist', usps: 'usps' } } }, checks: [] }
  const { exitCode, out } = await lectures(['--data', 'digits'], [needs])
  expect(exitCode).toBe(0)
  expect(out).toMatch(/two +needs the files of usps: --data FOLDER .*left out/)
})

test.each([
  [['--only', 'vea'], /there is no lecture vea: there are .*vae/],
  [['--seeds', '0'], /whole number from 1/],
  [['--data', 'nowhere'], /nowhere has no folder mnist/],
  [['--report', 'README.md'], /README.md has no place for the table/],
  [['--program', 'nowhere.js'], /npm run build/],
  [['--onyl', 'vae'], /unknown option/],
])('a wrong command line: %j', async (args, message) => {
  const { exitCode, err } = await lectures(args)
  expect(exitCode).toBe(2)
  expect(err).toMatch(message)
})

test('--list names all, and all of them fit into an hour', async () => {
  const { exitCode, out } = await lectures(['--list'])
  expect(exitCode).toBe(0)
  expect(out.trim().split('\n').map((line) => line.split(' ')[0])).toEqual(LECTURES.map(({ name }) => name))
  expect(LECTURES.reduce((sum, { seconds }) => sum + seconds, 0)).toBeLessThan(3600)
})

/** With those of its given runs. */
const trainingsOf = (training: Training): readonly Training[] => [training, ...Object.values(training.given ?? {}).flatMap(trainingsOf)]

test('every source of data is there: files of MNIST and USPS, or built in', () => {
  for (const { name, runs } of LECTURES) {
    for (const { data = [] } of Object.values(runs).flatMap(trainingsOf)) {
      for (const source of typeof data === 'string' ? [data] : Object.values(data)) expect(['mnist', 'usps', ...BUILTINS.map((builtin) => builtin.name)], name).toContain(source.split(':')[0])
    }
  }
})

test('every bound has its origin, every lecture its specs', () => {
  for (const { name, checks, runs } of LECTURES) {
    for (const check of checks) if (check.atLeast !== undefined || check.atMost !== undefined) expect(check.why, `${name}, ${check.what}`).toBeTruthy()
    for (const { spec } of Object.values(runs)) expect(() => readFileSync(join(root, 'specs', `${spec}.gen`)), name).not.toThrow()
  }
})

test('as a process: --help documents the exit codes', () => {
  const help = execFileSync(process.execPath, [join(root, 'bench/lectures/run.mjs'), '--help'], { encoding: 'utf8' })
  expect(help).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 .*\n {2}130/)
})
