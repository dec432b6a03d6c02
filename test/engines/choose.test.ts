/** Which backend runs: what is there, what is missing and what then helps. */
import util from 'node:util'
import { expect, test } from 'vitest'
import { EngineError } from '../../runtime/engine.ts'
import { chooseEngine, installed, loadTfjs, type Packages } from '../../runtime/engines/tfjs/node.ts'

const absent = (name: string): never => { throw Object.assign(new Error(`Cannot find module '${name}'\nRequire stack:\n- here`), { code: 'MODULE_NOT_FOUND' }) }

/** The installed packages without those whose names match. */
const without = (pattern: RegExp): Packages => ({
  load: (name) => (pattern.test(name) ? absent(name) : installed.load(name)),
  locate: (name) => (pattern.test(name) ? absent(name) : installed.locate(name)),
})

const native = /tfjs-node/

test('the fastest that is there', async () => {
  expect(await chooseEngine(undefined, without(native))).toMatchObject({
    engine: { name: 'tfjs', backend: 'wasm' }, flavour: 'wasm', reason: 'the fastest here; tensorflow is not installed',
  })
  expect(await chooseEngine(undefined, without(/tfjs-node|wasm/))).toMatchObject({
    engine: { backend: 'cpu' }, flavour: 'portable', reason: 'the fastest here; tensorflow is not installed; wasm is not installed',
  })
})

test('the one asked for', async () => {
  expect(await chooseEngine('cpu')).toMatchObject({ engine: { backend: 'cpu' }, reason: 'asked for' })
})

test('one that is missing or unknown: what to do', async () => {
  await expect(chooseEngine('tensorflow', without(native))).rejects.toThrow(EngineError)
  await expect(chooseEngine('tensorflow', without(native))).rejects.toThrow(
    "the engine 'tensorflow' is not installed: npm install @tensorflow/tfjs-node-gpu (CUDA) or @tensorflow/tfjs-node adds it")
  await expect(chooseEngine('cuda')).rejects.toThrow("there is no engine 'cuda': there are tensorflow, wasm, cpu")
  await expect(chooseEngine(undefined, without(/./))).rejects.toThrow('no engine can be loaded: npm install @tensorflow/tfjs-core')
})

test('the native package: without CUDA the other one, a broken one says why, and removed helpers of Node are put back', async () => {
  const tf = { enableProdMode: () => undefined, ready: () => Promise.resolve() }
  const loaded: string[] = []
  const packages = (behaviour: Readonly<Record<string, () => unknown>>): Packages => ({ load: (name) => { loaded.push(name); return (behaviour[name] ?? (() => absent(name)))() }, locate: absent })
  expect(await loadTfjs('tensorflow', packages({ '@tensorflow/tfjs-node': () => tf }))).toBe(tf)
  expect(loaded).toEqual(['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'])
  const broken = packages({ '@tensorflow/tfjs-node': () => { throw new Error('libtensorflow.so.2: cannot open shared object file') } })
  expect((await chooseEngine(undefined, { ...broken, load: (name) => (native.test(name) ? broken : installed).load(name), locate: installed.locate })).reason)
    .toBe('the fastest here; tensorflow does not load: libtensorflow.so.2: cannot open shared object file')
  await expect(loadTfjs('tensorflow', broken)).rejects.toThrow("the engine 'tensorflow' cannot be loaded (libtensorflow.so.2: cannot open shared object file)")
  const { isNullOrUndefined } = util as unknown as { isNullOrUndefined(value: unknown): boolean }
  expect([null, undefined, 0, ''].map(isNullOrUndefined)).toEqual([true, true, false, false])
})

test('loading wasm leaves no handlers of errors behind and prints nothing', async () => {
  const before = process.listeners('unhandledRejection').length
  await loadTfjs('wasm')
  expect(process.listeners('unhandledRejection').length).toBe(before)
})
