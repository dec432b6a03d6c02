/** Engine onnx: one round of a variational autoencoder as an ONNX graph gives what the float64 evaluator gives. */
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import type { Graph } from '../../compiler/graph/graph.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { writeOnnx } from '../../compiler/targets/onnx/target.ts'
import { onnxEngine } from '../../runtime/engines/onnx/engine.ts'
import { vaeGraph } from '../targets/examples.ts'
import { distance, evaluateFloat64, firstStore, programOf, randomFeeds } from './compare.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs the child as its own process and gives what it prints. */
async function inChild(input: object): Promise<unknown> {
  const folder = `${root}node_modules/.cache/genc`
  await mkdir(folder, { recursive: true })
  const outfile = `${folder}/onnx-child.mjs`
  await build({ entryPoints: [`${root}test/engines/onnx-child.ts`], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile, logLevel: 'error' })
  const { stdout } = await promisify(execFile)(process.execPath, [outfile, JSON.stringify(input)], { maxBuffer: 1 << 26 })
  return JSON.parse(stdout) as unknown
}

test('one round of the VAE: losses, parameters and slots', async () => {
  const size = { side: 4, hidden: 7, latent: 3 }
  const { outputs, updates } = await inChild({ size, rows: 5, rounds: 1, portion: 'values' }) as Record<'outputs' | 'updates', Record<string, number[]>>
  const graph = vaeGraph({ ...size, flavour: 'portable' })
  const program = programOf(graph, 'round')
  const wanted = evaluateFloat64(graph, program, randomFeeds(program, { B: 5 }, 2), firstStore(graph, 1), { B: 5 })
  expect(Object.keys(outputs)).toEqual(['reconstruction', 'regulariser'])
  for (const [name, value] of Object.entries(wanted.outputs)) expect(distance(outputs[name]!, value.data), name).toBeLessThan(1e-4)
  expect(Object.keys(updates)).toEqual(program.updates.map((u) => u.entry))
  for (const [entry, value] of Object.entries(wanted.updates)) expect(distance(updates[entry]!, value.data), entry).toBeLessThan(1e-4)
})

test('the same graph gives the same bytes', () => {
  const program = programOf(vaeGraph({ flavour: 'portable' }), 'round')
  expect(writeOnnx(program)).toEqual(writeOnnx(program))
})

test('an op that it lacks is named', async () => {
  const b = new Builder()
  const x = b.input({ name: 'x', kind: 'value', shape: [1, 4, 4, 1], dtype: 'float32' })
  const y = b.add('conv2d', [x, b.input({ name: 'w', kind: 'value', shape: [2, 2, 1, 3], dtype: 'float32' })])
  const graph: Graph = { version: 1, model: 'm', specHash: '', store: [], programs: [{ name: 'p', feeds: b.feeds, nodes: b.nodes, outputs: [{ name: 'y', node: y.id }], updates: [] }] }
  const session = await (await onnxEngine()).load(graph)
  await expect(session.run('p', {}, {})).rejects.toThrow("the engine 'onnx' cannot run program 'p': it lacks 'conv2d'")
})
