/** Values over whole splits, from the text of a spec to the number, against arithmetic on the rows. */
import { describe, expect, test } from 'vitest'
import { evaluated, type Rows } from './whole-splits.ts'

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

const x = range(13).map((i) => Math.sin(3 * i) * 2)
const y = range(13).map((i) => (i * 7) % 3)
const test13: Rows = { x, y }
const train: Rows = { x: range(20).map((i) => Math.cos(i)), y: range(20).map((i) => i % 3) }
const DATA = 'data (x: real, y: label(3))\n'
const data = { data: { train, test: test13 } }
const tx = train['x'] as number[]
const ty = train['y'] as number[]

async function metric(text: string, more = ''): Promise<number> {
  return (await (await evaluated(`${DATA}${more}metric m = ${text}\n`, data)).metrics({ batch: 4 }))['m']!
}

const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const at = q * (sorted.length - 1)
  return sorted[Math.floor(at)]! + (at % 1) * ((sorted[Math.floor(at) + 1] ?? 0) - sorted[Math.floor(at)]!)
}

describe('arrays over rows', () => {
  test('of a split, of rows that satisfy a condition, of numbered rows, of rows of each label', async () => {
    expect(await metric('quantile([x in test: x], 0.3)')).toBeCloseTo(quantile(x, 0.3), 6)
    expect(await metric('quantile([x in test where y == 1: x^2], 0.5)')).toBeCloseTo(quantile(x.filter((_, i) => y[i] === 1).map((v) => v * v), 0.5), 6)
    expect(await metric('max([x in test[3..6]: x])')).toBeCloseTo(Math.max(...x.slice(3, 7)), 6)
    expect(await metric('sum([x in train[1..2 per y]: x])')).toBeCloseTo(tx.filter((_, i) => i >= 3 && i < 9).reduce((a, b) => a + b, 0), 5)
    expect(await metric('min[x in test where y == 2: x]')).toBeCloseTo(Math.min(...x.filter((_, i) => y[i] === 2)), 6)
    expect(await metric('mean([x in test where y == 2: x])')).toBeCloseTo(mean(x.filter((_, i) => y[i] === 2)), 6)
  })

  test('numbers count among the rows that satisfy the condition', async () => {
    expect(await metric('sum([x in test[0..1] where x > 0: x])')).toBeCloseTo(x.filter((v) => v > 0)[0]! + x.filter((v) => v > 0)[1]!, 6)
    expect(await metric('E[x in test[1..3] where y != 0: x]')).toBeCloseTo(mean(x.filter((_, i) => y[i] !== 0).slice(1, 4)), 6)
    // Fewer than asked for.
    expect(await metric('E[x in test[0..99] where y == 1: x]')).toBeCloseTo(mean(x.filter((_, i) => y[i] === 1)), 6)
    expect(await metric('E[x in test[0..9] where x > 100: x]')).toBeNaN()
  })

  test('through lets, and one for each value of a binder around', async () => {
    expect(await metric('quantile(low, 0.5)', 'let twice = 2 * x\nlet low = [x in test where twice < 0: twice]\n')).toBeCloseTo(quantile(x.filter((v) => v < 0).map((v) => 2 * v), 0.5), 6)
    const each = await (await evaluated(`${DATA}metric m = [k in label(3): auroc([x in test where y == k: x], [x in test where y != k: x])]\n`, data)).metrics()
    const auroc = (k: number): number => {
      const [a, b] = [x.filter((_, i) => y[i] === k), x.filter((_, i) => y[i] !== k)]
      return mean(a.flatMap((u) => b.map((v) => (u > v ? 1 : u === v ? 0.5 : 0))))
    }
    expect(Object.keys(each)).toEqual(['m[0]', 'm[1]', 'm[2]'])
    range(3).forEach((k) => expect(each[`m[${k}]`]).toBeCloseTo(auroc(k), 6))
  })

  test('of vectors', async () => {
    const found = await metric('frechet([x in test: [x, 2 * x]], [x in test: [x + 3, 2 * x]])')
    expect(found).toBeCloseTo(9, 4)
    const largest = await (await evaluated(`${DATA}metric m = max[x in test: [x, -x]]\n`, data)).metrics()
    expect([largest['m[0]'], -largest['m[1]']!]).toEqual([Math.fround(Math.max(...x)), Math.fround(Math.min(...x))])
  })

  test('of draws, with lets of them', async () => {
    const drawn = 'prior p(z) = Normal(0, 1)\nz ~ p(z)\nlet shifted = 2 * z + 1\n'
    expect(await metric('quantile([z ~ p(z), 4000: shifted], 0.5)', drawn)).toBeCloseTo(1, 0)
    // Φ⁻¹(0.8413) = 1
    expect(Math.abs(await metric('quantile([z ~ p(z), 4000: shifted], 0.8413)', drawn) - 3)).toBeLessThan(0.2)
    expect(Math.abs(await metric('E[z ~ p(z), 4000: shifted]', drawn) - 1)).toBeLessThan(0.15)
  })

  test('a code that is the label has a gap of 1', async () => {
    expect(await metric('mig([x in test: [where(y == 1, 5, where(y == 2, 7, 0)), 0]], [x in test: y])')).toBeCloseTo(1, 6)
    expect(await metric('correlation([x in test: x], [x in test: 3 - x])')).toBeCloseTo(-1, 6)
  })
})

describe('averages', () => {
  test('over numbered rows, over labels\' first rows, with binders after the rows', async () => {
    expect(await metric('E[x in test[2..8]: x]')).toBeCloseTo(mean(x.slice(2, 9)), 6)
    expect(await metric('E[x in train[0..1 per y]: x]')).toBeCloseTo(mean(tx.slice(0, 6)), 6)
    expect(await metric('E[x in train where y == 1: x]')).toBeCloseTo(mean(tx.filter((_, i) => ty[i] === 1)), 6)
    expect(await metric('E[x in test[0..4], k in 1..3: k * x]')).toBeCloseTo(2 * mean(x.slice(0, 5)), 6)
    expect(await metric('E[x in test[0..4], e ~ Normal(x, std: 1e-3), 10: e]')).toBeCloseTo(mean(x.slice(0, 5)), 2)
    expect(await metric('max[k in 1..3: E[x in test[0..4]: k * x]]')).toBeCloseTo(Math.max(...[1, 2, 3].map((k) => k * mean(x.slice(0, 5)))), 6)
  })

  test('do not look at what the condition leaves out', async () => {
    expect(await metric('E[x in test where x > 0: log(max(x, 0))]')).toBeCloseTo(mean(x.filter((v) => v > 0).map(Math.log)), 5)
  })

  test('inside of one another: each over the rows of its own', async () => {
    expect(await metric('E[(x - E[x])^2]')).toBeCloseTo(mean(x.map((v) => (v - mean(x)) ** 2)), 5)
    const ones = x.filter((_, i) => y[i] === 1)
    expect(await metric('E[x in test where y == 1: (x - E[x])^2]')).toBeCloseTo(mean(ones.map((v) => (v - mean(ones)) ** 2)), 5)
    expect(await metric('E[x - E[x in train: x]]')).toBeCloseTo(mean(x) - mean(tx), 5)
  })

  test('of rows of a set whose field has another name', async () => {
    const more = { ...data, strange: { test: { o: [5, 6, 7] } } }
    const { metrics } = await evaluated('data (x: real, y: label(3))\ndata strange (o: real)\nlet twice = 2 * x\nmetric m = E[x in strange.test: twice]\nmetric n = auroc([x in strange.test: twice], [x in test: twice])\n', more)
    expect(await metrics()).toEqual({ m: 12, n: 1 })
  })
})

describe('phases', () => {
  const source = `${DATA}
let threshold = quantile([x in train: x], 0.25)
let accept = x >= threshold
metric rejected = E[1 - accept]
metric accuracy = E[(y == 1) * accept] / E[accept]
metric strict = quantile([x in test where accept: x], 0.1)
figures {
  histogram([x in test: x], [x in train: x])
  scatter(x in test where x < threshold: [x, 2 * x])
  scatter(x in test where x > threshold + 100: [x, x])
  plot(t from 0 to 1, 3: t * threshold)
}
`
  const threshold = quantile(tx, 0.25)

  test('a threshold from one split is used in another', async () => {
    const lab = await evaluated(source, data)
    const found = await lab.metrics()
    expect(found['rejected']).toBeCloseTo(mean(x.map((v) => Number(v < threshold))), 6)
    const accepted = x.map((v) => Number(v >= threshold))
    expect(found['accuracy']).toBeCloseTo(mean(x.map((_, i) => accepted[i]! * Number(y[i] === 1))) / mean(accepted), 6)
    expect(found['strict']).toBeCloseTo(quantile(x.filter((v) => v >= threshold), 0.1), 6)
  })

  test('the plan names what is computed, in order', async () => {
    const { plan } = await evaluated(source, data)
    expect(plan.stages[0]!.metrics!.steps.map((step) => (step.kind === 'sweep' ? `${step.program} ${step.split}` : `${step.name} of ${step.args.map((a) => a.array).join()}`))).toEqual([
      'metrics.sweep0 train', 'quantile0 of array0', 'metrics.sweep1 test', 'quantile1 of array1'
    ])
  })

  test('figures share what metrics computed', async () => {
    const lab = await evaluated(source, data)
    await lab.metrics()
    const before = lab.runs().length
    await lab.draw('histogram-1')
    await lab.draw('plot-1')
    // Scores of test rows are another question than those of the metrics, whose sweep waits for the threshold.
    expect(lab.runs().slice(before).filter((name) => name.includes('sweep'))).toEqual(['metrics.sweep2'])
  })

  test('rows by condition: the first for which it holds; none is told of', async () => {
    const lab = await evaluated(source, data)
    const drawing = await lab.draw('scatter-1')
    const values = pointsOf(drawing)
    const expected = x.filter((v) => v < threshold)
    expect(values.length).toBe(expected.length)
    values.forEach((point, i) => expect(point.x).toBeCloseTo(expected[i]!, 3))
    await expect(lab.draw('scatter-2')).rejects.toThrow('scatter-2 is left out: no row of the test split is what it asks for')
  })
})

/** Points of a chart, in whichever layer they are. */
function pointsOf(value: unknown): { readonly x: number }[] {
  if (value === null || typeof value !== 'object') return []
  if ('x' in value && typeof value.x === 'number') return [{ x: value.x }]
  return Object.values(value).flatMap(pointsOf)
}

describe('where it does not fit', () => {
  test('a split that is not there, and arrays that are too large', async () => {
    await expect((await evaluated(`${DATA}metric m = quantile([x in train: x], 0.5)\n`, { data: { test: test13 } })).metrics()).rejects.toThrow('the data have no train split')
    const wide = await evaluated('data (x: real[200000])\nmetric m = max([x in test: x])\n', { data: { test: { x: range(3000).map(() => []) } } })
    await expect(wide.metrics()).rejects.toThrow('an array of 3000 rows with 200000 numbers each would take 2.4 GB')
  })
})

describe('figures', () => {
  test('a value along a path, and a direction between averages of two classes', async () => {
    const lab = await evaluated(`${DATA}
let direction = E[x in train where y == 1: x] - E[x in train where y == 0: x]
figures {
  plot(t from 0 to 2, 3: E[(x - t)^2], E[x in train: t * x])
  scatter(x in test[0..2], t from 0 to 1, 2: [x + t * direction, t])
  scatter(x in test[0..0 per y]: [x, x])
}
`, data)
    const [along, trained] = [0, 1, 2].flatMap((t) => [mean(x.map((v) => (v - t) ** 2)), t * mean(tx)]).reduce<[number[], number[]]>(([a, b], v, i) => (i % 2 === 0 ? [[...a, v], b] : [a, [...b, v]]), [[], []])
    const heights = heightsOf(await lab.draw('plot-1'))
    ;[...along, ...trained].forEach((v) => expect(heights.some((h) => Math.abs(h - v) < 1e-4), `${v} among ${heights.join()}`).toBe(true))
    const direction = mean(tx.filter((_, i) => ty[i] === 1)) - mean(tx.filter((_, i) => ty[i] === 0))
    const points = pointsOf(await lab.draw('scatter-1')).map((point) => point.x)
    ;[0, 1, 2].forEach((row) => [0, 1].forEach((t) => expect(points.some((p) => Math.abs(p - (x[row]! + t * direction)) < 1e-4)).toBe(true)))
    // The first row of each label, in the order of the rows.
    const firsts = [0, 1, 2].map((label) => y.indexOf(label)).sort((a, b) => a - b)
    expect(pointsOf(await lab.draw('scatter-2')).map((point) => point.x)).toEqual(firsts.map((row) => expect.closeTo(x[row]!, 4)))
  })
})

/** Heights of the points of a chart. */
function heightsOf(value: unknown): number[] {
  if (value === null || typeof value !== 'object') return []
  if ('y' in value && typeof value.y === 'number') return [value.y]
  return Object.values(value).flatMap(heightsOf)
}
