/**
 * A linear regression with noisy inputs, trained by SGD with momentum: y ≈ x w. Written as a graph by hand, so that the
 * training loop can be tested without a compiler and without an engine.
 */
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { batchDim, type Feed, type Graph, type Program } from '../../compiler/graph/graph.ts'
import type { Plan, StagePlan, TrainPlan } from '../../compiler/lower/plan.ts'
import type { DataField } from '../../compiler/model/model.ts'
import { scalar } from '../../compiler/ops/compose.ts'
import type { RowSource, Sources } from '../../runtime/train/source.ts'

const B = batchDim('B')
const WIDTH = 3

const feedOf = {
  x: { name: 'x', kind: 'data', dataset: 'points', field: 'x', pass: 0, shape: [B, WIDTH], dtype: 'float32' },
  y: { name: 'y', kind: 'data', dataset: 'points', field: 'y', pass: 0, shape: [B, 1], dtype: 'float32' },
  progress: { name: 'progress', kind: 'clock', clock: 'progress', shape: [], dtype: 'float32' },
} satisfies Record<string, Feed>

const noiseFeed = (stream: 'train' | 'eval'): Feed => ({
  name: `noise.${stream}`, kind: 'noise', shape: [B, WIDTH], dtype: 'float32',
  noise: { distribution: 'normal', stream, site: 'r', draws: 1, size: WIDTH, pass: 0 },
})

const sum = (b: Builder, x: Ref, axes: readonly number[]): Ref => b.add('sum', [x], { axes, keepDims: false })
const mean = (b: Builder, x: Ref): Ref => b.add('mean', [x], { axes: [...x.shape.keys()], keepDims: false })

/** Residuals of the batch and the noisy input. */
function residual(b: Builder, stream: 'train' | 'eval'): { readonly input: Ref; readonly residual: Ref } {
  const noisy = b.add('add', [b.input(feedOf.x), b.add('mul', [scalar(b, 0.1), b.input(noiseFeed(stream))])])
  const w = b.add('read', [], { entry: 'w', shape: [WIDTH, 1], dtype: 'float32' })
  return { input: noisy, residual: b.add('sub', [b.add('matmul', [noisy, w]), b.input(feedOf.y)]) }
}

export interface ToyOptions {
  readonly train?: Partial<TrainPlan>
  readonly stages?: number
  /** The loss is divided by zero from here on: NaN at a chosen share of the training. */
  readonly breakAt?: number
  readonly momentum?: number
}

function roundProgram(options: ToyOptions): Program {
  const b = new Builder()
  const { input, residual: error } = residual(b, 'train')
  let fit = mean(b, b.add('square', [error]))
  if (options.breakAt !== undefined) {
    const late = b.add('greaterEqual', [b.input(feedOf.progress), scalar(b, options.breakAt)])
    fit = b.add('select', [late, b.add('log', [b.add('neg', [fit])]), fit])
  }
  const rate = b.add('sub', [scalar(b, 0.1), b.add('mul', [scalar(b, 0.05), b.input(feedOf.progress)])])
  const w = b.add('read', [], { entry: 'w', shape: [WIDTH, 1], dtype: 'float32' })
  const m = b.add('read', [], { entry: 'w/sgd.m', shape: [WIDTH, 1], dtype: 'float32' })
  const count = b.add('read', [], { entry: 'step0/count', shape: [], dtype: 'float32' })
  const gradient = b.add('reshape', [b.add('mean', [b.add('mul', [input, error])], { axes: [0], keepDims: false })], { shape: [WIDTH, 1] })
  const velocity = b.add('add', [b.add('mul', [scalar(b, options.momentum ?? 0.9), m]), gradient])
  const moved = b.add('sub', [w, b.add('mul', [rate, velocity])])
  const size = sum(b, b.add('square', [w]), [0, 1])
  return {
    name: 'round', feeds: b.feeds, nodes: b.nodes,
    outputs: [{ name: 'fit', node: fit.id }, { name: 'size', node: size.id }],
    updates: [{ entry: 'w', node: moved.id }, { entry: 'w/sgd.m', node: velocity.id }, { entry: 'step0/count', node: b.add('add', [count, scalar(b, 1)]).id }],
  }
}

function sweepProgram(): Program {
  const b = new Builder()
  const error = residual(b, 'eval').residual
  const near = b.add('cast', [b.add('less', [b.add('square', [error]), scalar(b, 0.01)])], { dtype: 'float32' })
  return {
    name: 'sweep', feeds: b.feeds, nodes: b.nodes, updates: [],
    outputs: [{ name: 'fit', node: mean(b, b.add('square', [error])).id }, { name: 'near', node: mean(b, near).id }],
  }
}

function finishProgram(name: string, inputs: readonly string[], result: (b: Builder, averages: readonly Ref[]) => Ref): Program {
  const b = new Builder()
  const averages = inputs.map((input) => b.input({ name: input, kind: 'value', shape: [], dtype: 'float32' }))
  const outputs = inputs.map((input, i) => ({ name: input, node: averages[i]!.id }))
  return { name, feeds: b.feeds, nodes: b.nodes, outputs: [...outputs, { name: 'objective', node: result(b, averages).id }], updates: [] }
}

const number = (name: string, size: number): DataField => ({
  name, resize: null, evaluationOnly: false, span: { start: 0, end: 0 },
  type: { kind: { name: 'real' }, shape: [{ size }], range: null, per: 'sample', coupled: false },
})

export function toy(options: ToyOptions = {}): { readonly graph: Graph; readonly plan: Plan } {
  const graph: Graph = {
    version: 1, model: 'Line', specHash: 'toy',
    store: [
      { name: 'w', shape: [WIDTH, 1], dtype: 'float32', role: 'parameter', init: { kind: 'glorotUniform', fanIn: WIDTH, fanOut: 1 } },
      { name: 'w/sgd.m', shape: [WIDTH, 1], dtype: 'float32', role: 'slot', init: { kind: 'zeros' } },
      { name: 'step0/count', shape: [], dtype: 'float32', role: 'counter', init: { kind: 'zeros' } },
    ],
    programs: [
      roundProgram(options), sweepProgram(),
      finishProgram('finish', ['fit'], (_, [fit]) => fit!),
      finishProgram('finishMetrics', ['near'], (b, [near]) => b.add('sqrt', [near!])),
    ],
  }
  const sweep = { kind: 'sweep', program: 'sweep', datasets: ['points'], split: 'test', rows: null, draws: null, arrays: [], batch: 8 } as const
  const stage = (name: string): StagePlan => ({
    name,
    train: {
      program: 'round', batch: 8, length: { unit: 'epochs', count: 3 }, passes: [{ datasets: ['points'] }],
      terms: ['fit', 'size'], rows: null, report: null, ...options.train,
    },
    terms: { steps: [{ ...sweep, means: ['fit'] }], finish: 'finish', results: ['fit', 'objective'] },
    metrics: { steps: [{ ...sweep, means: ['near'] }], finish: 'finishMetrics', results: ['near'] },
    figures: [],
  })
  const stages = options.stages === undefined ? [stage('main')] : Array.from({ length: options.stages }, (_, i) => stage(`stage${i}`))
  return { graph, plan: { data: [{ name: 'points', fields: [number('x', WIDTH), number('y', 1)] }], stages, sample: null, reconstruct: null, code: null } }
}

/** Points on y = x₀ − 2 x₁ + ½ x₂, made by a formula. */
export function points(train = 29, test = 13): Sources {
  const x = (row: number, i: number): number => Math.sin(row * (i + 1) * 1.3 + i)
  const source: RowSource = {
    rows: (split) => (split === 'train' ? train : test),
    read(split, field, rows, out) {
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]! + (split === 'train' ? 0 : 1000)
        if (field === 'x') for (let j = 0; j < WIDTH; j++) out[i * WIDTH + j] = x(row, j)
        else out[i] = x(row, 0) - 2 * x(row, 1) + 0.5 * x(row, 2)
      }
    },
  }
  return { points: source }
}
