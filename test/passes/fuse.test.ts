/** Pass fuse: the same numbers by fewer ops, and steps that survive being written down. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { Builder } from '../../compiler/graph/builder.ts'
import { batchDim, type Program } from '../../compiler/graph/graph.ts'
import { problemsOf } from '../../compiler/graph/verify.ts'
import { parseSteps, pointwiseOps, printSteps, type Steps } from '../../compiler/ops/fused.ts'
import { dropDeadCode } from '../../compiler/passes/dead-code.ts'
import { fuse } from '../../compiler/passes/fuse.ts'
import { finished } from '../../compiler/passes/pipeline.ts'
import { planUnits } from '../../runtime/engines/webgpu/plan.ts'
import { distance, evaluateFloat64, firstStore, randomFeeds } from '../engines/compare.ts'

/** What costs nothing: no kernel runs for it. */
const free = new Set(['input', 'read', 'constant', 'tensor', 'size', 'reshape'])
const opsIn = (program: Program): readonly string[] => program.nodes.flatMap((n) => (free.has(n.op) ? [] : [n.op]))
const programOf = (b: Builder, ...outputs: readonly { readonly id: number }[]): Program =>
  ({ name: 'p', feeds: b.feeds, nodes: b.nodes, outputs: outputs.map(({ id }, i) => ({ name: `y${i}`, node: id })), updates: [] })
const fused = (program: Program): Program => dropDeadCode(fuse(program))

test.each(['vae', 'gan', 'ring-gan', 'contractive', 'autoencoder'])('%s: the same numbers, less than half of the ops', (spec) => {
  const { lowered, graph } = compile(readFileSync(`specs/${spec}.gen`, 'utf8'))
  const made = finished(lowered!, 'webgpu')
  const batches = { B: 3, B1: 3, B2: 3 }
  const store = firstStore(made, 1)
  for (const [i, program] of made.programs.entries()) {
    const before = graph!.programs[i]!
    expect(problemsOf(program, made.store)).toEqual([])
    const feeds = randomFeeds(before, batches, 2)
    const [found, wanted] = [program, before].map((p) => evaluateFloat64(graph!, p, feeds, store, batches))
    for (const [name, { data }] of Object.entries(wanted!.outputs)) expect(distance(found!.outputs[name]!.data, data), name).toBeLessThan(1e-12)
    for (const [name, { data }] of Object.entries(wanted!.updates)) expect(distance(found!.updates[name]!.data, data), name).toBeLessThan(1e-12)
    if (program.updates.length) expect(opsIn(program).length).toBeLessThan(opsIn(before).length / 2)
    const left = opsIn(program).filter((op) => pointwiseOps.has(op) || ['sum', 'mean', 'max', 'min', 'softmax', 'broadcastTo'].includes(op))
    expect(left).toEqual([])
  }
})

test('a chain and the sum behind it are one op, what others read is kept', () => {
  const b = new Builder()
  const x = b.input({ name: 'x', kind: 'value', shape: [batchDim('B'), 3], dtype: 'float32' })
  const w = b.input({ name: 'w', kind: 'value', shape: [3, 3], dtype: 'float32' })
  const bias = b.input({ name: 'b', kind: 'value', shape: [3], dtype: 'float32' })
  const h = b.add('tanh', [b.add('add', [b.add('matmul', [x, w]), bias])])
  const loss = b.add('mean', [b.add('square', [b.add('sub', [b.add('matmul', [h, w]), x])])])
  const program = fused(programOf(b, loss))
  expect(opsIn(program)).toEqual(['matmul', 'fused', 'matmul', 'fused'])
  expect(program.nodes.filter((n) => n.op === 'fused').map((n) => [n.attrs['steps'], n.attrs['reduce']])).toEqual([
    ['add %0 %1; tanh $0; $1', undefined], ['sub %0 %1; square $0; $1', 'mean'],
  ])
  expect(fused(program)).toEqual(program)
})

test('no op reads more tensors than a kernel may have', () => {
  const b = new Builder()
  const inputs = Array.from({ length: 20 }, (_, i) => b.input({ name: `x${i}`, kind: 'value', shape: [4], dtype: 'float32' }))
  const sum = inputs.reduce((a, x) => b.add('add', [a, b.add('broadcastTo', [x], { shape: [2, 4] })]))
  const program = fused(programOf(b, sum))
  expect(program.nodes.filter((n) => n.op === 'fused').every((n) => n.inputs.length <= 7)).toBe(true)
})

test('what goes over the same elements is started together', () => {
  const { lowered } = compile(readFileSync('specs/ring-gan.gen', 'utf8'))
  const round = finished(lowered!, 'webgpu').programs.find(({ name }) => name === 'round')!
  const units = planUnits(round, 12)
  const groups = units.flatMap((u) => (u.kind === 'kernel' ? [u] : []))
  expect(groups.reduce((n, g) => n + g.members.length, 0)).toBe(round.nodes.filter(({ op }) => op === 'fused').length)
  expect(groups.length).toBeLessThan(50)
  for (const { inputs, outputs } of groups) expect(inputs.length + outputs.length).toBeLessThanOrEqual(12)
  // A value is there before it is read.
  const made = new Set(round.nodes.flatMap((n) => (n.op === 'input' || n.op === 'read' ? [n.id] : [])))
  for (const unit of units) {
    for (const i of unit.kind === 'op' ? unit.node.inputs : unit.inputs) expect(made.has(i)).toBe(true)
    for (const { id } of unit.kind === 'op' ? [unit.node] : unit.kind === 'kernel' ? unit.members : unit.segments.flat()) made.add(id)
  }
})

test('steps are what they were after printing and reading', () => {
  const steps: Steps = {
    steps: [
      { op: 'clamp', arguments: [{ kind: 'input', index: 3 }], attrs: { low: -1.5, high: 1e-7 } },
      { op: 'mul', arguments: [{ kind: 'step', index: 0 }, { kind: 'number', value: -0, dtype: 'float32' }], attrs: {} },
      { op: 'select', arguments: [{ kind: 'number', value: 1, dtype: 'bool' }, { kind: 'number', value: -Infinity, dtype: 'float32' }, { kind: 'number', value: 1e21, dtype: 'float32' }], attrs: {} },
      { op: 'add', arguments: [{ kind: 'size', dim: { batch: 'B', times: 500 } }, { kind: 'size', dim: { batch: 'B1', times: 1 } }], attrs: {} },
      { op: 'equal', arguments: [{ kind: 'number', value: -7, dtype: 'int32' }, { kind: 'input', index: 0 }], attrs: {} },
      { op: 'cast', arguments: [{ kind: 'step', index: 4 }], attrs: { dtype: 'int32' } },
    ],
    result: { kind: 'step', index: 5 },
  }
  expect(parseSteps(printSteps(steps))).toEqual(steps)
  expect(() => parseSteps('add %0 x; $0')).toThrow('\'x\' is no step of a fused node')
})
