/** Engine webgpu on a Vulkan device made of software, in processes of their own. Ops, gradients and specs: `test/conformance`. */
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pointwiseOps } from '../../compiler/ops/fused.ts'
import { probeWebgpu } from '../../runtime/engines/webgpu/probe.ts'
import { webgpuEngine } from '../../runtime/engines/webgpu/engine.ts'
import { hasWgsl } from '../../runtime/engines/webgpu/wgsl.ts'
import { softwareVulkan, withoutVulkan } from './software-vulkan.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Inside the project, so that packages left out of the bundle are found. */
const folder = `${root}node_modules/.cache/webgpu-${process.pid}`
const outfile = `${folder}/child.mjs`
const vulkan = softwareVulkan()
/** Software is slow, and other tests run beside it. */
const limit = 240_000

test('every element-wise op has its WGSL', () => {
  expect([...pointwiseOps.keys()].filter((op) => !hasWgsl(op))).toEqual([])
})

test('one that is missing: what to do', async () => {
  const absent = (): never => { throw Object.assign(new Error('Cannot find module \'webgpu\'\nRequire stack:'), { code: 'MODULE_NOT_FOUND' }) }
  const packages = { load: absent, locate: absent }
  await expect(webgpuEngine({ packages })).rejects.toThrow(/the engine 'webgpu' is not installed: npm install .*webgpu adds it/)
  expect(await probeWebgpu(packages)).toBeNull()
})

if (vulkan === null) console.log(`engine webgpu is not run: ${withoutVulkan}`)

describe.skipIf(vulkan === null)('on software', () => {
  afterAll(() => rm(folder, { recursive: true }))
  beforeAll(async () => {
    await build({ absWorkingDir: root, entryPoints: ['./test/engines/webgpu-child.ts'], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile, logLevel: 'error' })
  })

  /** What a job of the child prints, by name, and how it ended: drivers must not hold a process, nor bring it down. */
  const inChild = (job: string, code = 0): Promise<Map<string, unknown>> => new Promise((resolve, reject) => {
    execFile(process.execPath, [outfile, job], { cwd: root, maxBuffer: 1 << 26, env: { ...process.env, ...vulkan } }, (error, stdout, stderr) => {
      if ((error?.code ?? 0) === code && !error?.signal) resolve(new Map(stdout.trim().split('\n').map((line) => JSON.parse(line) as [string, unknown])))
      else reject(new Error(`the child of '${job}' ended with ${error?.signal ?? error?.code ?? 0}: ${stderr}`))
    })
  })

  test('what is no number stays none, what is large does not overflow on the way', async () => {
    const found = await inChild('edges')
    const at = (name: string): number[] => (found.get(name) as string[]).map(Number)
    for (const op of ['relu', 'tanh', 'sigmoid', 'softplus', 'elu', 'clamp', 'maximum', 'power', 'exp', 'log', 'sqrt', 'reciprocal', 'erf', 'sin', 'log1p']) expect(at(`${op} NaN`)[0], op).toBeNaN()
    for (const op of ['log', 'sqrt']) expect(at(`${op} 0`)[5], op).toBeNaN()
    for (const op of ['sum', 'mean', 'max']) expect(at(`${op} NaN`), op).toEqual([NaN])
    expect(at('tanh 1e+30').map(Math.fround)).toEqual([1, -1, 1, Math.tanh(0.1), 1, -1, 1, -1].map((v) => expect.closeTo(v, 6) as number))
    expect(at('sigmoid 1e+30')).toEqual([1, 0, 1, expect.closeTo(0.52497919, 6), 1, 0, 1, expect.closeTo(0, 20)])
    expect(at('softplus 1e+30').slice(1, 2)).toEqual([0])
    expect(at('softplus 0').slice(2)).toEqual([0.69314721, 0.6931471, 100, 0, 20, 2.0611536e-9].map((v) => expect.closeTo(v, 6) as number))
    expect(at('log1p 0').slice(2, 4).map((v) => v * 1e7)).toEqual([expect.closeTo(1, 5), expect.closeTo(-1, 5)])
    expect(at('power 0').slice(4, 6)).toEqual([expect.closeTo(1e6, -1), expect.closeTo(-1e6, -1)])
  }, limit)

  test('reductions over any axes, cut into parts or not', async () => {
    for (const [name, apart] of await inChild('reductions')) expect(apart, name).toBeLessThan(1e-6)
  }, limit)

  test('ten rounds: twice the same bits, results looked at or not; memory stays', async () => {
    const found = await inChild('rounds')
    const [every, few] = ['every', 'few'].map((name) => found.get(name) as { last: number[][]; weights: number[][]; memory: unknown[] })
    expect({ ...few, memory: [] }).toEqual({ ...every, memory: [] })
    expect(every!.last.flat().every(Number.isFinite)).toBe(true)
    for (const { memory } of [every!, few!]) expect(memory[1]).toEqual(memory[0])
    expect(found.get('every closed')).toBe(0)
  }, limit)

  test('stages that move the same weights, in place', async () => {
    const found = await inChild('stages')
    expect(found.size).toBe(6)
    for (const [name, apart] of found) expect(apart, name).toBeLessThan(1e-5)
  }, limit)

  test('what does not fit is refused by name', async () => {
    expect(Object.fromEntries(await inChild('mistakes'))).toEqual({
      entry: 'EngineError: there is no store entry \'nothing\'', length: 'EngineError: store entry \'D.dense.kernel\' holds 16 numbers, given were 3',
      program: 'EngineError: there is no program \'play\': there are round', feed: expect.stringContaining('is not given \'x\'') as string,
      result: 'EngineError: program \'round\' has no result \'loss\'',
    })
  }, limit)

  test('a process ends with work on the way, by itself or at once', async () => {
    expect((await inChild('leave')).get('left')).toBe(true)
    expect((await inChild('exit', 7)).get('left')).toBe(true)
  }, limit)

  test('software is refused unless it is asked for, and told apart by the probe', async () => {
    expect((await inChild('hardware')).get('refused')).toMatch(/^EngineError: the engine 'webgpu' finds no GPU but .*swiftshader.*, which computes on the processor: /)
  }, limit)
})
