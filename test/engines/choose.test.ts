/** Which engine runs on which machine, why, and what helps where one is missing. */
import util from 'node:util'
import { expect, test } from 'vitest'
import type { Packages } from '../../runtime/engines/packages.ts'
import type { Ask } from '../../runtime/engines/registry.ts'
import { EngineError } from '../../runtime/engine.ts'
import { chooseEngine, here, type Surroundings } from '../../runtime/engines/choose.ts'
import { installed } from '../../runtime/engines/packages.ts'
import { loadTensorflow, loadTfjs } from '../../runtime/engines/tfjs/node.ts'

const absent = (name: string): never => { throw Object.assign(new Error(`Cannot find module '${name}'\nRequire stack:\n- here`), { code: 'MODULE_NOT_FOUND' }) }

const nobody: Ask = () => { throw new Error('nothing is asked here') }

/** The package that TensorFlow is, and does nothing. */
const tensorflow = { enableProdMode: () => undefined, ready: () => Promise.resolve() }
const onnx = { InferenceSession: { create: () => undefined } }
const fakes: Readonly<Record<string, unknown>> = { '@tensorflow/tfjs-node-gpu': tensorflow, '@tensorflow/tfjs-node': tensorflow, 'onnxruntime-node': onnx, webgpu: {} }

/** A machine with these packages; native ones are fakes. What `broken` matches is there and does not load. */
function machine({ without = /^$/, broken = /^$/, gpu = 'none', ask = nobody }: { without?: RegExp; broken?: RegExp; gpu?: 'none' | 'nvidia' | 'other'; ask?: Ask }): Surroundings & { readonly loaded: string[] } {
  const loaded: string[] = []
  const packages: Packages = {
    load: (name) => {
      loaded.push(name)
      const [, owner = name, file] = /^(.*?)(\/package\.json)?$/.exec(name)!
      if (without.test(owner)) return absent(name)
      if (file !== undefined) return { version: '1.2.3' }
      if (broken.test(owner)) throw new Error('libtensorflow.so.2: cannot open shared object file')
      return fakes[name] ?? installed.load(name)
    },
    locate: (name) => (without.test(name) ? absent(name) : fakes[name] === undefined ? installed.locate(name) : `/packages/${name}`),
  }
  return { packages, signs: { any: gpu !== 'none', nvidia: gpu === 'nvidia' }, ask, loaded }
}

const native = /tfjs-node|webgpu/

test('without a GPU: onnx, and nothing else is loaded or asked', async () => {
  const around = machine({})
  expect(await chooseEngine(undefined, around)).toMatchObject({ name: 'onnx', engine: { backend: 'onnx' }, onDevice: false, why: 'the fastest without a GPU' })
  expect(around.loaded.filter((name) => !name.endsWith('package.json'))).toEqual(['onnxruntime-node'])
})

test('what is next where one is missing, and what to say then', async () => {
  expect(await chooseEngine(undefined, machine({ without: /tfjs-node|webgpu|onnx/ }))).toMatchObject({
    name: 'wasm', engine: { name: 'tfjs', backend: 'wasm' }, flavour: 'wasm', why: 'the fastest without a GPU; onnx is not installed; genc doctor says more' })
  expect(await chooseEngine(undefined, machine({ without: /tfjs-node|webgpu|onnx|wasm/ }))).toMatchObject({
    name: 'cpu', flavour: 'portable', why: 'the fastest without a GPU; onnx is not installed; wasm is not installed; genc doctor says more' })
  await expect(chooseEngine(undefined, machine({ without: /./ }))).rejects.toThrow(/^no engine can be loaded: .*onnx is not installed/)
})

test('TensorFlow first where it sees a GPU; where it does not, or does not load, onnx', async () => {
  const asked: string[] = []
  const answers = (gpu: boolean): Ask => (_, [path]) => { asked.push(path!); return Promise.resolve({ gpu }) }
  expect(await chooseEngine(undefined, machine({ gpu: 'nvidia', ask: answers(true) }))).toMatchObject({ name: 'tensorflow', flavour: 'portable', onDevice: true, why: 'on an NVIDIA GPU' })
  expect(asked).toEqual(['/packages/@tensorflow/tfjs-node-gpu'])
  const without = /tfjs-node$|webgpu/
  expect(await chooseEngine(undefined, machine({ without, gpu: 'nvidia', ask: answers(false) }))).toMatchObject({
    name: 'onnx', why: expect.stringContaining('the fastest here; tensorflow sees no GPU; webgpu is not installed; genc doctor says more') })
  const crash: Ask = () => Promise.reject(new Error('it was stopped by SIGILL'))
  expect((await chooseEngine(undefined, machine({ without, gpu: 'nvidia', ask: crash }))).why).toContain('tensorflow does not load: it was stopped by SIGILL')
})

test('a GPU that webgpu finds; one of software is passed over', async () => {
  const words = { vendor: 'amd', architecture: 'rdna-3', device: '', description: '', isFallbackAdapter: true }
  const ask: Ask = (_, [path]) => Promise.resolve(path!.endsWith('/webgpu') ? words : {})
  const around = machine({ without: /tfjs-node/, gpu: 'other', ask })
  expect(await chooseEngine(undefined, around)).toMatchObject({ name: 'onnx', why: 'the fastest here; webgpu finds no GPU but amd rdna-3, which is software; genc doctor says more' })
  expect(around.loaded.filter((name) => !name.endsWith('package.json'))).toEqual(['onnxruntime-node'])
})

test('TensorFlow on the processor comes after onnx', async () => {
  const around = machine({ without: /tfjs-node-gpu|webgpu|onnx/, ask: () => Promise.resolve({ gpu: false }) })
  expect(await chooseEngine(undefined, around)).toMatchObject({ name: 'tensorflow', onDevice: false, why: 'the fastest without a GPU; onnx is not installed; genc doctor says more' })
})

test('the one asked for, or what to do about it', async () => {
  expect(await chooseEngine('cpu', here())).toMatchObject({ engine: { backend: 'cpu' }, why: 'asked for' })
  await expect(chooseEngine('tensorflow', machine({ without: native }))).rejects.toThrow(EngineError)
  await expect(chooseEngine('tensorflow', machine({ without: native }))).rejects.toThrow(
    /^the engine 'tensorflow' is not installed: npm install .*@tensorflow\/tfjs-node-gpu or npm install .*@tensorflow\/tfjs-node adds it$/)
  await expect(chooseEngine('tensorflow', machine({ broken: native }))).rejects.toThrow(
    "the engine 'tensorflow' does not load: its native part is missing (libtensorflow). To mend it: npm rebuild --ignore-scripts=false @tensorflow/tfjs-node-gpu")
  expect(await chooseEngine('tensorflow', machine({ broken: /tfjs-node-gpu/ }))).toMatchObject({ name: 'tensorflow', onDevice: false, why: 'asked for' })
  await expect(chooseEngine('onnx', machine({ without: /onnx/ }))).rejects.toThrow(/^the engine 'onnx' is not installed: npm install .*--ignore-scripts onnxruntime-node adds it$/)
  await expect(chooseEngine('cuda')).rejects.toThrow(/^there is no engine 'cuda': there are .*wasm, cpu$/)
})

test('helpers that Node removed are put back for the TensorFlow packages', async () => {
  const helpers = util as unknown as Record<string, ((value: unknown) => boolean) | undefined>
  const before = { isNullOrUndefined: helpers['isNullOrUndefined'], isArray: helpers['isArray'] }
  delete helpers['isNullOrUndefined']
  delete helpers['isArray']
  try {
    await loadTensorflow('@tensorflow/tfjs-node', machine({}).packages)
    expect([null, undefined, 0, ''].map((value) => helpers['isNullOrUndefined']!(value))).toEqual([true, true, false, false])
    expect([[], {}].map((value) => helpers['isArray']!(value))).toEqual([true, false])
  } finally {
    Object.assign(helpers, before)
  }
})

test('loading wasm leaves no handlers of errors behind and prints nothing', async () => {
  const before = process.listeners('unhandledRejection').length
  await loadTfjs('wasm')
  expect(process.listeners('unhandledRejection').length).toBe(before)
})
