import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { validate } from '../../runtime/run/metrics.validate.js'
import { loadTensors, previousOf } from '../../runtime/node/atomic.ts'
import { loadCheckpoint } from '../../runtime/run/checkpoint.ts'
import { RUN_FILES } from '../../runtime/run/folder.ts'
import { curvePoints, readMetrics, truncateMetrics } from '../../runtime/run/metrics.ts'
import { record, type RecordOptions, type RunEvent } from '../../runtime/run/record.ts'
import { DivergedError } from '../../runtime/train/diverged.ts'
import { initializeStore, writeStore } from '../../runtime/train/store.ts'
import { referenceEngine } from '../train/reference-engine.ts'
import { points, toy, type ToyOptions } from '../train/toy.ts'

const SEED = 5
let home = ''
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'genc-run-')) })
afterEach(() => rmSync(home, { recursive: true, force: true }))

async function begin(options: ToyOptions = {}): Promise<RecordOptions> {
  const { graph, plan } = toy(options)
  const session = await referenceEngine.load(graph)
  initializeStore(session, graph, SEED)
  const run = mkdtempSync(join(home, 'run-'))
  for (const folder of [RUN_FILES.checkpoints, RUN_FILES.figures]) mkdirSync(join(run, folder))
  return { session, graph, plan, sources: points(), seed: SEED, run, data: { points: 'formula' }, saveSeconds: 1000 }
}

async function collect(options: RecordOptions): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for await (const event of record(options)) events.push(event)
  return events
}

/** What a new process would do: an engine of its own, and all else from the folder. */
async function goOn(before: RecordOptions, options: ToyOptions): Promise<RunEvent[]> {
  const { graph } = toy(options)
  const session = await referenceEngine.load(graph)
  const { values, progress } = loadCheckpoint(join(before.run, RUN_FILES.last), graph)
  writeStore(session, graph, values)
  truncateMetrics(before.run, progress)
  return collect({ ...before, session, from: progress })
}

const weights = (run: string) => loadTensors(join(run, RUN_FILES.last)).tensors
const log = (run: string) => readMetrics(run).map(({ seconds: _, ...line }) => line)

describe('a recorded training', () => {
  it('leaves checkpoints, a log and curves', async () => {
    const options = await begin()
    const events = await collect(options)
    expect(readdirSync(join(options.run, RUN_FILES.checkpoints)).sort()).toEqual(['best.safetensors', 'best.safetensors.previous', 'last.safetensors', 'last.safetensors.previous'])
    expect(readdirSync(join(options.run, RUN_FILES.figures))).toEqual(['curves.png', 'curves.svg'])
    const lines = readMetrics(options.run)
    expect(lines.map((line) => [line.stage, line.step, line.epoch])).toEqual([['main', 4, 1], ['main', 8, 2], ['main', 12, 3]])
    for (const line of lines) expect(validate(JSON.parse(JSON.stringify(line))), JSON.stringify(validate.errors)).toBe(true)
    expect(Object.keys(lines[2]!.test!)).toEqual(['fit', 'objective'])
    expect(Object.keys(lines[2]!.metrics!)).toEqual(['near'])
    expect(events.filter((event) => event.kind === 'saved').length).toBe(3)
  })

  it('is the same to the bit with the same seed', async () => {
    const [first, second] = [await begin(), await begin()]
    await collect(first)
    await collect(second)
    for (const file of [RUN_FILES.last, RUN_FILES.best]) expect(readFileSync(join(first.run, file)).equals(readFileSync(join(second.run, file)))).toBe(true)
    expect(log(first.run)).toEqual(log(second.run))
  })

  it.each([[1, 2], [1, 5], [3, 7], [3, 13], [5, 9], [2, 24], [4, 15]])('saving every %i steps and killed after step %i, it ends with the same weights and log', async (saveRounds, killed) => {
    const toyOptions: ToyOptions = { stages: 2, momentum: 0.95 }
    const whole = await begin(toyOptions)
    await collect(whole)
    const broken = { ...await begin(toyOptions), saveRounds }
    let seen = 0
    for await (const event of record(broken)) if (event.kind === 'round' && ++seen === killed) break
    if (!existsSync(join(broken.run, RUN_FILES.last))) return
    // A kill may also cut a line short.
    appendFileSync(join(broken.run, RUN_FILES.metrics), '{"stage":"stage0","stageIndex":0,"st')
    await goOn(broken, toyOptions)
    expect(weights(broken.run)).toEqual(weights(whole.run))
    expect(log(broken.run)).toEqual(log(whole.run))
    expect(readFileSync(join(broken.run, RUN_FILES.best)).equals(readFileSync(join(whole.run, RUN_FILES.best)))).toBe(true)
  })

  it('drops log lines beyond the checkpoint', async () => {
    const options = await begin()
    await collect(options)
    expect(truncateMetrics(options.run, { stage: 0, round: 9, sums: { weight: 0, totals: {} }, best: null }).map((line) => line.step)).toEqual([4, 8])
    expect(readMetrics(options.run).length).toBe(2)
  })

  it('stops when asked, after saving', async () => {
    const options = await begin()
    let rounds = 0
    const stopped = (): boolean => rounds >= 6
    const events: RunEvent[] = []
    for await (const event of record({ ...options, stopped })) {
      events.push(event)
      if (event.kind === 'round') rounds++
    }
    // Rounds that were under way are finished, told of and saved; there are few.
    expect(rounds).toBeLessThan(12)
    expect(events.at(-1)).toMatchObject({ kind: 'stopped', progress: { round: rounds } })
    expect(loadCheckpoint(join(options.run, RUN_FILES.last), options.graph).progress.round).toBe(rounds)
  })

  it('keeps the last good checkpoint when training diverges', async () => {
    const options = await begin({ breakAt: 0.5 })
    await expect(collect(options)).rejects.toBeInstanceOf(DivergedError)
    const { progress, values } = loadCheckpoint(join(options.run, RUN_FILES.last), options.graph)
    expect(progress.round).toBe(4)
    expect([...values['w']!].every(Number.isFinite)).toBe(true)
  })

  it('does not save weights that are not finite', async () => {
    const options = await begin({ breakAt: 2 })
    options.session.write('w/sgd.m', Float32Array.of(NaN, 0, 0))
    // The loss of the first round is still finite: only the weights are gone.
    const error = await collect({ ...options, saveRounds: 1 }).then(() => null, (thrown: unknown) => thrown)
    expect((error as DivergedError).at).toMatchObject({ step: 0, terms: [], entry: 'w' })
    expect((error as DivergedError).message).toContain('the weights w are no longer finite')
    expect(existsSync(join(options.run, RUN_FILES.last))).toBe(false)
  })
})

describe('a full disk', () => {
  const full = (fails: (attempt: number) => boolean) => {
    let attempt = 0
    return {
      write(): number {
        if (fails(++attempt)) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
        return -1
      },
    }
  }

  it('leaves the checkpoint before, and saving is tried again', async () => {
    const options = await begin()
    let attempt = 0
    const write = (fd: number, bytes: Uint8Array, offset: number, length: number): number => {
      // Epoch 1 writes last and best; epoch 2 fails.
      if (++attempt === 3) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      return writeSync(fd, bytes, offset, length)
    }
    const events = await collect({ ...options, disk: { write } })
    const trouble = events.filter((event) => event.kind === 'trouble')
    expect(trouble.map((event) => event.message)).toEqual([expect.stringContaining('the disk is full')])
    expect(loadCheckpoint(join(options.run, RUN_FILES.last), options.graph).progress.round).toBe(12)
    expect(readMetrics(options.run).map((line) => line.step)).toEqual([4, 8, 12])
  })

  it('is an error at the end, which names what is safe', async () => {
    const options = await begin()
    const error = await collect({ ...options, disk: full(() => true) }).then(() => null, (thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'FileError', code: 'ENOSPC' })
    expect((error as { hint: string }).hint).toContain('nothing of this training is saved yet')
  })
})

describe('a damaged checkpoint', () => {
  it('is replaced by the one before', async () => {
    const options = await begin()
    await collect(options)
    const last = join(options.run, RUN_FILES.last)
    writeFileSync(last, readFileSync(last).subarray(0, 100))
    const { progress, from } = loadCheckpoint(last, options.graph)
    expect(from).toBe(previousOf(last))
    expect(progress.round).toBe(8)
  })
})

it('counts steps of curves over all stages', async () => {
  const options = await begin({ stages: 2 })
  await collect(options)
  expect(curvePoints(readMetrics(options.run)).map((point) => point.round)).toEqual([4, 8, 12, 16, 20, 24])
})
