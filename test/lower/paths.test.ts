/** Paths of figures, and the two halves of a reconstruction, against arithmetic by hand. */
import { describe, expect, it } from 'vitest'
import { laboratory } from './laboratory.ts'

const FIGURES = (figures: string): string => `model M
data (x: image[2, 2, 1] in [0, 1], y: label(3))
prior p(z) = Normal(0, 1)[2]
encoder Enc(x) -> h[2] { x -> flatten -> dense(2) }
decoder Dec(h) -> image[2, 2, 1] in [0, 1] { h -> dense(4, sigmoid) -> reshape(2, 2, 1) }
loss { t = ||x - Dec(Enc(x))||^2 }
train { minimize t with adam(1e-3); batch 4; rounds 2 }
figures { ${figures} }
`

const close = (found: ArrayLike<number>, wanted: readonly number[]): void => {
  expect(found.length).toBe(wanted.length)
  wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 9))
}

describe('paths', () => {
  it('of a strip are walked together', () => {
    const lab = laboratory(FIGURES('strip(z from Enc(test[0].x) to Enc(test[1].x), x from test[0].x to test[1].x, 3: Dec(z), x)'))
    const plan = lab.compiled.plan!.stages[0]!.figures[0]!
    expect([plan.axes, plan.path?.points]).toEqual([[3], 3])
    // Between two images lies nothing brighter or darker than images are: both rows have one scale.
    expect(plan.items.map(({ range }) => range)).toEqual([[0, 1], [0, 1]])
    const feeds = lab.feeds('strip-1', 1)
    const rows = Object.entries(feeds).filter(([name]) => /^data\..*\.x$/.test(name)).sort(([a], [b]) => a.localeCompare(b)).map(([, tensor]) => [...tensor.data])
    expect(rows).toHaveLength(2)
    const [from, to] = rows as [number[], number[]]
    const { outputs } = lab.run('strip-1', { batch: 1 })
    close(outputs['item1']!.data, [...from, ...from.map((value, i) => (value + to[i]!) / 2), ...to])
    const ends = [outputs['path.from']!, outputs['path.to']!]
    // The ends of the walk are the codes: decoding them is what the first and the last picture show.
    const [kernel, bias] = [lab.store['Dec.dense.kernel']!.data, lab.store['Dec.dense.bias']!.data]
    const decoded = (code: ArrayLike<number>): number[] => [0, 1, 2, 3].map((j) => 1 / (1 + Math.exp(-(code[0]! * kernel[j]! + code[1]! * kernel[4 + j]! + bias[j]!))))
    const pictures = outputs['item0']!.data
    close(pictures.slice(0, 4), decoded(ends[0]!.data))
    close(pictures.slice(8), decoded(ends[1]!.data))
  })

  it('of a warp cross the plane, with points between the lines', () => {
    const lab = laboratory(FIGURES('warp(u from [-1, 0] to [1, 4], 3: [u[0] * 2, u[0] + u[1]])'))
    const plan = lab.compiled.plan!.stages[0]!.figures[0]!
    expect(plan.path).toEqual({ points: 9, axes: 2, every: 4 })
    expect(plan.notes).toEqual({ variable: 'u' })
    const { data } = lab.run('warp-1', { batch: 1 }).outputs['item0']!
    // The last coordinate runs fastest: point 9 i + j is (−1 + i / 4, j / 2).
    close(data, Array.from({ length: 81 }, (_, p) => [-1 + Math.floor(p / 9) / 4, (p % 9) / 2]).flatMap(([a, b]) => [2 * a!, a! + b!]))
  })

  it('and labels name the lines and columns of a grid', () => {
    const { plan } = laboratory(FIGURES('grid(y in label(3), a from -1 to 1, 3: Dec([a, a]) * (y == 1))\n scatter(x in test[0..4], n ~ Normal(1, std: 0.5)[2]: Enc(x), n)')).compiled
    expect(plan!.stages[0]!.figures.map((figure) => figure.notes)).toEqual([
      { positions: [['y = 0', 'y = 1', 'y = 2'], ['a = -1', 'a = 0', 'a = 1']] }, { gaussians: [null, { mean: 1, std: 0.5 }] },
    ])
  })
})

describe('encode and decode', () => {
  it('are the two halves of a reconstruction', () => {
    const lab = laboratory(FIGURES(''))
    expect(lab.compiled.plan!.code).toEqual({
      encode: { program: 'encode', output: 'code', shape: [2], range: null }, decode: { program: 'decode', output: 'picture', shape: [2, 2, 1], range: [0, 1] },
      input: { shape: [2, 2, 1], range: [0, 1] }, prior: false,
    })
    const code = lab.run('encode').outputs['code']!
    expect([...lab.run('decode', { feeds: { code } }).outputs['picture']!.data]).toEqual([...lab.run('reconstruct').outputs['picture']!.data])
  })

  it('take a label from the rows, and a scale from the prior', () => {
    const lab = laboratory(`model C
data (x: image[2, 2, 1] in [0, 1], y: label(3))
encoder Enc(x, y) -> (mu[2], logvar[2]) { h = concatenate(flatten(x), oneHot(y)); mu = h -> dense(2); logvar = h -> dense(2) }
decoder Dec(z, y) -> logits[2, 2, 1] { concatenate(z, oneHot(y)) -> dense(4) -> reshape(2, 2, 1) }
sampler q(z | x, y) = Normal(Enc(x, y))
prior p(z) = Normal(0, 1)[2]
likelihood p(x | z, y) = Bernoulli(Dec(z, y))
loss { t = KL(q(z | x, y) || p(z)) - E[z ~ q(z | x, y): log p(x | z, y)] }
train { minimize t with adam(1e-3); batch 4; rounds 2 }
`)
    expect(lab.compiled.plan!.code?.prior).toBe(true)
    expect(lab.program('decode').feeds.map(({ kind, name }) => [kind, name])).toEqual([['value', 'code'], ['data', 'y']])
    const code = lab.run('encode').outputs['code']!
    expect([...lab.run('decode', { feeds: { code } }).outputs['picture']!.data]).toEqual([...lab.run('reconstruct').outputs['picture']!.data])
  })

  it('are not there for a model without a code', () => {
    expect(laboratory(`model G
data (x: real[2])
prior p(z) = Normal(0, 1)[2]
generator G(z) -> real[2] { z -> dense(2) }
z ~ p(z)
loss { t = ||x - G(z)||^2 }
train { minimize t with adam(1e-3); batch 4; rounds 2 }
`).compiled.plan!.code).toBeNull()
  })
})
