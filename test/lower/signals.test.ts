/** Layers and functions over signals [steps, channels], and resized images, against sums written by hand. */
import { describe, expect, test } from 'vitest'
import { checkSource } from '../../compiler/compile.ts'
import { tensor64 } from '../../compiler/ops/tensors.ts'
import { laboratory, numbersFor, only } from './laboratory.ts'

const [steps, channels, filters] = [7, 2, 3]
const signal = Array.from({ length: steps }, (_, t) => Array.from({ length: channels }, (_, c) => Math.sin(1 + 3 * t + 5 * c)))

/** The layer's result for `signal`, with the kernel (flat) and the bias that the store holds. */
function layer(spec: string) {
  const lab = laboratory(`data (x: real[${steps}, ${channels}])\nnetwork F(x) { x -> ${spec} }\nlet y = F(x)\nloss { size = sum(y^2) }\ntrain { minimize size with sgd(0.1); epochs 1 }`)
  const [entry] = lab.compiled.graph!.store.filter((e) => e.name.endsWith('.kernel'))
  const shape = lab.compiled.model!.networks[0]!.outputs[0]!.type.shape.map((a) => a.size)
  const feeds = { x: tensor64([1, steps, channels], signal.flat()) }
  return { lab, feeds, shape, kernelShape: entry!.shape, kernel: numbersFor(entry!.name, entry!.shape.reduce((a, b) => a * b, 1)) }
}

/** `Σ y²`, the logged term. */
const squares = (rows: readonly (readonly number[])[]): number => rows.flat().reduce((sum, v) => sum + v * v, 0)

/** `y[i, f] = Σ x[i·s + u − before, c] w[u, c, f]` */
function slid(kernel: readonly number[], width: number, stride: number, before: number, count: number): number[][] {
  return Array.from({ length: count }, (_, i) => Array.from({ length: filters }, (_, f) => {
    let sum = 0
    for (let u = 0; u < width; u++) for (let c = 0; c < channels; c++) sum += (signal[i * stride + u - before]?.[c] ?? 0) * kernel[(u * channels + c) * filters + f]!
    return sum
  }))
}

/** `y[i·s + u − before, f] += x[i, c] w[u, f, c]`: the kernel as Keras has it, [width, filters, channels]. */
function spreadOut(kernel: readonly number[], width: number, stride: number, before: number, count: number): number[][] {
  const y = Array.from({ length: count }, () => new Array<number>(filters).fill(0))
  for (let i = 0; i < steps; i++) for (let u = 0; u < width; u++) for (let f = 0; f < filters; f++) for (let c = 0; c < channels; c++) {
    const row = y[i * stride + u - before]
    if (row) row[f]! += signal[i]![c]! * kernel[(u * filters + f) * channels + c]!
  }
  return y
}

describe('convolutions over signals', () => {
  test.each([
    ['conv1d(3, 3, useBias: false)', 3, 1, 0, 5],
    ['conv1d(3, 3, useBias: false, padding: same)', 3, 1, 1, 7],
    ['conv1d(3, 4, useBias: false, strides: 2, padding: same)', 4, 2, 1, 4],
    ['conv1d(3, 2, useBias: false, strides: 3)', 2, 3, 0, 2],
  ] as const)('%s', (spec, width, stride, before, count) => {
    const { lab, feeds, shape, kernelShape, kernel } = layer(spec)
    expect(shape).toEqual([count, filters])
    expect(kernelShape).toEqual([width, channels, filters])
    const { outputs } = lab.run('round', { batch: 1, feeds })
    expect(only(outputs['size'])).toBeCloseTo(squares(slid(kernel, width, stride, before, count)), 10)
  })

  test.each([
    ['conv1dTranspose(3, 4, useBias: false, strides: 2, padding: same)', 4, 2, 1, 14],
    ['conv1dTranspose(3, 3, useBias: false, strides: 2)', 3, 2, 0, 15],
    ['conv1dTranspose(3, 2, useBias: false)', 2, 1, 0, 8],
  ] as const)('%s', (spec, width, stride, before, count) => {
    const { lab, feeds, shape, kernelShape, kernel } = layer(spec)
    expect(shape).toEqual([count, filters])
    expect(kernelShape).toEqual([width, filters, channels])
    const { outputs } = lab.run('round', { batch: 1, feeds })
    expect(only(outputs['size'])).toBeCloseTo(squares(spreadOut(kernel, width, stride, before, count)), 10)
  })

  test('the gradient of a kernel is that of its sums', () => {
    const { lab, feeds, kernel } = layer('conv1d(3, 3, useBias: false, strides: 2, padding: same)')
    const value = (w: readonly number[]): number => squares(slid(w, 3, 2, 1, 4))
    const { updates } = lab.run('round', { batch: 1, feeds })
    const [after] = Object.entries(updates).filter(([name]) => name.endsWith('kernel')).map(([, t]) => t.data)
    kernel.forEach((w, i) => {
      const nudged = (by: number): number => value(kernel.map((v, k) => (k === i ? v + by : v)))
      expect((w - after![i]!) / 0.1).toBeCloseTo((nudged(1e-5) - nudged(-1e-5)) / 2e-5, 6)
    })
  })

  test('one after another they stay pictures: nothing is reshaped between', () => {
    const { lab } = layer('conv1d(8, 3, relu, padding: same) -> conv1d(4, 3, leakyReLU(0.1), padding: same) -> conv1d(3, 3, padding: same)')
    const { nodes } = lab.program('round')
    const read = nodes.filter((n) => n.op === 'conv2d' && n.origin.phase === 'forward').map((n) => nodes[n.inputs[0]!]!.op)
    expect(read).toEqual(['reshape', 'relu', 'leakyRelu'])
  })

  test.each([
    ['x -> conv1d(3, 3)', 'real[8]', 'Add the channel axis: reshape(8, 1).'],
    ['x -> conv1d(3, 9)', 'real[8, 2]', 'Use a smaller kernelSize, or padding: same.'],
    ['x -> maxPool1d(2)', 'real[8, 2, 1]', 'Make it a signal first, for example with reshape(256, 4).'],
  ])('%s of %s says what fits', (body, type, help) => {
    const { diagnostics } = checkSource(`data (x: ${type})\nnetwork F(x) { ${body} }\nloss { size = sum(F(x)) }\ntrain { minimize size with sgd(0.1); epochs 1 }\n`)
    expect(diagnostics.map((d) => d.help)).toContain(help)
  })
})

describe('resized images', () => {
  const found = (method: string, height: number, width: number, image: readonly number[], [h, w]: readonly [number, number]): number[] => Array.from({ length: height * width }, (_, k) => {
    const lab = laboratory(`data (x: image[${h}, ${w}, 1])\nmetric at = E[flatten(resize(x, ${height}, ${width}, method: ${method}))[${k}]]`)
    const [sweep] = lab.compiled.plan!.stages[0]!.metrics!.steps.flatMap((step) => (step.kind === 'sweep' ? [step] : []))
    return only(Object.values(lab.run(sweep!.program, { batch: 1, feeds: { x: tensor64([1, h, w, 1], image) } }).outputs)[0])
  })
  const close = (a: readonly number[], b: readonly number[]): void => { a.forEach((v, i) => expect(v).toBeCloseTo(b[i]!, 12)) }

  // Keys's cubic at distances ¼, ¾, 1¼, 1¾ is 0.8671875, 0.2265625, −0.0703125, −0.0234375.
  test('bicubic takes four pixels each way, fewer at the ends', () => {
    const [near, next, far, farthest] = [0.8671875, 0.2265625, -0.0703125, -0.0234375]
    const image = [3, -1, 4, 1, 5]
    const at = (weights: Readonly<Record<number, number>>): number => {
      const total = Object.values(weights).reduce((a, b) => a + b, 0)
      return Object.entries(weights).reduce((sum, [i, weight]) => sum + weight * image[Number(i)]!, 0) / total
    }
    close(found('bicubic', 1, 10, image, [1, 5]).slice(0, 6), [
      at({ 0: near, 1: far }), at({ 0: near, 1: next, 2: farthest }), at({ 0: next, 1: near, 2: far }),
      at({ 0: far, 1: near, 2: next, 3: farthest }), at({ 0: farthest, 1: next, 2: near, 3: far }), at({ 1: far, 2: near, 3: next, 4: farthest }),
    ])
  })

  test('bicubic keeps a constant, nearest picks, bilinear blends', () => {
    close(found('bicubic', 3, 2, [2, 2, 2, 2, 2, 2, 2, 2], [4, 2]), [2, 2, 2, 2, 2, 2])
    close(found('nearest', 1, 6, [3, 7, 5], [1, 3]), [3, 3, 7, 7, 5, 5])
    close(found('nearest', 2, 1, [1, 2, 3, 4], [4, 1]), [2, 4])
    close(found('bilinear', 1, 4, [0, 4], [1, 2]), [0, 1, 3, 4])
  })

  test('bicubic leaves the range of what it blends, the others keep it', () => {
    const range = (method: string): unknown => laboratory(`data (x: image[4, 4, 1] in [0, 1])\nlet y = resize(x, 8, 8, method: ${method})\nmetric m = E[sum(y)]`).compiled.model!.equations.find((e) => e.name === 'y')!.value.type.range
    expect([range('bicubic'), range('nearest'), range('bilinear')]).toEqual([null, [0, 1], [0, 1]])
  })
})
