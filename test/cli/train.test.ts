/** The road of a training through the command line, in this process: train, go on, evaluate, sample. */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { validate as validEval } from '../../runtime/run/eval.validate.js'
import { validate as validMetrics } from '../../runtime/run/metrics.validate.js'
import { loadTensors } from '../../runtime/node/atomic.ts'
import { genc as command } from './run.ts'

const SPEC = `/// A line through a ring.
model Line

data (x: real[2])

hyper rate = 0.01

encoder Enc(x) -> h[1] { x -> dense(1) }
decoder Dec(h) -> xhat[2] { h -> dense(2) }
let xhat = Dec(Enc(x))

loss { reconstruction = 1/2 * ||x - xhat||^2 }
metric error = E[||x - xhat||]

train {
  minimize reconstruction with adam(rate)
  batch 32
  epochs 3
}

figures { scatter(x in test[0..49]: x, xhat) }
`
const DATA = ['--data', 'ring8:train=200,test=50']

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'genc-train-'))
  writeFileSync(join(cwd, 'line.gen'), SPEC)
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const genc = async (...args: string[]) => {
  const { exitCode: code, out, err } = await command(args, { cwd })
  return { code, out, err }
}
const weights = (name: string) => loadTensors(join(cwd, 'runs', name, 'checkpoints', 'last.safetensors')).tensors

describe('genc train', () => {
  it('leaves a run folder and says what to type next', async () => {
    const { code, out, err } = await genc('train', 'line.gen', ...DATA)
    expect(err).toContain('next: genc reconstruct runs/line-001')
    expect(err).toContain('next: genc report runs/line-001')
    expect([code, out]).toEqual([0, ''])
    expect(readdirSync(join(cwd, 'runs')).sort()).toEqual(['latest', 'line-001'])
    expect(readdirSync(join(cwd, 'runs', 'latest', 'figures')).sort()).toEqual(['curves.png', 'curves.svg', 'scatter-1.png', 'scatter-1.svg'])
    expect(readFileSync(join(cwd, 'runs', 'latest', 'spec.gen'), 'utf8')).toBe(SPEC)
    expect(err.split('\n').filter((line) => /^epoch \d\/3/.test(line)).length).toBe(3)
  })

  it('prints metrics as JSON Lines', async () => {
    const { out } = await genc('train', 'line.gen', ...DATA, '--json')
    const lines = out.trim().split('\n').map((line) => JSON.parse(line) as { test: Record<string, number>; metrics: Record<string, number> | null })
    for (const line of lines) expect(validMetrics(line), JSON.stringify(validMetrics.errors)).toBe(true)
    expect(lines.length).toBe(3)
    expect(lines[2]!.test['objective']).toBeLessThan(lines[0]!.test['objective']!)
    expect(Object.keys(lines[2]!.metrics!)).toEqual(['error'])
    expect(readFileSync(join(cwd, 'runs', 'line-001', 'metrics.jsonl'), 'utf8')).toBe(out)
  })

  it('gives the same weights again with the same seed, and others with another', async () => {
    await genc('train', 'line.gen', ...DATA)
    await genc('train', 'line.gen', ...DATA)
    await genc('train', 'line.gen', ...DATA, '--seed', '1')
    const [first, second] = ['line-001', 'line-002'].map((name) => readFileSync(join(cwd, 'runs', name, 'checkpoints', 'last.safetensors')))
    expect(first!.equals(second!)).toBe(true)
    expect(weights('line-003')).not.toEqual(weights('line-001'))
  })

  it('does one batch and writes nothing with --dry-run', async () => {
    const { code, err } = await genc('train', 'line.gen', ...DATA, '--dry-run')
    expect([code, existsSync(join(cwd, 'runs'))]).toEqual([0, false])
    expect(err).toMatch(/one batch of 32: reconstruction \d/)
  })

  it('obeys --set, --steps and -o, and keeps them', async () => {
    const { code } = await genc('train', 'line.gen', ...DATA, '--set', 'rate=0.02', '--steps', '7', '-o', 'out')
    expect(code).toBe(0)
    const config = JSON.parse(readFileSync(join(cwd, 'out', 'config.json'), 'utf8')) as Record<string, unknown>
    expect(config).toMatchObject({ hyper: { rate: { value: 0.02, from: 'set' } }, length: { unit: 'rounds', count: 7 }, seed: 0, spec: 'line', model: 'Line' })
    const again = await genc('train', 'line.gen', ...DATA, '-o', 'out')
    expect([again.code, again.err]).toEqual([3, expect.stringContaining('out holds a run already')])
    expect((await genc('train', 'line.gen', ...DATA, '-o', 'out', '--force', '--steps', '2')).code).toBe(0)
  })

  it.each([
    [['train'], 2, 'name a spec'],
    [['train', 'line.gen', '--epochs', 'two'], 2, '--epochs takes a whole number from 1; this is two'],
    [['train', 'line.gen', '--epochs', '1', '--steps', '1'], 2, 'give one'],
    [['train', 'line.gen', '--engine', 'wsam'], 2, 'Did you mean wasm?'],
    [['train', 'line.gen', '--data', 'rong8'], 3, 'did you mean ring8?'],
    [['train', 'line.gen', '--data', 'digits'], 3, 'x: real[2]'],
    [['train', 'line.gen', '--set', 'rat=1'], 2, 'rate'],
    [['train', 'line.gen', '--resume'], 3, 'there is no run line'],
    [['eval', 'line'], 3, 'there are no runs here yet'],
  ] as const)('%j ends with exit code %i: %s', async (args, code, message) => {
    const found = await genc(...args)
    expect(found.err).toContain(message)
    expect(found.code).toBe(code)
  })

  it('names the line that diverged, and the last good checkpoint', async () => {
    writeFileSync(join(cwd, 'line.gen'), SPEC.replace('1/2 * ||x - xhat||^2', '1/2 * ||x - xhat||^2 + 1e-6 * log(0.91 - progress)'))
    const { code, err } = await genc('train', 'line.gen', ...DATA, '--epochs', '20')
    expect(code).toBe(4)
    expect(err).toContain('the loss term "reconstruction" is NaN')
    expect(err).toContain('line.gen:12:')
    expect(err).toMatch(/The last good checkpoint, after step \d+: runs\/line-001\/checkpoints\/last\.safetensors/)
  })

  it('says once that a loss has grown beyond all measure', async () => {
    writeFileSync(join(cwd, 'line.gen'), SPEC.replace('1/2 * ||x - xhat||^2', '1/2 * ||x - xhat||^2 + 1e20'))
    const { code, err } = await genc('train', 'line.gen', ...DATA, '--epochs', '1')
    expect(code).toBe(0)
    expect(err.match(/note: step \d+: the loss term "reconstruction" has grown to 1\.000e\+20: this training diverges/g)).toHaveLength(1)
  })
})

describe('genc train --resume', () => {
  it('says that a finished run is finished, and trains on when given more epochs', async () => {
    await genc('train', 'line.gen', ...DATA)
    const { code, err } = await genc('train', '--resume', 'line')
    expect(err).toMatch(/^engine {2}\w+ \(as before\)$/m)
    expect([code, err]).toEqual([0, expect.stringContaining('going on after step 21')])
    const longer = await genc('train', 'line.gen', '--resume', '--epochs', '5')
    expect(longer.code).toBe(0)
    const steps = readFileSync(join(cwd, 'runs', 'line-001', 'metrics.jsonl'), 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { step: number }).step)
    expect(steps).toEqual([7, 14, 21, 28, 35])
    expect(readdirSync(join(cwd, 'runs'))).toEqual(['latest', 'line-001'])
  })

  it('refuses a changed spec and names the change', async () => {
    await genc('train', 'line.gen', ...DATA)
    const hyper = await genc('train', 'line.gen', '--resume', '--set', 'rate=0.1')
    expect([hyper.code, hyper.err]).toEqual([3, expect.stringContaining('rate was 0.01 and is 0.1')])
    writeFileSync(join(cwd, 'line.gen'), SPEC.replace('x -> dense(1)', 'x -> dense(4) -> dense(1)'))
    const model = await genc('train', 'line.gen', '--resume')
    expect([model.code, model.err]).toEqual([3, expect.stringContaining('line.gen, line 8: "encoder Enc(x) -> h[1] { x -> dense(4) -> dense(1) }"')])
    writeFileSync(join(cwd, 'line.gen'), SPEC.replace(' h[1] { x', ' h[1] {   x').replace('/// A line', '/// Another line'))
    expect((await genc('train', 'line.gen', '--resume')).code).toBe(0)
  })
})

describe('a trained run', () => {
  it('is evaluated, the same each time', async () => {
    await genc('train', 'line.gen', ...DATA)
    const { code, out } = await genc('eval', 'runs/line-001', '--json')
    expect(code).toBe(0)
    const summary = JSON.parse(out) as { objective: number; terms: Record<string, number>; n: number; split: string }
    expect(validEval(summary), JSON.stringify(validEval.errors)).toBe(true)
    expect(summary).toMatchObject({ spec: 'line', split: 'test', n: 50 })
    expect(summary.objective).toBeCloseTo(summary.terms['reconstruction']!, 6)
    expect((await genc('eval', 'latest', '--json')).out).toBe(out)
    expect((JSON.parse((await genc('eval', 'line', '--json', '--split', 'train')).out) as { n: number }).n).toBe(200)
    expect((await genc('eval', 'line')).out).toMatch(/objective +\d/)
  })

  it('reconstructs, as a picture or as numbers', async () => {
    await genc('train', 'line.gen', ...DATA)
    expect(await genc('reconstruct', 'line', '-n', '20')).toMatchObject({ code: 0, out: 'runs/line-001/figures/reconstruct.png\n' })
    expect(await genc('reconstruct', 'line', '-n', '20', '-o', 'a.npy')).toMatchObject({ code: 0 })
    expect(readFileSync(join(cwd, 'a.npy')).subarray(0, 128).toString('latin1')).toContain("'shape': (2, 20, 2)")
    expect(await genc('sample', 'line')).toMatchObject({ code: 2, err: expect.stringContaining('has no way to sample') as string })
  })
})
