import { build } from 'esbuild'
import { runInNewContext } from 'node:vm'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const runtime = (file: string): string => JSON.stringify(resolve(import.meta.dirname, '../../../runtime', file))

/** Everything of noise, data and checkpoints that a page would use, and a word that it works. */
const program = `
  import { openBuiltin } from ${runtime('data/builtin/builtin.ts')}
  import { bind } from ${runtime('data/bind.ts')}
  import { batches, rowOrder } from ${runtime('data/batches.ts')}
  import { parseSource } from ${runtime('data/source.ts')}
  import { parseIdx } from ${runtime('data/idx.ts')}
  import { parseCsv } from ${runtime('data/csv.ts')}
  import { parseNpz } from ${runtime('data/npz.ts')}
  import { parseImageFolder } from ${runtime('data/imageFolder.ts')}
  import { fillNoise } from ${runtime('noise/noise.ts')}
  import { initialize } from ${runtime('noise/initialize.ts')}
  import { decodeSafetensors, encodeSafetensors } from ${runtime('checkpoint/safetensors.ts')}
  const data = bind(openBuiltin(parseSource('digits:train=8,test=1')), [
    { name: 'x', kind: 'image', shape: [28, 28, 1], range: [0, 1], classes: null, resize: null, evaluationOnly: false }])
  const [round] = batches({ orders: { x: rowOrder({ dataset: 'x', seed: 0, shuffle: true, rows: 8 }) }, batch: 4, epoch: 0 })
  const x = new Float32Array(4 * 784)
  data.train.fields.x.read(round[0].rows.x, 0, 4, x)
  fillNoise({ distribution: 'normal', stream: 'train', site: 'z', draws: 1, size: 784, pass: 0 }, { seed: 0, epoch: 0, first: 0, batch: 4 }, x)
  const file = encodeSafetensors({ tensors: { x: { shape: [4, 784], data: x } }, metadata: {} })
  globalThis.answer = [typeof parseIdx, typeof parseNpz, typeof parseImageFolder, typeof initialize, parseCsv([{ file: 'f', text: 'a\\n1\\n' }])[0].rows,
    decodeSafetensors(file, 'f').tensors.x.data.length].join(' ')
`

test('noise, data and checkpoints bundle for the browser and run without Node', async () => {
  const { outputFiles, errors } = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    write: false,
    logLevel: 'silent',
  })
  expect(errors).toEqual([])
  const page: Record<string, unknown> = { TextEncoder, TextDecoder, console }
  runInNewContext(outputFiles[0]!.text, page)
  expect(page['answer']).toBe('function function function function 1 3136')
})
