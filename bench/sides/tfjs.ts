/// <reference types="@webgpu/types" />
/** TensorFlow.js written by hand as a side. */
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { installed } from '../../runtime/engines/packages.ts'
import { loadTfjs, type Backend } from '../../runtime/engines/tfjs/node.ts'
import { handModels, type Tf } from './tfjs-models.ts'
import { serve, type Trainer } from './serve.ts'

export interface TfjsJob {
  readonly model: string
  readonly backend: string
  readonly batch: number
  readonly width: number | null
  /** Float32, row after row. */
  readonly data: string
  readonly rows: number
  /** Of one sample. */
  readonly shape: readonly number[]
  readonly fetchEvery: number
}

/** What a browser has is put where the backend looks for it; it does the rest itself. */
async function loadWebgpu(): Promise<Tf> {
  const { create, globals } = await import(pathToFileURL(installed.locate('webgpu')).href) as { create(options: readonly string[]): GPU; globals: object }
  Object.assign(globalThis, globals)
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]) }, configurable: true })
  const tf = installed.load('@tensorflow/tfjs-core') as Tf
  tf.enableProdMode()
  installed.load('@tensorflow/tfjs-backend-webgpu')
  if (!await tf.setBackend('webgpu')) throw new Error('the backend webgpu did not start')
  return tf
}

async function open({ model, backend, batch, width, data, rows, shape, fetchEvery }: TfjsJob): Promise<Trainer> {
  const make = handModels[model]
  if (make === undefined) throw new Error(`not written by hand: ${model}`)
  const tf = backend === 'webgpu' ? await loadWebgpu() : await loadTfjs(backend as Backend)
  await import(new URL('gradients.mjs', import.meta.url).href)
  const values = new Float32Array(readFileSync(data).buffer)
  const size = shape.reduce((a, b) => a * b, 1)
  const step = make(tf, { batch, width })
  let order: Uint32Array = new Uint32Array(0)
  let at = rows
  /** As in the examples of tfjs: rows are copied to an array, of which a tensor is made. */
  const nextBatch = () => {
    if (at + batch > rows) {
      order = tf.util.createShuffledIndices(rows)
      at = 0
    }
    const out = new Float32Array(batch * size)
    for (let i = 0; i < batch; i++) {
      const row = order[at + i]!
      out.set(values.subarray(row * size, (row + 1) * size), i * size)
    }
    at += batch
    return tf.tensor(out, [batch, ...shape])
  }
  return {
    about: { tfjs: tf.version_core, backend: tf.getBackend() },
    async steps(count) {
      const losses: number[] = []
      for (let i = 1; i <= count; i++) {
        const x = nextBatch()
        const loss = step(x)
        if (i % fetchEvery === 0 || i === count) losses.push((await loss.data())[0]!)
        tf.dispose([x, loss])
      }
      return losses
    },
  }
}

await serve(() => open(JSON.parse(process.argv[2]!) as TfjsJob))
