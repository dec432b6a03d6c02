/** What genc doctor says of this machine, and of machines that are made up. */
import { expect, test } from 'vitest'
import { validate } from '../../cli/doctor.validate.js'
import { inspectEngines, type Inspection } from '../../cli/engine-state.ts'
import { chooseEngine, type Surroundings } from '../../runtime/engines/choose.ts'
import { gpuSigns, thisHost, type Host } from '../../runtime/engines/gpu-signs.ts'
import { installCommand, rebuildCommand } from '../../runtime/engines/install-command.ts'
import { installed } from '../../runtime/engines/packages.ts'
import type { Ask } from '../../runtime/engines/registry.ts'
import { emptyFolder, genc } from './run.ts'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

test('doctor lists engines, what is missing with the command that adds it, and the choice with its reason', async () => {
  const { exitCode, out } = await genc(['doctor'], { env: { GENC_DATA: '/nowhere/data' } })
  expect(exitCode).toBe(0)
  expect(out).toContain(process.versions.node)
  expect(out).toMatch(/\d+ cores/)
  expect(out).toContain('/nowhere/data (from GENC_DATA)')
  expect(out).toMatch(/wasm .*\n.*tfjs-backend-wasm \d.*, 1 thread/)
  expect(out).toMatch(/chosen +\w+: the first of the list that is ready/)
})

test('doctor --json is one object that fits its schema, and names what a training would run on', async () => {
  const report = JSON.parse((await genc(['doctor', '--json'])).out) as { engines: { name: string; state: string }[]; chosen: { engine: string } }
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true)
  expect(report.chosen.engine).toBe(report.engines.find(engine => engine.state === 'ready')!.name)
  expect((await chooseEngine()).name).toBe(report.chosen.engine)
})

/** A machine with these packages of those that are not part of genc; what an answer is given for is asked, all else would not load. */
function machine(packages: readonly string[], { nvidia = false, any = nvidia, answers = {} }: { nvidia?: boolean; any?: boolean; answers?: Readonly<Record<string, object | string>> }): Surroundings {
  const foreign = (name: string): boolean => /tfjs-node|onnxruntime|webgpu/.test(name)
  const there = (name: string): boolean => packages.some(one => name === one || name === `${one}/package.json`)
  const ask: Ask = (_, args) => {
    const answer = Object.entries(answers).find(([name]) => args[0]!.endsWith(`/${name}`))?.[1]
    return typeof answer === 'object' ? Promise.resolve(answer) : Promise.reject(new Error(answer ?? 'it was stopped by SIGSEGV'))
  }
  return {
    signs: { any, nvidia }, ask,
    packages: {
      load: name => (!foreign(name) ? installed.load(name) : there(name) ? { version: '1.2.3' } : (() => { throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' }) })()),
      locate: name => (foreign(name) ? `/packages/${name}` : installed.locate(name)),
    },
  }
}

const GPU = '@tensorflow/tfjs-node-gpu'
const CPU = '@tensorflow/tfjs-node'
const ONNX = 'onnxruntime-node'
const works = { [ONNX]: { version: '1.2.3' } }

const shown = ({ engines, chosen, faster }: Inspection): object => ({
  states: Object.fromEntries(engines.map(({ packages, state }) => [packages[0], state])), chosen: chosen?.packages[0] ?? null, faster: faster?.packages[0] ?? null,
})

test('a machine without a GPU and without onnx: that is what would be faster', async () => {
  const found = await inspectEngines(machine([], {}))
  expect(shown(found)).toMatchObject({ states: { [GPU]: 'missing', [ONNX]: 'missing' }, chosen: '@tensorflow/tfjs-backend-wasm', faster: ONNX })
  expect(found.faster!.command).toBe('npm install --no-save --ignore-scripts onnxruntime-node')
  expect(found.why).toBe('the first of the list that is ready; this machine shows no GPU')
})

test('webgpu: hardware is chosen, software is passed over, no adapter is no device', async () => {
  const dawn = ['webgpu', '@tensorflow/tfjs-backend-webgpu', ONNX]
  const words = { vendor: 'nvidia', architecture: 'hopper', device: '', description: 'driver 580' }
  const asked = async (isFallbackAdapter: boolean) => inspectEngines(machine(dawn, { any: true, answers: { ...works, webgpu: { ...words, isFallbackAdapter } } }))
  const hardware = await asked(false)
  expect(shown(hardware)).toMatchObject({ states: { webgpu: 'ready' }, chosen: 'webgpu', faster: null })
  expect(hardware.chosen).toMatchObject({ detail: 'on nvidia hopper (driver 580)', adapter: { name: 'nvidia hopper (driver 580)', software: false } })
  const software = await asked(true)
  expect(shown(software)).toMatchObject({ states: { webgpu: 'passed-over' }, chosen: ONNX, faster: null })
  expect(software.engines.find(({ name }) => name === 'webgpu')!.adapter!.software).toBe(true)
  const none = await inspectEngines({ ...machine(dawn, { any: true }), ask: (_, [path]) => Promise.resolve(path!.endsWith('/webgpu') ? null : {}) })
  expect(shown(none)).toMatchObject({ states: { webgpu: 'no-device' }, chosen: ONNX })
  // With a GPU to be seen and no package for it, webgpu comes first: npm alone installs it.
  expect(shown(await inspectEngines(machine([ONNX], { nvidia: true, answers: works })))).toMatchObject({ chosen: ONNX, faster: 'webgpu' })
})

test('TensorFlow that sees a GPU, sees none, is there without its native part, or takes its process down', async () => {
  const sees = (gpu: boolean) => ({ ...works, [GPU]: { gpu } })
  expect(shown(await inspectEngines(machine([GPU, ONNX], { nvidia: true, answers: sees(true) })))).toMatchObject({ chosen: GPU, faster: null })
  const none = await inspectEngines(machine([GPU, ONNX], { nvidia: true, answers: sees(false) }))
  expect(shown(none)).toMatchObject({ states: { [GPU]: 'passed-over' }, chosen: ONNX })
  expect(none.engines[0]).toMatchObject({ detail: 'sees no GPU', advice: 'it needs CUDA 11.2 and cuDNN 8.1' })
  const without = await inspectEngines(machine([GPU, CPU, ONNX], { nvidia: true, answers: { ...works, [GPU]: 'The Node.js native addon module (tfjs_binding.node) can not be found at path: /x' } }))
  expect(without.engines[0]).toMatchObject({
    state: 'broken', version: '1.2.3', detail: 'does not load: its native part is missing (tfjs_binding.node)', command: 'npm rebuild --ignore-scripts=false @tensorflow/tfjs-node-gpu' })
  expect(without.engines.find(({ packages }) => packages[0] === CPU)).toMatchObject({ state: 'broken', detail: 'does not load: it was stopped by SIGSEGV' })
  expect(shown(without)).toMatchObject({ chosen: ONNX })
})

test('signs of a GPU: files of drivers on Linux; elsewhere one is possible', () => {
  const host = (files: readonly string[], more: Partial<Host> = {}): Host =>
    ({ platform: 'linux', env: {}, exists: path => files.includes(path), list: folder => files.filter(path => path.startsWith(`${folder}/`)).map(path => path.slice(folder.length + 1)), ...more })
  expect(gpuSigns(host([]))).toEqual({ any: false, nvidia: false })
  expect(gpuSigns(host(['/dev/dri/card0']))).toEqual({ any: false, nvidia: false })
  expect(gpuSigns(host(['/dev/dri/card0', '/dev/dri/renderD128']))).toEqual({ any: true, nvidia: false })
  expect(gpuSigns(host(['/dev/nvidiactl']))).toEqual({ any: true, nvidia: true })
  expect(gpuSigns(host([], { env: { VK_ICD_FILENAMES: '/x.json' } }))).toEqual({ any: true, nvidia: false })
  expect(gpuSigns(host([], { platform: 'darwin' }))).toEqual({ any: true, nvidia: false })
  expect(gpuSigns(host([], { platform: 'win32' }))).toEqual({ any: true, nvidia: true })
  expect(thisHost.list('/nowhere')).toEqual([])
})

test('the command fits where genc is: in its own folder, in a project, or among the global packages', () => {
  const folder = emptyFolder()
  const [project, global] = ['project', 'lib'].map(name => join(folder, name, 'node_modules/genc')) as [string, string]
  for (const path of [project, global]) mkdirSync(path, { recursive: true })
  writeFileSync(join(folder, 'project/package.json'), '{}')
  expect(installCommand(['a', 'b'], { scripts: false }, folder)).toBe('npm install --no-save --ignore-scripts a b')
  expect(installCommand(['a'], { scripts: true }, project)).toBe('npm install --ignore-scripts=false a')
  expect(installCommand(['a'], { scripts: false }, global)).toBe('npm install --global --ignore-scripts a')
  expect(rebuildCommand(['a'], global)).toBe('npm rebuild --global --ignore-scripts=false a')
})
