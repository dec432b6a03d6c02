/** What the header of a module says to do works: its examples run as they stand, checkpoints load. */
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { writeTfjs } from '../../compiler/targets/tfjs/target.ts'
import { chooseEngine } from '../../runtime/engines/choose.ts'
import { loadTfjs } from '../../runtime/engines/tfjs/node.ts'
import { loadTensors } from '../../runtime/node/atomic.ts'
import { emptyFolder, genc } from '../cli/run.ts'
import { distance, programOf, randomFeeds, writeStore } from '../engines/compare.ts'
import { importsFrom } from '../types/files.ts'

interface Tensor { readonly shape: readonly number[]; dataSync(): Float32Array }
type Tensors = Record<string, Tensor>
interface Module {
  createModel(tf: unknown): Record<string, (store: Tensors, feeds: Tensors) => Tensors> & { initialize(seed: number): Tensors }
  load(tf: unknown, bytes: Uint8Array | ArrayBuffer): Tensors
}
interface Tf { setBackend(name: string): Promise<boolean>; tensor(values: unknown, shape: readonly number[], dtype: string): Tensor }

const tf = createRequire(import.meta.url)('@tensorflow/tfjs-core') as Tf
beforeAll(async () => {
  await loadTfjs('cpu')
  await tf.setBackend('cpu')
})

const imported = async (text: string): Promise<Module> => await import(`data:text/javascript,${encodeURIComponent(text)}`) as never

/** The code in the header, block after block. */
const examplesOf = (text: string): string[] =>
  text.slice(0, text.indexOf('*/')).split(/\n \* (?! {4})/).map((part) => [...part.matchAll(/^ \* {5}(.*)$|^ \*$/gm)].map((m) => m[1] ?? '').join('\n').trim()).filter(Boolean)

test.each(['ring-gan', 'pca', 'conditional-vae', 'wgan-gp', 'features', 'kl-fit'])('the example of %s trains as it stands', async (name) => {
  const source = readFileSync(`specs/${name}.gen`, 'utf8')
  const { graph, plan, model } = compile(source, { flavour: 'tfjs', imports: importsFrom('specs') })
  const text = await writeTfjs({ graph: graph!, plan: plan!, spec: { model: model!, source }, file: `${name}.js` })
  const [example] = examplesOf(text)
  expect(example).toContain(`from './${name}.js'`)
  // Few rows are enough to see that shapes and dtypes fit.
  const body = example!.replace(/^import .*$/gm, '').replace(/const batch = \d+/, 'const batch = 2')
  const { createModel } = await imported(text)
  const results = (new Function('tf', 'createModel', `${body}\nreturn results`) as (...args: unknown[]) => Tensors)(tf, createModel)
  expect(Object.keys(results)).toEqual(graph!.programs.find((p) => p.updates.length)!.outputs.map((o) => o.name))
})

const spec = `model Tiny
data (x: real[2])
encoder Enc(x) -> (mu[1], logvar[1]) {
  h = x -> dense(4) -> batchNormalization -> relu
  mu = h -> dense(1)
  logvar = h -> dense(1)
}
decoder Dec(z) -> xhat[2] { z -> dense(4, relu) -> dense(2) }
sampler    q(z | x) = Normal(Enc(x))
prior      p(z)     = Normal(0, 1)[1]
likelihood p(x | z) = Normal(Dec(z), std: 1)
loss {
  reconstruction = -E[z ~ q(z | x): log p(x | z)]
  regulariser    = KL(q(z | x) || p(z))
}
train {
  minimize reconstruction + regulariser with adam(1e-2)
  batch 20
  epochs 2
}
`

test('a checkpoint that genc trained gives the pictures that its engine gives', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'tiny.gen'), spec)
  expect((await genc(['train', 'tiny.gen', '--data', 'ring8:train=100,test=20'], { cwd })).exitCode).toBe(0)
  expect((await genc(['build', 'tiny.gen'], { cwd })).exitCode).toBe(0)
  const text = readFileSync(join(cwd, 'build', 'tiny.js'), 'utf8')
  expect(text).toContain("from './tiny.js'")
  const { createModel, load } = await imported(text)
  const file = join(cwd, 'runs', 'latest', 'checkpoints', 'best.safetensors')
  const bytes = readFileSync(file)
  const store = load(tf, bytes)
  const trained = Object.fromEntries(Object.entries(loadTensors(file).tensors).map(([name, { data }]) => [name, data as Float32Array]))
  expect(Object.fromEntries(Object.entries(store).map(([name, t]) => [name, t.dataSync()]))).toEqual(trained)
  expect(store['step0/count']!.dataSync()[0]).toBeGreaterThan(0)
  const asBuffer = load(tf, new Uint8Array(bytes).buffer)
  expect(asBuffer['Dec.dense.kernel']!.dataSync()).toEqual(trained['Dec.dense.kernel'])

  const { graph } = compile(spec)
  const session = await (await chooseEngine('cpu')).engine.load(graph!)
  writeStore(session, trained)
  const model = createModel(tf)
  for (const name of ['sample', 'reconstruct']) {
    const program = programOf(graph!, name)
    const feeds = randomFeeds(program, { B: 5 }, 3)
    const wanted = await session.run(name, feeds, { B: 5 })
    const shapes = program.feeds.map((f): [string, Tensor] => [f.name, tf.tensor(feeds[f.name]!, f.shape.map((d) => (typeof d === 'number' ? d : 5)), f.dtype)])
    const found = model[name]!(store, Object.fromEntries(shapes))
    expect(Object.keys(found)).toEqual(Object.keys(wanted))
    for (const [output, values] of Object.entries(wanted)) expect(distance(found[output]!.dataSync(), values), `${name} ${output}`).toBeLessThan(1e-6)
  }
  session.dispose()
})

test('the example of a checkpoint draws from it as it stands', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'tiny.gen'), spec)
  await genc(['train', 'tiny.gen', '--data', 'ring8:train=40,test=20'], { cwd })
  await genc(['build', 'tiny.gen'], { cwd })
  const text = readFileSync(join(cwd, 'build', 'tiny.js'), 'utf8')
  const { createModel, load } = await imported(text)
  const body = examplesOf(text)[1]!.replace(/^import .*$/gm, '').replace("'runs/", `'${cwd}/runs/`)
  const run = new Function('tf', 'load', 'readFileSync', 'model', 'batch', `${body}\nreturn samples`) as (...args: unknown[]) => Tensors
  expect(run(tf, load, readFileSync, createModel(tf), 3)['picture']!.shape).toEqual([3, 2])
})

test('a checkpoint of another model is refused by the entry that does not fit', async () => {
  const { graph, plan } = compile(spec, { flavour: 'tfjs' })
  const { load } = await imported(await writeTfjs({ graph: graph!, plan: plan! }))
  const header = new TextEncoder().encode(JSON.stringify({ 'Enc.dense.kernel': { dtype: 'F32', shape: [3, 4], data_offsets: [0, 48] } }))
  const bytes = new Uint8Array(8 + header.length + 48)
  new DataView(bytes.buffer).setUint32(0, header.length, true)
  bytes.set(header, 8)
  expect(() => load(tf, bytes)).toThrow('the checkpoint has no Enc.dense.kernel of shape [2,4]')
})
