/** Rounds: what a step minimises, what it moves, and what the next step sees. Expected values are computed by hand here. */
import { describe, expect, test } from 'vitest'
import { laboratory, only } from './laboratory.ts'
import { tensor64 } from '../../compiler/ops/tensors.ts'

const bowl = (train: string): string => `
weight w[] = 1
let distance = w - 3
loss { bowl = distance^2 }
train { ${train}; batch 4; rounds 10 }
`

/** Runs `rounds` rounds and returns w after each. */
function trajectory(source: string, rounds: number): number[] {
  const lab = laboratory(source)
  let store = { ...lab.store, w: tensor64([], [1]) }
  return Array.from({ length: rounds }, () => {
    const { updates } = lab.run('round', { store })
    store = { ...store, ...updates }
    return only(updates['w'])
  })
}

describe('optimisers follow their formulas', () => {
  const gradient = (w: number): number => 2 * (w - 3)

  test('sgd with momentum', () => {
    let [w, v] = [1, 0]
    const expected = [0, 1, 2].map(() => { v = 0.9 * v + gradient(w); w -= 0.1 * v; return w })
    const found = trajectory(bowl('minimize bowl with sgd(0.1, momentum: 0.9)'), 3)
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12))
  })

  test('adam', () => {
    let [w, m, v] = [1, 0, 0]
    const expected = [1, 2, 3].map((t) => {
      const g = gradient(w)
      m = 0.5 * m + 0.5 * g
      v = 0.999 * v + 0.001 * g * g
      w -= 0.01 * (m / (1 - 0.5 ** t)) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-7)
      return w
    })
    const found = trajectory(bowl('minimize bowl with adam(0.01, beta1: 0.5)'), 3)
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12))
  })

  test('rmsprop', () => {
    let [w, v] = [1, 0]
    const expected = [1, 2].map(() => { const g = gradient(w); v = 0.9 * v + 0.1 * g * g; w -= (0.01 * g) / (Math.sqrt(v) + 1e-7); return w })
    const found = trajectory(bowl('minimize bowl with rmsprop(0.01)'), 2)
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12))
  })

  test('maximize climbs', () => {
    expect(trajectory(bowl('maximize bowl with sgd(0.1)'), 1)[0]).toBeCloseTo(1 - 0.1 * 4, 12)
  })

  test('a schedule reads the clock', () => {
    const lab = laboratory(bowl('minimize bowl with sgd(0.1 * (1 - progress))'))
    const { updates } = lab.run('round', { store: { w: tensor64([], [1]) }, feeds: { progress: tensor64([], [0.75]) } })
    expect(only(updates['w'])).toBeCloseTo(1 + 0.025 * 4, 12)
  })
})

describe('clipped gradients', () => {
  const source = (train: string): string => `
weight a[2] = 0
weight b[] = 0
loss { pull = sum((a - [3, 1])^2) + (b + 2)^2 }
train { ${train}; batch 1; rounds 4 }
`
  const start = { a: tensor64([2], [1, 2]), b: tensor64([], [1]) }
  const gradient = [2 * (1 - 3), 2 * (2 - 1), 2 * (1 + 2)]
  const stepped = (train: string, feeds = {}, store = start): number[] => {
    const { updates } = laboratory(source(train)).run('round', { store, feeds })
    return [...(updates['a'] ?? store.a).data, ...(updates['b'] ?? store.b).data]
  }
  /** w − ρ · min(1, c / (‖g‖ + 10⁻⁶)) · g, the norm over all that moves. */
  const expected = (limit: number, moved: readonly number[] = [0, 1, 2], rate = 0.1): number[] => {
    const factor = Math.min(1, limit / (Math.hypot(...moved.map((k) => gradient[k]!)) + 1e-6))
    return [1, 2, 1].map((w, k) => (moved.includes(k) ? w - rate * factor * gradient[k]! : w))
  }
  const close = (found: readonly number[], wanted: readonly number[]): void => found.forEach((v, k) => expect(v).toBeCloseTo(wanted[k]!, 12))

  test('are scaled together, so that directions stay', () => close(stepped('minimize pull with sgd(0.1) clip 2'), expected(2)))
  test('shorter ones stay as they are', () => close(stepped('minimize pull with sgd(0.1) clip 100'), expected(Infinity)))
  test('only what the step moves counts', () => close(stepped('minimize pull over a with sgd(0.1) clip 2'), expected(2, [0, 1])))
  test('a limit may be a schedule', () => close(stepped('minimize pull with sgd(0.1) clip 4 * (1 - progress)', { progress: tensor64([], [0.75]) }), expected(1)))
  test('maximize climbs as far', () => close(stepped('maximize pull with sgd(0.1) clip 2'), expected(2, [0, 1, 2], -0.1)))
  test('gradients of 0 leave everything where it is', () => {
    close(stepped('minimize pull with sgd(0.1) clip 2', {}, { a: tensor64([2], [3, 1]), b: tensor64([], [-2]) }), [3, 1, -2])
  })
  test('momentum gathers clipped gradients', () => {
    const lab = laboratory(source('minimize pull with sgd(0.1, momentum: 0.5) clip 2'))
    const velocity = { ...start, 'a/step0.velocity': tensor64([2], [1, -1]), 'b/step0.velocity': tensor64([], [0]) }
    const factor = 2 / (Math.hypot(...gradient) + 1e-6)
    expect(lab.run('round', { store: velocity }).updates['a/step0.velocity']!.data[0]).toBeCloseTo(0.5 + factor * gradient[0]!, 12)
  })
})

describe('averaged weights', () => {
  const lab = laboratory(bowl('minimize bowl with sgd(0.1, momentum: 0.5); average 0.75').replace('train {', 'metric far = w\ntrain {'))
  /** The store after each of some rounds. */
  const rounds = (count: number): { readonly average: number; readonly now: number; readonly logged: number }[] => {
    let store: typeof lab.store = { ...lab.store, w: tensor64([], [1]), 'w/now': tensor64([], [99]) }
    return Array.from({ length: count }, (_, step) => {
      const { updates, outputs } = lab.run('round', { store, feeds: { step: tensor64([], [step]) } })
      store = { ...store, ...updates }
      return { average: only(store['w']), now: only(store['w/now']), logged: only(outputs['bowl']) }
    })
  }

  test('steps move the weights as they do without', () => {
    const without = trajectory(bowl('minimize bowl with sgd(0.1, momentum: 0.5)'), 4)
    rounds(4).forEach(({ now, logged }, i) => {
      expect(now).toBeCloseTo(without[i]!, 12)
      expect(logged).toBeCloseTo(((i === 0 ? 1 : without[i - 1]!) - 3) ** 2, 12)
    })
  })

  test('the entry holds Σ dᵗ⁻ⁱ wᵢ / Σ dᵗ⁻ⁱ, whatever it started from', () => {
    const found = rounds(4)
    found.forEach(({ average }, t) => {
      const shares = Array.from({ length: t + 1 }, (_, i) => 0.75 ** (t - i))
      const expected = shares.reduce((sum, share, i) => sum + share * found[i]!.now, 0) / shares.reduce((a, b) => a + b)
      expect(average).toBeCloseTo(expected, 12)
    })
  })

  test('metrics read the average', () => {
    const reads = lab.compiled.graph!.programs.filter((p) => p.name.startsWith('metrics') || p.name.startsWith('terms')).flatMap((p) => p.nodes.filter((n) => n.op === 'read').map((n) => n.attrs['entry']))
    expect([...new Set(reads)]).toEqual(['w'])
  })

  test('players see each other as they are, not averaged; a stage begins at the averages', () => {
    const { compiled } = laboratory(`weight a[] = 1
weight b[] = 2
loss { near = (a - b)^2 }
stage first { train { minimize near over a with sgd(0.1); maximize near over b with sgd(0.1); average 0.9; rounds 5 } }
stage second { train { minimize near over a with sgd(0.1); average 0.9; rounds 5 } }
`)
    expect(compiled.graph!.store.map((e) => `${e.name} ${e.role}`)).toEqual(['a parameter', 'b parameter', 'a/first.now slot', 'b/first.now slot', 'a/second.now slot'])
  })
})

describe('steps of a round', () => {
  const twoSteps = `
weight a[] = 1
weight b[] = 2
loss { first = (a - b)^2
       second = (b - 2 * a)^2 }
train {
  minimize first over a with sgd(0.25)
  minimize second over b with sgd(0.25)
  batch 1; rounds 3
}
`
  test('the second sees what the first has moved, and moves only its own', () => {
    const lab = laboratory(twoSteps)
    const { updates, outputs } = lab.run('round', { store: { a: tensor64([], [1]), b: tensor64([], [2]) } })
    expect(only(updates['a'])).toBeCloseTo(1.5, 12)                          // 1 − ¼ · 2 (1 − 2)
    expect(only(updates['b'])).toBeCloseTo(2 - 0.25 * 2 * (2 - 3), 12)       // against the new a
    expect(only(outputs['first'])).toBeCloseTo(1, 12)                        // as minimised, before the update
    expect(only(outputs['second'])).toBeCloseTo(1, 12)
  })

  test('no gradient reaches back through an update', () => {
    // second depends on a through b's update only if updates were differentiated.
    const lab = laboratory(`
weight a[] = 1
weight b[] = 2
loss { first = (a * b)^2
       second = (a - 1)^2 + b^2 }
train { minimize first over b with sgd(0.1); minimize second over a with sgd(0.1); batch 1; rounds 1 }
`)
    const { updates } = lab.run('round', { store: { a: tensor64([], [1]), b: tensor64([], [2]) } })
    expect(only(updates['a'])).toBeCloseTo(1, 12)
  })

  test('a repeated step keeps its optimiser and draws anew', () => {
    const lab = laboratory(`
weight w[] = 0
z ~ Normal(0, 1)
loss { pull = (w - z)^2 }
train { repeat 3 { minimize pull over w with sgd(0.1, momentum: 0.5) }; batch 2; rounds 5 }
`)
    expect(lab.compiled.graph!.store.map((e) => e.name).filter((n) => n.startsWith('w'))).toEqual(['w', 'w/step0.velocity'])
    const noise = lab.program('round').feeds.filter((f) => f.kind === 'noise')
    expect(noise.map((f) => (f.kind === 'noise' ? f.noise.pass : -1))).toEqual([1, 2, 3])
    const feeds = Object.fromEntries(noise.map((f, i) => [f.name, tensor64([2, 1], [i, i + 1])]))
    let [w, v] = [0, 0]
    for (let i = 0; i < 3; i++) { v = 0.5 * v + 2 * (w - (i + 0.5)); w -= 0.1 * v }
    expect(only(lab.run('round', { batch: 2, feeds, store: { w: tensor64([], [0]) } }).updates['w'])).toBeCloseTo(w, 12)
  })
})

describe('who moves', () => {
  const source = (over: string): string => `
data (x: real[2], y: label(3))
encoder Enc(x) -> h[4] { x -> dense(4, tanh) }
classifier C(x) -> logits[3] { x -> Enc -> dense(3) }
distribution p(y | x) = Categorical(C(x))
loss { classify = -log p(y | x) }
train { minimize classify ${over} with sgd(0.1); batch 4; epochs 1 }
`
  test('over C trains the head on a frozen Enc', () => {
    expect(laboratory(source('over C')).program('round').updates.map((u) => u.entry)).toEqual(['C.dense.kernel', 'C.dense.bias'])
  })
  test('over Enc, C trains both; so does leaving it out', () => {
    for (const over of ['over Enc, C', '']) {
      expect(laboratory(source(over)).program('round').updates.map((u) => u.entry).sort())
        .toEqual(['C.dense.bias', 'C.dense.kernel', 'Enc.dense.bias', 'Enc.dense.kernel'])
    }
  })
})

describe('layers that behave differently in training', () => {
  test('batch normalisation: batch statistics in the round, running ones elsewhere, updated once', () => {
    const lab = laboratory(`
data (x: real[2], y: real[2])
network N(x) -> out[2] { x -> batchNormalization(momentum: 0.9, epsilon: 0.001) }
loss { fit = ||N(x) - y||^2 }
metric size = E[||N(x)||^2]
train { minimize fit with sgd(0.1); batch 2; epochs 1 }
`)
    const x = tensor64([2, 2], [1, 10, 3, 30])
    const store = {
      'N.batchNormalization.gamma': tensor64([2], [1, 1]), 'N.batchNormalization.beta': tensor64([2], [0, 0]),
      'N.batchNormalization.movingMean': tensor64([2], [0, 0]), 'N.batchNormalization.movingVariance': tensor64([2], [1, 1])
    }
    const { updates } = lab.run('round', { batch: 2, feeds: { x, y: tensor64([2, 2], [0, 0, 0, 0]) }, store })
    expect([...updates['N.batchNormalization.movingMean']!.data].map((v) => v.toFixed(9))).toEqual(['0.200000000', '2.000000000'])
    expect([...updates['N.batchNormalization.movingVariance']!.data].map((v) => v.toFixed(9))).toEqual(['1.000000000', '10.900000000'])
    const sweep = lab.run('metrics.sweep0', { batch: 2, feeds: { x }, store })
    expect(only(sweep.outputs['mean0'])).toBeCloseTo((1 + 100 + 9 + 900) / 2 / 1.001, 9)
  })

  test('dropout keeps and scales in the round and does nothing elsewhere', () => {
    const lab = laboratory(`
data (x: real[4])
weight s[] = 1
network N(x) -> out[4] { x -> dense(4, useBias: false, name: d) -> dropout(0.5) }
loss { size = sum(N(x)) }
metric mean1 = E[sum(N(x))]
train { minimize size over N with sgd(0.1); batch 2; epochs 1 }
`)
    const noise = lab.program('round').feeds.find((f) => f.kind === 'noise')!
    const eye = tensor64([4, 4], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
    const x = tensor64([2, 4], [1, 2, 3, 4, 5, 6, 7, 8])
    const run = lab.run('round', { batch: 2, store: { 'N.d.kernel': eye }, feeds: { x, [noise.name]: tensor64([2, 4], [0.9, 0.1, 0.6, 0.2, 0.1, 0.7, 0.3, 0.8]) } })
    expect(only(run.outputs['size'])).toBeCloseTo((2 * (1 + 3) + 2 * (6 + 8)) / 2, 9)
    expect(only(lab.run('metrics.sweep0', { batch: 2, store: { 'N.d.kernel': eye }, feeds: { x } }).outputs['mean0'])).toBeCloseTo(18, 9)
  })
})
