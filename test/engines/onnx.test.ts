/** Engine onnx: what conformance does not ask of every engine. In a process of its own. */
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EngineError } from '../../runtime/engine.ts'
import { onnxEngine } from '../../runtime/engines/onnx/engine.ts'
import { ganGraph } from '../targets/examples.ts'
import { firstStore, programOf, randomFeeds, writeStore } from './compare.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Inside the project, so that packages left out of the bundle are found. */
const folder = `${root}node_modules/.cache/onnx-${process.pid}`
const outfile = `${folder}/child.mjs`

afterAll(() => rm(folder, { recursive: true }))
beforeAll(async () => {
  await build({ entryPoints: [`${root}test/engines/onnx-child.ts`], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile, logLevel: 'error' })
})

/** What a job of the child prints, by name. That it ends well is part of the test: sessions and threads are closed. */
async function inChild(job: string, threads = 1): Promise<Map<string, unknown>> {
  const { stdout } = await promisify(execFile)(process.execPath, [outfile, job, String(threads)], { cwd: root, maxBuffer: 1 << 26 })
  return new Map(stdout.trim().split('\n').map((line) => JSON.parse(line) as [string, unknown]))
}

test('every program of the graphs built by hand', async () => {
  expect(await inChild('examples')).toEqual(new Map(['vae round', 'vae sample', 'gan round', 'critic round'].map((name) => [name, []])))
})

test('convolutions and what is around them', async () => {
  expect(await inChild('convolutions')).toEqual(new Map([['pictures round', []]]))
})

test('fifty rounds: the same bits on two threads, whether results are looked at or waited for; memory stays; closed sessions say so', async () => {
  const found = await inChild('rounds', 2)
  const [every, few, ahead] = ['every', 'few', 'ahead'].map((name) => found.get(name) as { last: number[][]; weights: number[][]; memory: unknown[] })
  expect(few).toEqual(every)
  expect(ahead).toEqual(every)
  expect(every!.last.flat().every(Number.isFinite)).toBe(true)
  expect(every!.memory[1]).toEqual(every!.memory[0])
  expect(found.get('every closed')).toEqual([{ tensors: 0, bytes: 0 }, 'EngineError: the session of the engine \'onnx\' is closed'])
})

test('what does not fit is refused by name', async () => {
  const graph = ganGraph({ flavour: 'portable' })
  const batches = { B: 5 }
  const session = await onnxEngine({ threads: 1 }).load(graph)
  const feeds = randomFeeds(programOf(graph, 'round'), batches, 0)
  await expect(session.run('round', feeds, batches)).rejects.toThrow('\'G.dense.kernel\' was never written')
  expect(() => session.write('D.dense.kernel', new Float32Array(3))).toThrow('\'D.dense.kernel\' holds 16 numbers, given were 3')
  expect(() => session.write('nothing', new Float32Array(3))).toThrow('no store entry \'nothing\'')
  writeStore(session, firstStore(graph, 1))
  await expect(session.run('play', feeds, batches)).rejects.toThrow('no program \'play\': there are round')
  await expect(session.run('round', {}, batches)).rejects.toThrow('is not given \'x\'')
  await expect(session.run('round', feeds, { B: 6 })).rejects.toThrow('\'x\' of program \'round\' has shape [6, 2], given were 10 numbers')
  await expect(session.run('round', feeds, batches, ['loss'])).rejects.toThrow('no result \'loss\'')
  session.dispose()
})

test('a program that onnxruntime refuses fails with its reason, the others go on', async () => {
  const found = await inChild('refused')
  expect(found.get('refused')).toMatch(/^EngineError: program 'bad' failed on onnx: /)
  expect(found.get('after')).toEqual([3])
})

test('one that is missing or broken: what to do', () => {
  const packages = (error: Error) => ({ load: () => { throw error }, locate: () => { throw error } })
  const add = 'npm install --no-save --ignore-scripts onnxruntime-node adds it'
  expect(() => onnxEngine({ packages: packages(new Error('Cannot find module \'onnxruntime-node\'\nRequire stack:')) })).toThrow(EngineError)
  expect(() => onnxEngine({ packages: packages(new Error('Cannot find module \'onnxruntime-node\'\nRequire stack:')) }))
    .toThrow(`the engine 'onnx' cannot be loaded (Cannot find module 'onnxruntime-node'): ${add}`)
  expect(() => onnxEngine({ packages: packages(new Error('libonnxruntime.so.1: file too short')) })).toThrow(`(libonnxruntime.so.1: file too short): ${add}`)
})
