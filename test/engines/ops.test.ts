/** Every op as tfjs code, on each backend, against its float64 definition. */
import { describe, expect, test } from 'vitest'
import type { Graph } from '../../compiler/graph/graph.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { explicitTransposes } from '../../compiler/passes/explicit-transposes.ts'
import { filterGradientsAsConvolutions } from '../../compiler/passes/filter-gradients.ts'
import { ops } from '../../compiler/ops/registry.ts'
import { chooseEngine } from '../../runtime/engines/choose.ts'
import { randomInputs, uniforms } from '../ops/random.ts'
import { build, cases, elsewhere } from '../ops/table.ts'
import { evaluate } from '../../compiler/graph/evaluate.ts'
import { distance } from './compare.ts'

/** Kernels that a backend lacks: programs for it never hold these ops, a pass writes them otherwise. */
const lacking: Readonly<Record<string, readonly string[]>> = { wasm: ['conv2dFilterGradient'], cpu: [] }

const sizes = { B: 3 }

test('every op is in the table', () => {
  const listed = new Set([...cases.map((c) => c.op), ...elsewhere])
  expect([...ops.keys()].filter((op) => !listed.has(op))).toEqual([])
})

describe.each(['wasm', 'cpu'])('%s', (backend) => {
  const named = cases.map((row, i) => ({ name: `${row.op} ${i}`, row }))
  test.each(named)('$name', async ({ row }) => {
    const { engine } = await chooseEngine(backend)
    const b = new Builder()
    const { y } = build(b, row)
    const written = { name: 'op', feeds: b.feeds, nodes: b.nodes, outputs: [{ name: 'y', node: y.id }], updates: [] }
    // The spellings that passes make for wasm run on the other backends too.
    const program = lacking[backend]!.includes(row.op) ? explicitTransposes(filterGradientsAsConvolutions(written)) : written
    const graph: Graph = { version: 1, model: 'op', specHash: '', store: [], programs: [program] }
    const inputs = randomInputs(row, sizes, uniforms(7))
    const session = await engine.load(graph)
    const feeds = Object.fromEntries(Object.entries(inputs).map(([name, { data }], i) =>
      [name, row.inputs[i]!.dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data)]))
    const { tensors } = session.memory()
    const result = await session.run('op', feeds, sizes)
    expect(distance(result['y']!, evaluate(written, inputs, {}, sizes).outputs['y']!.data)).toBeLessThan(1e-4)
    expect(session.memory().tensors).toBe(tensors)
  })
})
