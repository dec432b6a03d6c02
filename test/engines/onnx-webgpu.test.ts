/** Engine onnx-webgpu against the float64 evaluator, on a Vulkan device made of software. In processes of their own. */
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { softwareVulkan, withoutVulkan } from './software-vulkan.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Inside the project, so that packages left out of the bundle are found. */
const folder = `${root}node_modules/.cache/onnx-webgpu-${process.pid}`
const outfile = `${folder}/child.mjs`
const vulkan = softwareVulkan()
/** Software is slow, and other tests run beside it. */
const limit = 120_000

if (vulkan === null) console.log(`engine onnx-webgpu is not run: ${withoutVulkan}`)

describe.skipIf(vulkan === null)('on software', () => {
  afterAll(() => rm(folder, { recursive: true }))
  beforeAll(async () => {
    await build({ absWorkingDir: root, entryPoints: ['./test/engines/onnx-child.ts'], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile, logLevel: 'error' })
  })

  /** What a job of the child prints, by name, and how it ended: sessions on a device must not hold a process, nor bring it down. */
  const inChild = (job: string, code = 0): Promise<Map<string, unknown>> => new Promise((resolve, reject) => {
    execFile(process.execPath, [outfile, job, '1', 'webgpu'], { cwd: root, maxBuffer: 1 << 26, env: { ...process.env, ...vulkan } }, (error, stdout, stderr) => {
      if ((error?.code ?? 0) === code && !error?.signal) resolve(new Map(stdout.trim().split('\n').map((line) => JSON.parse(line) as [string, unknown])))
      else reject(new Error(`the child of '${job}' ended with ${error?.signal ?? error?.code ?? 0}: ${stderr}`))
    })
  })

  test('every program of the graphs built by hand', async () => {
    expect(await inChild('examples')).toEqual(new Map(['vae round', 'vae sample', 'gan round', 'critic round'].map((name) => [name, []])))
  }, limit)

  test('convolutions and what is around them', async () => {
    expect(await inChild('convolutions')).toEqual(new Map([['pictures round', []]]))
  }, limit)

  test('fifty rounds: the same bits whether results are looked at or waited for; memory stays; closed sessions say so', async () => {
    const found = await inChild('rounds')
    const [every, few, ahead] = ['every', 'few', 'ahead'].map((name) => found.get(name) as { last: number[][]; weights: number[][]; memory: unknown[] })
    expect(few).toEqual(every)
    expect(ahead).toEqual(every)
    expect(every!.last.flat().every(Number.isFinite)).toBe(true)
    expect(every!.memory[1]).toEqual(every!.memory[0])
    expect(found.get('every closed')).toEqual([{ tensors: 0, bytes: 0 }, 'EngineError: the session of the engine \'onnx-webgpu\' is closed'])
  }, limit)

  test('results asked for in changing selections', async () => {
    expect((await inChild('selections')).get('found')).toEqual([2, 0, 1, 2, 0])
  }, limit)

  test('a process ends with nothing put away, by itself or at once', async () => {
    expect((await inChild('leave')).get('left')).toBe(true)
    expect((await inChild('exit', 7)).get('left')).toBe(true)
  }, limit)
})
