import { describe, expect, test } from 'vitest'
import type { NoiseSpec } from '../../../compiler/graph/graph.ts'
import { fnv1a64, keyOf } from '../../../runtime/noise/key.ts'
import { fillNoise, noiseLength, type NoiseKey } from '../../../runtime/noise/noise.ts'
import { fillNormals, minusLog, onCircle, uniformOf } from '../../../runtime/noise/normal.ts'

const site: NoiseSpec = { distribution: 'normal', stream: 'train', site: 'q.z', draws: 1, size: 20, pass: 0 }
const key: NoiseKey = { seed: 7, epoch: 3, first: 256, batch: 8 }

function noise(spec: NoiseSpec = site, at: NoiseKey = key): Float32Array {
  const out = new Float32Array(noiseLength(spec, at.batch))
  fillNoise(spec, at, out)
  return out
}

describe('what the numbers of a sample depend on', () => {
  test('not on the batch size', () => {
    const whole = noise(site, { ...key, first: 0, batch: 30 })
    const parts = [7, 16, 7].map((batch, i) => noise(site, { ...key, first: [0, 7, 23][i]!, batch }))
    expect(parts.flatMap((part) => [...part])).toEqual([...whole])
  })

  test('not on where a run was resumed: a later batch is the same without the earlier ones', () => {
    const last = noise(site, { ...key, first: 9_984, batch: 16 })
    for (let first = 0; first < 9_984; first += 1_248) noise(site, { ...key, first, batch: 16 })
    expect(noise(site, { ...key, first: 9_984, batch: 16 })).toEqual(last)
  })

  test('not on the number of draws: the first draw of five is the only draw of one', () => {
    const five = noise({ ...site, draws: 5 })
    expect(five.slice(0, 8 * 20)).toEqual(noise())
    expect(five.slice(8 * 20, 16 * 20)).not.toEqual(noise())
  })

  test('on seed, stream, site, pass, epoch and sample', () => {
    const base = noise()
    expect(noise(site, { ...key, seed: 8 })).not.toEqual(base)
    expect(noise({ ...site, stream: 'eval' })).not.toEqual(base)
    expect(noise({ ...site, site: 'p.z' })).not.toEqual(base)
    expect(noise({ ...site, pass: 1 })).not.toEqual(base)
    expect(noise(site, { ...key, epoch: 4 })).not.toEqual(base)
    expect(noise(site, { ...key, first: 257 })).not.toEqual(base)
    expect(noise(site, { ...key, seed: 7 + 2 ** 40 })).not.toEqual(base)
  })

  test('sizes that are no multiple of four', () => {
    for (const size of [1, 2, 3, 5, 7]) {
      const odd = noise({ ...site, size })
      const even = noise({ ...site, size: 8 })
      for (let sample = 0; sample < 8; sample++) {
        expect([...odd.slice(sample * size, (sample + 1) * size)]).toEqual([...even.slice(sample * 8, sample * 8 + size)])
      }
    }
  })

  test('sizes beyond what is made at a time', () => {
    const large = noise({ ...site, size: 5000 }, { ...key, batch: 2 })
    const larger = noise({ ...site, size: 5003 }, { ...key, batch: 2 })
    expect(larger.slice(0, 5000)).toEqual(large.slice(0, 5000))
    expect(larger.slice(5003, 10_003)).toEqual(large.slice(5000))
    expect(new Set(large).size).toBeGreaterThan(9_990)
  })

  test('a buffer of another length is refused', () => {
    expect(() => fillNoise(site, key, new Float32Array(3))).toThrow(RangeError)
  })
})

describe('moments (seed 7)', () => {
  const n = 200_000
  const big = { ...key, first: 0, batch: n / 20 }
  const moment = (values: Float32Array, power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length

  test('normal: mean 0, variance 1, no skew, kurtosis 3, tails', () => {
    const values = noise(site, big)
    expect(Math.abs(moment(values, 1))).toBeLessThan(0.01)
    expect(Math.abs(moment(values, 2) - 1)).toBeLessThan(0.015)
    expect(Math.abs(moment(values, 3))).toBeLessThan(0.03)
    expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(0.08)
    const beyond2 = values.filter((value) => Math.abs(value) > 2).length / n
    expect(Math.abs(beyond2 - 0.0455)).toBeLessThan(0.002)
  })

  test('normal: the two numbers of a pair are uncorrelated, in themselves and squared', () => {
    const values = noise(site, big)
    let plain = 0
    let squared = 0
    for (let i = 0; i < n; i += 2) {
      plain += values[i]! * values[i + 1]!
      squared += (values[i]! ** 2 - 1) * (values[i + 1]! ** 2 - 1)
    }
    expect(Math.abs(plain / (n / 2))).toBeLessThan(0.012)
    expect(Math.abs(squared / (n / 2))).toBeLessThan(0.03)
  })

  test.each(['uniform', 'categorical'] as const)('%s: in [0, 1), mean ½, variance 1/12, flat', (distribution) => {
    const values = noise({ ...site, distribution }, big)
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    expect(Math.abs(moment(values, 1) - 0.5)).toBeLessThan(0.003)
    expect(Math.abs(moment(values, 2) - 1 / 3)).toBeLessThan(0.003)
    const bins = new Array<number>(10).fill(0)
    for (const value of values) bins[Math.floor(value * 10)]! += 1
    for (const count of bins) expect(Math.abs(count / n - 0.1)).toBeLessThan(0.003)
  })
})

describe('independence (seed 7)', () => {
  const n = 100_000
  const correlation = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0) / a.length
  const base = noise(site, { ...key, first: 0, batch: n / 20 })

  // The standard deviation of a correlation of n independent normals is 1/√n = 0.0032.
  test.each<readonly [string, NoiseSpec, NoiseKey]>([
    ['the next sample', site, { ...key, first: 1 }],
    ['the next epoch', site, { ...key, epoch: 4, first: 0 }],
    ['the next seed', site, { ...key, seed: 8, first: 0 }],
    ['another pass', { ...site, pass: 1 }, { ...key, first: 0 }],
    ['another site', { ...site, site: 'q.y' }, { ...key, first: 0 }],
    ['another stream', { ...site, stream: 'eval' }, { ...key, first: 0 }],
  ])('of %s', (_, spec, at) => {
    const other = noise(spec, { ...at, batch: n / 20 })
    expect(Math.abs(correlation(base, other))).toBeLessThan(0.014)
    expect(Math.abs(correlation(base.map((value) => value ** 2 - 1), other.map((value) => value ** 2 - 1)))).toBeLessThan(0.03)
  })

  test('of numbers in a row, up to 24 apart', () => {
    for (let lag = 1; lag <= 24; lag++) expect(Math.abs(correlation(base.subarray(lag), base)), `lag ${lag}`).toBeLessThan(0.014)
  })
})

describe('distribution (seed 7)', () => {
  const n = 200_000

  /** Kolmogorov and Smirnov's statistic times √n: above 1.95 in one of a thousand. */
  const distance = (values: Float32Array, cumulative: (x: number) => number) => {
    const sorted = values.slice().sort()
    let most = 0
    sorted.forEach((value, i) => {
      const expected = cumulative(value)
      most = Math.max(most, Math.abs((i + 1) / sorted.length - expected), Math.abs(i / sorted.length - expected))
    })
    return most * Math.sqrt(sorted.length)
  }
  /** Φ by its Taylor series, to about 1e-14. */
  const phi = (x: number) => {
    if (Math.abs(x) > 6) return x > 0 ? 1 : 0
    let sum = 0
    for (let k = 0, term = x; k < 120; k++, term *= (-x * x) / (2 * k)) sum += term / (2 * k + 1)
    return 0.5 + sum / Math.sqrt(2 * Math.PI)
  }

  test('of normals, all and those at each place of a block', () => {
    const values = noise(site, { ...key, first: 0, batch: n / 20 })
    expect(distance(values, phi)).toBeLessThan(1.95)
    for (let place = 0; place < 4; place++) expect(distance(values.filter((_, i) => i % 4 === place), phi), `place ${place}`).toBeLessThan(1.95)
  })

  test('of a pair\'s direction and radius', () => {
    const values = noise(site, { ...key, first: 0, batch: n / 20 })
    const pairs = Array.from({ length: n / 2 }, (_, i) => [values[2 * i]!, values[2 * i + 1]!] as const)
    expect(distance(Float32Array.from(pairs, ([a, b]) => Math.atan2(b, a) / (2 * Math.PI) + 0.5), (x) => x)).toBeLessThan(1.95)
    expect(distance(Float32Array.from(pairs, ([a, b]) => 1 - Math.exp(-(a * a + b * b) / 2)), (x) => x)).toBeLessThan(1.95)
  })

  test('of uniforms', () => {
    expect(distance(noise({ ...site, distribution: 'uniform' }, { ...key, first: 0, batch: n / 20 }), (x) => x)).toBeLessThan(1.95)
  })
})

describe('the arithmetic', () => {
  const words = Array.from({ length: 4_001 }, (_, i) => Math.min(2 ** 32 - 1, Math.round((i / 4_000) * 2 ** 32)))
  const ends = [0, 1, 2, 3, 4, 2 ** 31, 2 ** 31 - 1, 2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32 - 2 ** 25, 2 ** 32 - 2 ** 25 - 1]
  const uniform = (word: number) => ((word | 1) >>> 0) / 2 ** 32

  test('minusLog is −ln u within 1e-11, and within 1e-8 of its size', () => {
    for (const word of [...words, ...ends]) {
      const expected = word > 2 ** 31 ? -Math.log1p(uniform(word) - 1) : -Math.log(uniform(word))
      expect(Math.abs(minusLog(word) - expected)).toBeLessThan(1e-11)
      expect(Math.abs(minusLog(word) / expected - 1)).toBeLessThan(1e-8)
    }
  })

  test('normals are √(−2 ln u) at an angle, as near as a float32 can be', () => {
    const out = new Float32Array(2)
    for (const radiusWord of [0, 17, 0x40000000, 0x9e3779b9, 2 ** 32 - 1]) {
      const radius = Math.sqrt(-2 * Math.log1p(uniform(radiusWord) - 1))
      for (const word of [...words, ...ends]) {
        fillNormals(Uint32Array.of(radiusWord, word), 2, out, 0)
        const angle = Math.PI / 4 + ((Math.PI / 2) * ((word << 2) >> 2)) / 2 ** 30
        const expected = [radius * Math.cos(angle) * (word >= 2 ** 31 ? -1 : 1), radius * Math.sin(angle) * ((word & 2 ** 30) === 0 ? 1 : -1)]
        for (const i of [0, 1]) expect(Math.abs(out[i]! - expected[i]!)).toBeLessThan(1e-9 + 6e-8 * Math.abs(expected[i]!))
      }
    }
  })

  test('onCircle is (r cos θ, r sin θ), exact at the quarters', () => {
    const out = new Float32Array(2)
    for (const word of words) {
      onCircle(1.5, word, out, 0)
      expect(Math.abs(out[0]! - 1.5 * Math.cos((2 * Math.PI * word) / 2 ** 32))).toBeLessThan(2e-7)
      expect(Math.abs(out[1]! - 1.5 * Math.sin((2 * Math.PI * word) / 2 ** 32))).toBeLessThan(2e-7)
    }
    const quarters = [0, 1, 2, 3].map((quarter) => { onCircle(1, quarter * 2 ** 30, out, 0); return [...out].map((value) => value + 0) })
    expect(quarters).toEqual([[1, 0], [0, 1], [-1, 0], [0, -1]])
  })

  test('the ends: no infinities, no ones', () => {
    const out = new Float32Array(2)
    fillNormals(Uint32Array.of(0, 2 ** 32 - 2 ** 29), 2, out, 0)
    expect(Math.max(...out.map(Math.abs))).toBeCloseTo(6.66, 2)
    fillNormals(Uint32Array.of(2 ** 32 - 1, 2 ** 32 - 1), 2, out, 0)
    expect(Math.hypot(...out)).toBeCloseTo(Math.sqrt(2 ** -31), 9)
    expect(Math.fround(uniformOf(2 ** 32 - 1))).toBeLessThan(1)
  })

  test('a few numbers written down, so that a change of keying is seen', () => {
    expect(Array.from(noise().slice(0, 4), (value) => value.toFixed(5))).toMatchInlineSnapshot(`
      [
        "2.34236",
        "-0.06586",
        "1.27074",
        "-0.71010",
      ]
    `)
  })

  test('FNV-1a, and keys whose parts do not run together', () => {
    const hex = (text: string) => fnv1a64(text).map((half) => half.toString(16).padStart(8, '0')).reverse().join('')
    expect(hex('')).toBe('cbf29ce484222325')
    const slow = (text: string) => [...text].reduce((hash, c) => [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >>> 8]
      .reduce((h, byte) => ((h ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn, hash), 0xcbf29ce484222325n)
    for (const text of ['a', 'q.z', '"noise",0,"train","r",0', '−∞']) expect(hex(text)).toBe(slow(text).toString(16).padStart(16, '0'))
    expect(keyOf('a', 'bc')).not.toEqual(keyOf('ab', 'c'))
    expect(keyOf(1, 'x')).not.toEqual(keyOf('1', 'x'))
  })
})
