/** Densities, divergences, draws and binders against formulas written out by hand. */
import { describe, expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { laboratory, only } from './laboratory.ts'
import { tensor64 } from '../../compiler/ops/tensors.ts'

/** A metric of one row of data. */
function metric(source: string, feeds: Record<string, ReturnType<typeof tensor64>>, batch = 1): number {
  const lab = laboratory(source)
  const plan = lab.compiled.plan!.stages[0]!.metrics!
  const means: Record<string, ReturnType<typeof tensor64>> = {}
  for (const step of plan.steps) if (step.kind === 'sweep') Object.assign(means, lab.run(step.program, { batch, feeds: { ...feeds, ...means } }).outputs)
  return only(lab.run(plan.finish, { feeds: means }).outputs[plan.results[0]!])
}

const normal = (x: number, mean: number, std: number): number => -0.5 * ((x - mean) / std) ** 2 - Math.log(std) - 0.5 * Math.log(2 * Math.PI)

describe('log densities', () => {
  const one = (distribution: string, type: string, x: ReturnType<typeof tensor64>): number =>
    metric(`data (x: ${type})\ndistribution p(x) = ${distribution}\nmetric m = E[log p(x)]\n`, { x })

  test('Normal by each spelling of its spread', () => {
    const x = tensor64([1, 2], [0.3, -1])
    const expected = normal(0.3, 1, 2) + normal(-1, 1, 2)
    expect(one('Normal(1, std: 2)[2]', 'real[2]', x)).toBeCloseTo(expected, 12)
    expect(one('Normal(1, variance: 4)[2]', 'real[2]', x)).toBeCloseTo(expected, 12)
    expect(one(`Normal(1, logvar: ${Math.log(4)})[2]`, 'real[2]', x)).toBeCloseTo(expected, 12)
  })
  test('Laplace', () => {
    expect(one('Laplace(1, scale: 2)[2]', 'real[2]', tensor64([1, 2], [0, 4]))).toBeCloseTo(-0.5 - Math.log(4) - 1.5 - Math.log(4), 12)
  })
  test('Uniform, inside and outside', () => {
    expect(one('Uniform(0, 4)[2]', 'real[2]', tensor64([1, 2], [1, 3]))).toBeCloseTo(-2 * Math.log(4), 12)
    expect(one('Uniform(0, 4)[2]', 'real[2]', tensor64([1, 2], [1, 5]))).toBe(-Infinity)
  })
  test('Mixture of two', () => {
    const expected = Math.log(0.5 * Math.exp(normal(0.4, -2, 0.6)) + 0.5 * Math.exp(normal(0.4, 2, 0.6)))
    expect(one('Mixture(Normal(-2, std: 0.6), Normal(2, std: 0.6))', 'real', tensor64([1], [0.4]))).toBeCloseTo(expected, 12)
  })
  test('Mixture with weights, written out or a vector', () => {
    const expected = Math.log(0.3 * Math.exp(normal(0.4, -2, 0.6)) + 0.7 * Math.exp(normal(0.4, 2, 0.9)))
    const parts = 'Normal(-2, std: 0.6), Normal(2, std: 0.9)'
    expect(one(`Mixture(${parts}, weights: [0.3, 0.7])`, 'real', tensor64([1], [0.4]))).toBeCloseTo(expected, 12)
    expect(one(`Mixture(${parts}, weights: softmax([log 3, log 7]))`, 'real', tensor64([1], [0.4]))).toBeCloseTo(expected, 12)
  })
  test('Bernoulli by logits and Categorical', () => {
    const lab = (body: string): number => metric(`
data (x: real[2] in [0, 1], y: label(2))
network N(x) -> logits[2] { x -> dense(2) }
${body}`, { x: tensor64([1, 2], [1, 0.25]), y: tensor64([1], [1]) })
    const source = laboratory(`data (x: real[2])\nnetwork N(x) -> logits[2] { x -> dense(2) }\nmetric m = E[sum(N(x))]\n`)
    const { store } = source
    const [k, b] = [store['N.dense.kernel']!.data, store['N.dense.bias']!.data]
    const logits = [0, 1].map((j) => k[j]! * 1 + k[2 + j]! * 0.25 + b[j]!)
    const softplus = (a: number): number => Math.log1p(Math.exp(a))
    expect(lab('distribution p(x) = Bernoulli(N([1, 0.25]))\nmetric m = E[log p(x)]\n'))
      .toBeCloseTo(logits[0]! - softplus(logits[0]!) + 0.25 * logits[1]! - softplus(logits[1]!), 12)
    expect(lab('distribution p(y | x) = Categorical(N(x))\nmetric m = E[log p(y | x)]\n'))
      .toBeCloseTo(logits[1]! - Math.log(Math.exp(logits[0]!) + Math.exp(logits[1]!)), 12)
  })
})

describe('mixtures', () => {
  const mixture = 'prior p(z) = Mixture(Normal(-10, std: 1), Normal(0, std: 1), Normal(10, std: 1), weights: [0.2, 0.5, 0.3])'

  test('a component is drawn where its share of the uniform numbers lies', () => {
    const lab = laboratory(`${mixture}\nz ~ p(z)\nmetric m = E[z]\n`)
    const program = 'metrics.sweep0'
    const sites = lab.program(program).feeds.filter((f) => f.kind === 'noise').map((f) => f.name)
    const drawn = (u: number): number => only(lab.run(program, { batch: 1, feeds: Object.fromEntries(sites.map((name) =>
      [name, tensor64([1, 1], [name.includes('component') ? u : 0])])) }).outputs['mean0'])
    expect([0.1, 0.199, 0.201, 0.69, 0.71, 0.99].map(drawn)).toEqual([-10, -10, 0, 0, 10, 10])
  })
  test('their mean is that of their parts by weight', () => {
    expect(metric(`${mixture}\nmetric m = mean(p(z))\n`, {})).toBeCloseTo(-2 + 3, 12)
  })
  test.each([['[3, 7]', 'ranges/weights'], ['[1.5, -0.5]', 'ranges/weights'], ['[0.5, 0.25, 0.25]', 'shapes/argument'], ['0.5', 'shapes/argument']])('weights %s are refused', (weights, code) => {
    const { diagnostics } = compile(`prior p(z) = Mixture(Normal(-1, std: 1), Normal(1, std: 1), weights: ${weights})\nz ~ p(z)\nmetric m = E[z]\n`)
    expect(diagnostics.map((d) => d.code)).toEqual([code])
  })
})

describe('picking', () => {
  const m = [[0.1, 0.2, 0.3], [1.1, 1.2, 1.3]]
  const at = (e: string, y: number): number => metric(`data (m: real[2, 3], y: label(3), k: label(2))\nmetric found = E[${e}]\n`, {
    m: tensor64([1, 2, 3], m.flat()), y: tensor64([1], [y]), k: tensor64([1], [1]) })

  test('a label picks along any axis', () => {
    for (const y of [0, 2]) {
      expect(at('sum(m[0..1, y] * [1, 10])', y)).toBeCloseTo(m[0]![y]! + 10 * m[1]![y]!, 12)
      expect(at('m[1, y]', y)).toBeCloseTo(m[1]![y]!, 12)
      expect(at('m[k, y]', y)).toBeCloseTo(m[1]![y]!, 12)
      expect(at('sum(m[k, 1..2] * [1, 10])', y)).toBeCloseTo(1.2 + 13, 12)
    }
  })
})

describe('divergences', () => {
  test('two Normals, closed form', () => {
    const value = metric(`
distribution a(z) = Normal(1, std: 0.5)[2]
distribution b(z) = Normal(-1, std: 2)[2]
metric m = E[KL(a(z) || b(z))]
`, {})
    expect(value).toBeCloseTo(2 * (Math.log(2 / 0.5) + (0.25 + 4) / (2 * 4) - 0.5), 12)
  })
  test('against the standard Normal', () => {
    const value = metric(`
distribution a(z) = Normal(0.7, std: 0.5)[3]
prior p(z) = Normal(0, 1)[3]
metric m = E[KL(a(z) || p(z))]
`, {})
    expect(value).toBeCloseTo(1.5 * (0.25 + 0.49 - 1 - Math.log(0.25)), 12)
  })
})

describe('binders', () => {
  const vae = (metricText: string): string => `
data (x: real[2] in [0, 1])
encoder Enc(x) -> (mu[2], logvar[2]) {
  mu = x -> dense(2)
  logvar = x -> dense(2)
}
decoder Dec(z) -> logits[2] { z -> dense(2) }
sampler q(z | x) = Normal(Enc(x))
prior p(z) = Normal(0, 1)[2]
likelihood p(x | z) = Bernoulli(Dec(z))
${metricText}
`
  test('a product of densities under a name stays in log space too', () => {
    const value = metric(`
data (x: real[2])
distribution narrow(x) = Normal(0, std: 0.001)[2]
let w = narrow(x) * narrow(x = 2 * x)
metric m = E[log w]
`, { x: tensor64([1, 2], [1, 2]) })
    expect(value).toBeCloseTo(normal(1, 0, 0.001) + 2 * normal(2, 0, 0.001) + normal(4, 0, 0.001), 6)
  })
  test('log E[p p / q] is the log of the average of ratios, computed in log space', () => {
    const lab = laboratory(vae('metric nll = E[-log E[z ~ q(z | x), 5: p(x | z) * p(z) / q(z | x)]]'))
    const x = tensor64([1, 2], [1, 0.3])
    const found = only(lab.run('metrics.sweep0', { batch: 1, feeds: { x } }).outputs['mean0'])
    // By hand, in plain space, with the same noise.
    const noise = lab.program('metrics.sweep0').feeds.find((f) => f.kind === 'noise')!
    const eps = lab.feeds('metrics.sweep0', 1)[noise.name]!.data
    const linear = (name: string, input: readonly number[]): number[] => [0, 1].map((j) =>
      lab.store[`${name}.kernel`]!.data[j]! * input[0]! + lab.store[`${name}.kernel`]!.data[2 + j]! * input[1]! + lab.store[`${name}.bias`]!.data[j]!)
    const [mu, logvar] = [linear('Enc.dense', [1, 0.3]), linear('Enc.dense_1', [1, 0.3])]
    let total = 0
    for (let k = 0; k < 5; k++) {
      const z = [0, 1].map((j) => mu[j]! + Math.exp(logvar[j]! / 2) * eps[2 * k + j]!)
      const logits = linear('Dec.dense', z)
      let log = 0
      for (let j = 0; j < 2; j++) {
        log += [1, 0.3][j]! * logits[j]! - Math.log1p(Math.exp(logits[j]!)) + normal(z[j]!, 0, 1) - normal(z[j]!, mu[j]!, Math.exp(logvar[j]! / 2))
      }
      total += Math.exp(log) / 5
    }
    expect(found).toBeCloseTo(-Math.log(total), 10)
  })

  test('an array over numbers, its least element, and a count of averages', () => {
    const source = (m: string): string => `
data (x: real[2])
let distance = [k in 0..3: ||x - [cos(k * pi / 2), sin(k * pi / 2)]||]
metric m = ${m}
`
    const x = tensor64([2, 2], [1, 0.1, 0, -1])
    expect(metric(source('E[min(distance)]'), { x }, 2)).toBeCloseTo(0.05, 9)
    expect(metric(source('sum(E[distance < 0.5] > 0.4)'), { x }, 2)).toBe(2)
  })

  test('a binder reaches through lets, and argmin gives the label', () => {
    const source = `
data (x: real[1], y: label(3))
let distance = (sum(x) - sum(oneHot(y) * [0, 1, 2]))^2
let guess = argmin[y in label(3): distance]
metric accuracy = E[guess == y]
`
    expect(metric(source, { x: tensor64([3, 1], [0.1, 1.2, 1.1]), y: tensor64([3], [0, 1, 2]) }, 3)).toBeCloseTo(2 / 3, 12)
  })

  test('averages of rows that satisfy a condition, and ratios of averages', () => {
    const x = tensor64([4, 1], [1, 2, 3, 4])
    const y = tensor64([4], [0, 1, 1, 0])
    expect(metric('data (x: real[1], y: label(2))\nmetric m = E[x in test where y == 1: sum(x)]\n', { x, y }, 4)).toBeCloseTo(2.5, 12)
    expect(metric('data (x: real[1], y: label(2))\nmetric m = sum([k in label(2): E[x in test where y == k: sum(x)]])\n', { x, y }, 4)).toBeCloseTo(5, 12)
    expect(metric('data (x: real[1], y: label(2))\nmetric m = E[sum(x) * (y == 1)] / E[y == 1]\n', { x, y }, 4)).toBeCloseTo(2.5, 12)
  })
})

describe('subsets of values', () => {
  const table = [0.5, -2, 3, 0.25, -1, 4, 7, 1, 0, 2]
  const spec = (e: string): string => `data (t: real[10], y: label(10))\nmetric m = E[${e}]\n`
  const at = (e: string): number => metric(spec(e), { t: tensor64([1, 10], table), y: tensor64([1], [3]) })

  test('are listed, or chosen by a condition', () => {
    expect(at('sum[k in [0, 2, 5]: k * 10 + 0 * t[0]]')).toBeCloseTo(70, 12)
    expect(at('sum[k in [0.5, -1.5]: t[0] * k]')).toBeCloseTo(-0.5, 12)
    expect(at('max[k in label(10) where k != 6 and k != 9: t[k]]')).toBeCloseTo(4, 12)
    expect(at('sum([k in 0..9 where not (k <= 7 or k == 9): k + [0 * t[0], 1]] * [[1, 100]])')).toBeCloseTo(8 + 900, 12)
  })
  test('argmax gives the value, not its place', () => {
    expect(at('argmax[k in label(10) where k != 6: t[k]] == 5')).toBe(1)
    expect(at('argmin[k in label(10) where not (k == 1 or k == 4): t[k]] == 8')).toBe(1)
    expect(at('t[argmax[k in label(10) where k != 6 and k != 5: t[k]]]')).toBeCloseTo(3, 12)
    expect(at('2 * argmin[k in [4, 9, 5]: t[k]]')).toBe(8)
  })
  test('numbers that stand for a label are labels', () => {
    expect(at('argmax[y in [1, 3, 9]: t[y]] == 9')).toBe(1)
    expect(at('sum[y in [1, 9]: sum(oneHot(y) * t)]')).toBeCloseTo(0, 12)
  })
  test.each([
    ['max[k in 0..9 where k > 9: k]', 'data/no-values'], ['max[k in []: k]', 'data/no-values'], ['max[k in 0..9 where t[0] > k: k]', 'data/where-values'],
    ['max[k in [t[0]]: k]', 'kinds/not-constant'], ['max[k in label(10) where k != 12: t[k]]', 'ranges/label'],
  ])('%s is refused', (e, code) => {
    expect(compile(spec(e)).diagnostics.map((d) => d.code)).toEqual([code])
  })
})

describe('paths outside figures', () => {
  test('are points of a line, ends included, of numbers and of vectors', () => {
    const at = (e: string): number => metric(`data (x: real[2])\nmetric m = E[${e}]\n`, { x: tensor64([1, 2], [1, 3]) })
    expect(at('mean[t from 0 to x[1], 4: t^2]')).toBeCloseTo((0 + 1 + 4 + 9) / 4, 12)
    expect(at('sum([v from x to [5, -1], 3: v] * [[1, 10], [100, 1000], [10000, 100000]])')).toBeCloseTo(1 + 30 + 300 + 1000 + 50000 - 100000, 9)
  })
  test('say how many points', () => {
    expect(compile('data (x: real)\nmetric m = E[max[t from 0 to 1: t * x]]\n').diagnostics.map((d) => d.code)).toEqual(['data/path-points'])
  })
})

describe('metrics that are arrays', () => {
  test('every element is a result of its own', () => {
    const lab = laboratory('data (x: real[1], y: label(3))\nmetric recall = [k in label(3): E[x in test where y == k: sum(x)]]\n')
    const plan = lab.compiled.plan!.stages[0]!.metrics!
    expect(plan.results).toEqual(['recall[0]', 'recall[1]', 'recall[2]'])
    const feeds = { x: tensor64([4, 1], [1, 2, 3, 5]), y: tensor64([4], [0, 1, 2, 2]) }
    const means = Object.assign({}, ...plan.steps.map((s) => (s.kind === 'sweep' ? lab.run(s.program, { batch: 4, feeds }).outputs : {}))) as Parameters<typeof lab.run>[1] & object
    const { outputs } = lab.run(plan.finish, { feeds: means as never })
    expect(plan.results.map((name) => only(outputs[name]))).toEqual([1, 2, 4])
  })
})

describe('derivatives inside expressions', () => {
  test('grad by name: the slope at a let, per sample', () => {
    const source = `
data (x: real[2])
let twice = 2 * x
metric m = E[sum(grad(sum(twice^2), twice))]
`
    expect(metric(source, { x: tensor64([2, 2], [1, 2, 3, 4]) }, 2)).toBeCloseTo((2 * 2 * 3 + 2 * 2 * 7) / 2, 12)
  })

  test('jacobian of a dense layer is its kernel', () => {
    const lab = laboratory('data (x: real[2])\nnetwork N(x) -> h[3] { x -> dense(3) }\nmetric m = E[||jacobian(N(x), x)||^2]\n')
    const kernel = lab.store['N.dense.kernel']!.data
    expect(only(lab.run('metrics.sweep0').outputs['mean0'])).toBeCloseTo([...kernel].reduce((s, w) => s + w * w, 0), 12)
  })

  test('jacobians for every value of a binder', () => {
    const lab = laboratory('data (x: real[3])\nnetwork F(x) -> h[2] { x -> dense(2) }\nmetric m = E[sum([k in 1..2: ||jacobian([j in 1..2: j * k * F(x)], x)||^2] * [1, 10])]\n')
    const kernel = lab.store['F.dense.kernel']!.data.reduce((sum, w) => sum + w * w, 0)
    const found = metric('data (x: real[3])\nnetwork F(x) -> h[2] { x -> dense(2) }\nmetric m = E[sum([k in 1..2: ||jacobian([j in 1..2: j * k * F(x)], x)||^2] * [1, 10])]\n', { x: tensor64([1, 3], [0.1, 0.2, 0.3]) })
    expect(found).toBeCloseTo((5 + 10 * 20) * kernel, 10)
  })
  test('log D and log(1 − D) stay finite where the sigmoid has rounded', () => {
    const source = (m: string): string => `
data (x: real[1])
discriminator D(x) -> probability { sigmoid(1000 * sum(x)) }
metric m = E[${m}]
`
    expect(metric(source('log(1 - D(x))'), { x: tensor64([1, 1], [1]) })).toBeCloseTo(-1000, 9)
    expect(metric(source('log D(x)'), { x: tensor64([1, 1], [-1]) })).toBeCloseTo(-1000, 9)
  })
})
