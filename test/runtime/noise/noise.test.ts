import { describe, expect, test } from 'vitest'
import type { NoiseSpec } from '../../../compiler/graph/graph.ts'
import { fnv1a64, keyOf } from '../../../runtime/noise/key.ts'
import { fillNoise, noiseLength, type NoiseKey } from '../../../runtime/noise/noise.ts'
import { boxMuller, minusTwoLog, uniformOf } from '../../../runtime/noise/normal.ts'

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

describe('the arithmetic', () => {
  const words = Array.from({ length: 4_001 }, (_, i) => Math.min(2 ** 32 - 1, Math.round((i / 4_000) * 2 ** 32)))

  test('minusTwoLog is −2 ln u within 1e-9', () => {
    for (const word of [...words, 1, 2, 3, 2 ** 32 - 2, 2 ** 31, 2 ** 31 - 1]) {
      const expected = -2 * Math.log((word + 0.5) / 2 ** 32)
      expect(Math.abs(minusTwoLog(word) - expected)).toBeLessThan(1e-9)
    }
  })

  test('boxMuller is (r cos θ, r sin θ)', () => {
    const out = new Float32Array(2)
    for (const word of words) {
      boxMuller(0x40000000, word, out, 0)
      const r = Math.sqrt(-2 * Math.log((0x40000000 + 0.5) / 2 ** 32))
      const angle = (2 * Math.PI * word) / 2 ** 32
      expect(Math.abs(out[0]! - r * Math.cos(angle))).toBeLessThan(2e-7)
      expect(Math.abs(out[1]! - r * Math.sin(angle))).toBeLessThan(2e-7)
    }
  })

  test('the ends: no infinities, no ones', () => {
    const out = new Float32Array(2)
    boxMuller(0, 0, out, 0)
    expect(out[0]).toBeCloseTo(6.764, 2)
    boxMuller(2 ** 32 - 1, 2 ** 32 - 1, out, 0)
    expect(Number.isFinite(out[0]!) && Number.isFinite(out[1]!)).toBe(true)
    expect(Math.fround(uniformOf(2 ** 32 - 1))).toBeLessThan(1)
  })

  test('a few numbers written down, so that a change of keying is seen', () => {
    expect(Array.from(noise().slice(0, 4), (value) => value.toFixed(5))).toMatchInlineSnapshot(`
      [
        "-1.29884",
        "-0.36309",
        "0.09907",
        "-1.30570",
      ]
    `)
  })

  test('FNV-1a, and keys whose parts do not run together', () => {
    expect(fnv1a64('').toString(16)).toBe('cbf29ce484222325')
    expect(keyOf('a', 'bc')).not.toEqual(keyOf('ab', 'c'))
    expect(keyOf(1, 'x')).not.toEqual(keyOf('1', 'x'))
  })
})
