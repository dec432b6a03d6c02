/** What the spelling of an op for tfjs gives has the shape and the type that the graph says. Its numbers: `test/conformance`. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type * as Tf from '@tensorflow/tfjs-core'
import type { DimWriter, Tensor64 } from '../../compiler/ops/op.ts'
import type { DType, Node, Program } from '../../compiler/graph/graph.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { showShape, sizeOf } from '../../compiler/graph/graph.ts'
import { opOf } from '../../compiler/ops/registry.ts'
import { resolveShape } from '../../compiler/ops/shapes.ts'
import { filterGradientsAsConvolutions } from '../../compiler/passes/filter-gradients.ts'
import { build, cases, type Case } from './table.ts'
import { randomInputs, uniforms } from './random.ts'

// The ES modules of tfjs do not resolve in plain Node: take its CommonJS builds, which share one core.
const load = createRequire(import.meta.url)
const tf = load('@tensorflow/tfjs-core') as typeof Tf
load('@tensorflow/tfjs-backend-cpu')
const wasm = load('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(path: string): void }
wasm.setWasmPaths(join(dirname(load.resolve('@tensorflow/tfjs-backend-wasm')), '/'))

const sizes = { B: 3 }

const toTf = (value: Tensor64, dtype: DType): Tf.Tensor => tf.tensor([...value.data], [...value.shape], dtype)

/** Runs every node by its tfjs spelling; sizes are written as numbers. */
function runWithTf(program: Program, feeds: Readonly<Record<string, Tensor64>>): Tf.Tensor[] {
  const values: Tf.Tensor[] = []
  for (const node of program.nodes) {
    if (node.op === 'input') {
      values.push(toTf(feeds[String(node.attrs['name'])]!, node.dtype))
      continue
    }
    const names = node.inputs.map((i) => `t${i}`)
    const spelling = opOf(node.op).tfjs(names, node.attrs, node, dimsOf(program, node))
    const run = new Function('tf', ...names, `'use strict'; return ${spelling}`) as (...args: unknown[]) => Tf.Tensor
    values.push(run(tf, ...node.inputs.map((i) => values[i]!)))
  }
  return values
}

const dimsOf = (program: Program, node: Node): DimWriter => ({
  shape: (shape) => `[${resolveShape(shape, sizes).join(', ')}]`,
  size: (dim) => String(sizeOf(dim, sizes)),
  inputShapes: node.inputs.map((i) => program.nodes[i]!.shape),
})

function programOf(row: Case): Program {
  const b = new Builder()
  const { y } = build(b, row)
  return { name: row.op, feeds: b.feeds, nodes: b.nodes, outputs: [{ name: 'y', node: y.id }], updates: [] }
}

describe.each(['cpu', 'wasm'])('tfjs on %s', (backend) => {
  beforeAll(async () => { expect(await tf.setBackend(backend)).toBe(true) })

  test.each(cases.map((row, index) => [`${row.op} ${row.inputs.map((i) => showShape(i.shape)).join(' ')} ${JSON.stringify(row.attrs ?? {})}`, row, index] as const))('%s', (_, row, index) => {
    // The wasm backend has no kernel for filter gradients: there they are what the pass makes of them.
    const program = backend === 'wasm' ? filterGradientsAsConvolutions(programOf(row)) : programOf(row)
    const wanted = program.nodes[program.outputs[0]!.node]!
    tf.engine().startScope()
    const { shape, dtype } = runWithTf(program, randomInputs(row, sizes, uniforms(index)))[wanted.id]!
    tf.engine().endScope()
    expect({ shape, dtype }).toEqual({ shape: resolveShape(wanted.shape, sizes), dtype: wanted.dtype })
  })
})
