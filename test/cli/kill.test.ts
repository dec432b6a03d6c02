/** Trainings as processes: killed without warning, interrupted by Ctrl-C, and gone on with. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
// @ts-expect-error a script without types
import { bundle } from '../../scripts/build.mjs'
import { loadTensors } from '../../runtime/node/atomic.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Inside the project, so that packages left out of the bundle are found. */
let program = ''
let cwd = ''

const SPEC = `model Noisy
data (x: real[2])
r ~ Normal(0, std: 0.3)[2]
encoder Enc(x) -> h[8] { x -> dense(32, tanh) -> dense(8) }
decoder Dec(h) -> xhat[2] { h -> dense(32, tanh) -> dense(2) }
loss { reconstruction = 1/2 * ||x - Dec(Enc(x + r))||^2 }
train {
  minimize reconstruction with adam(1e-3)
  batch 32
  epochs 4
}
`
const COMMON = ['--data', 'ring8:train=6000,test=100', '--checkpoint-every', '7']

beforeAll(async () => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  program = mkdtempSync(join(root, 'node_modules/.cache/genc-'))
  await (bundle as (outdir: string) => Promise<unknown>)(program)
  cwd = mkdtempSync(join(tmpdir(), 'genc-kill-'))
  writeFileSync(join(cwd, 'noisy.gen'), SPEC)
  const whole = spawnSync(process.execPath, [join(program, 'genc.js'), 'train', 'noisy.gen', '-o', 'whole', ...COMMON], { cwd, encoding: 'utf8' })
  expect(whole.stderr).toContain('trained in')
}, 60_000)
afterAll(() => {
  rmSync(program, { recursive: true })
  rmSync(cwd, { recursive: true })
})

const start = (...args: string[]): ChildProcess => spawn(process.execPath, [join(program, 'genc.js'), ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.on('exit', (code) => resolve(code)))
const last = (run: string): string => join(cwd, run, 'checkpoints', 'last.safetensors')
const position = (run: string): { stage: number; round: number } => {
  try {
    return JSON.parse(loadTensors(last(run)).metadata['progress']!) as { stage: number; round: number }
  } catch {
    return { stage: 0, round: -1 }
  }
}

/** Waits until the checkpoint stands beyond `round`. */
async function reaches(run: string, round: number): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    if (existsSync(last(run)) && position(run).round > round) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`no checkpoint after round ${round}`)
}

const log = (run: string) => readFileSync(join(cwd, run, 'metrics.jsonl'), 'utf8').trim().split('\n').map((line) => ({ ...JSON.parse(line) as object, seconds: 0 }))

function expectSame(run: string): void {
  expect(loadTensors(last(run)).tensors).toEqual(loadTensors(last('whole')).tensors)
  expect(log(run)).toEqual(log('whole'))
}

it('killed in the middle of an epoch, three times, it ends with the weights and the log of an uninterrupted training', async () => {
  let child = start('train', 'noisy.gen', '-o', 'killed', ...COMMON)
  for (const round of [30, 250, 500]) {
    await reaches('killed', round)
    const gone = ended(child)
    child.kill('SIGKILL')
    await gone
    expect(position('killed').round).toBeLessThan(752)
    child = start('train', '--resume', 'killed', '--checkpoint-every', '7')
  }
  expect(await ended(child)).toBe(0)
  expectSame('killed')
}, 60_000)

it('saves everything on Ctrl-C, exits with 130 and goes on from there', async () => {
  const child = start('train', 'noisy.gen', '-o', 'stopped', ...COMMON)
  let text = ''
  child.stderr!.on('data', (chunk: Buffer) => { text += chunk.toString() })
  await reaches('stopped', 20)
  const gone = ended(child)
  child.kill('SIGINT')
  expect(await gone).toBe(130)
  expect(text).toContain('stopping: saving first')
  expect(text).toMatch(new RegExp(`stopped and saved after step ${position('stopped').round}:`))
  expect(text).toContain('next: genc train --resume stopped')
  const again = start('train', '--resume', 'stopped', '--checkpoint-every', '7')
  expect(await ended(again)).toBe(0)
  expectSame('stopped')
}, 60_000)

it('ends at once by a second Ctrl-C, without a word from the engine', async () => {
  const child = start('train', 'noisy.gen', '-o', 'aborted', ...COMMON)
  let text = ''
  let again = false
  child.stderr!.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    if (again || !text.includes('stopping')) return
    again = true
    child.kill('SIGINT')
  })
  await reaches('aborted', 20)
  const gone = new Promise((resolve) => child.on('exit', (code, signal) => resolve([code, signal])))
  child.kill('SIGINT')
  // It may have stopped and saved in the meantime.
  expect([[null, 'SIGINT'], [130, null]]).toContainEqual(await gone)
  expect(text).not.toContain('terminate')
}, 60_000)
