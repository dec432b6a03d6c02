import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openBuiltin } from '../../../runtime/data/builtin/builtin.ts'
import { digitsTable } from '../../../runtime/data/builtin/digits.ts'
import { BLOB_MAP, CLOUDS } from '../../../runtime/data/builtin/points.ts'
import { parseSource } from '../../../runtime/data/source.ts'
import type { Dataset, Table } from '../../../runtime/data/table.ts'
import { dataError } from './samples.ts'

const open = (text: string): Dataset => openBuiltin(parseSource(text))!
const numbersOf = (table: Table, name: string): number[] => {
  const out = new Float32Array(table.rows)
  for (let row = 0; row < table.rows; row++) table.fields[name]!.read(row, out, row)
  return [...out]
}
const labelsOf = (table: Table): number[] => numbersOf(table, 'labels')
const pixelsOf = (table: Table, rows: number): Uint8Array => {
  const out = new Float32Array(784 * rows)
  for (let row = 0; row < rows; row++) table.fields['images']!.read(row, out, 784 * row)
  return Uint8Array.from(out)
}

describe('digits', () => {
  test('60,000 train and 10,000 test, 28×28 bytes', () => {
    const { splits, description } = open('digits')
    expect(splits.train).toMatchObject({ rows: 60_000, fields: { images: { kind: 'bytes', shape: [28, 28] }, labels: { kind: 'label' } } })
    expect(splits.test!.rows).toBe(10_000)
    expect(description).toContain('60,000 train, 10,000 test')
  })

  test('a row does not depend on which rows were drawn before, nor on how many there are', () => {
    const many = digitsTable({ rows: 300, split: 'train', seed: 0 })
    const few = digitsTable({ rows: 10, split: 'train', seed: 0 })
    const out = new Float32Array(784)
    for (const row of [9, 0, 5]) {
      few.fields['images']!.read(row, out, 0)
      expect(Uint8Array.from(out)).toEqual(pixelsOf(many, 10).subarray(784 * row, 784 * row + 784))
    }
    expect(pixelsOf(digitsTable({ rows: 2, split: 'test', seed: 0 }), 2)).not.toEqual(pixelsOf(many, 2))
    expect(pixelsOf(digitsTable({ rows: 2, split: 'train', seed: 1 }), 2)).not.toEqual(pixelsOf(many, 2))
  })

  test('the same bytes on every machine', () => {
    const bytes = pixelsOf(digitsTable({ rows: 200, split: 'train', seed: 0 }), 200)
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toMatchInlineSnapshot(`"d463f5564c308821"`)
  })

  test('ten classes alike in number, ink like handwriting’s, nothing at the rim', () => {
    const table = digitsTable({ rows: 5_000, split: 'train', seed: 0 })
    const counts = new Array<number>(10).fill(0)
    for (const label of labelsOf(table)) counts[label]! += 1
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(90)
    const pixels = pixelsOf(table, 1_000)
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length / 255
    expect(mean).toBeGreaterThan(0.11)
    expect(mean).toBeLessThan(0.15)
    for (let row = 0; row < 1_000; row++) {
      const picture = pixels.subarray(784 * row, 784 * row + 784)
      expect(Math.max(...picture)).toBeGreaterThan(200)
      expect(Math.max(...picture.subarray(0, 28), ...picture.subarray(756))).toBe(0)
    }
  })

  test('thick and slant say of the ink what they are called', () => {
    const table = digitsTable({ rows: 3_000, split: 'train', seed: 0 })
    const pixels = pixelsOf(table, 3_000)
    const [thick, slant] = [numbersOf(table, 'thick'), numbersOf(table, 'slant')]
    // Ink for the pen, and how far right ink goes with how far up for the slant, of ones alone, whose shape says nothing else.
    const labels = labelsOf(table)
    const ink = [0, 0, 0]
    const lean = [0, 0, 0]
    const count = [0, 0, 0]
    const ones = [0, 0, 0]
    for (let row = 0; row < 3_000; row++) {
      count[thick[row]!]! += 1
      let [mass, sx, sy, sxy, syy] = [0, 0, 0, 0, 0]
      for (let i = 0; i < 784; i++) {
        const [w, x, y] = [pixels[784 * row + i]!, i % 28, Math.floor(i / 28)]
        mass += w
        sx += w * x
        sy += w * y
        sxy += w * x * y
        syy += w * y * y
      }
      ink[thick[row]!]! += mass
      if (labels[row] !== 1) continue
      ones[slant[row]!]! += 1
      lean[slant[row]!]! += -(sxy - (sx * sy) / mass) / (syy - (sy * sy) / mass)
    }
    for (const n of count) expect(Math.abs(n - 1_000)).toBeLessThan(100)
    const means = ink.map((sum, i) => sum / count[i]!)
    expect(means[1]! / means[0]!).toBeGreaterThan(1.15)
    expect(means[2]! / means[1]!).toBeGreaterThan(1.15)
    const leans = lean.map((sum, i) => sum / ones[i]!)
    expect(leans[1]! - leans[0]!).toBeGreaterThan(0.1)
    expect(leans[2]! - leans[1]!).toBeGreaterThan(0.1)
  })

  test('digits are told apart by the nearest of 1,500 others nine times in ten', () => {
    const train = digitsTable({ rows: 1_500, split: 'train', seed: 0 })
    const other = digitsTable({ rows: 150, split: 'test', seed: 0 })
    const [known, asked] = [pixelsOf(train, 1_500), pixelsOf(other, 150)]
    const [knownLabels, askedLabels] = [labelsOf(train), labelsOf(other)]
    const right = askedLabels.filter((label, row) => {
      let best = Infinity
      let guess = -1
      for (let k = 0; k < 1_500; k++) {
        let distance = 0
        for (let i = 0; i < 784 && distance < best; i++) distance += (known[784 * k + i]! - asked[784 * row + i]!) ** 2
        if (distance < best) [best, guess] = [distance, knownLabels[k]!]
      }
      return guess === label
    }).length
    expect(right / 150).toBeGreaterThan(0.9)
  })
})

describe('points', () => {
  const points = (table: Table, size: number): number[][] =>
    Array.from({ length: table.rows }, (_, row) => {
      const out = new Float32Array(size)
      table.fields['points']!.read(row, out, 0)
      return [...out]
    })

  test('ring8: eight modes on the unit circle, sigma around each', () => {
    const { train, test: held } = open('ring8:train=8000').splits
    expect(held!.rows).toBe(10_000)
    const labels = labelsOf(train!)
    let squared = 0
    points(train!, 2).forEach(([x, y], row) => {
      const angle = (2 * Math.PI * labels[row]!) / 8
      squared += (x! - Math.cos(angle)) ** 2 + (y! - Math.sin(angle)) ** 2
    })
    expect(Math.sqrt(squared / 16_000)).toBeCloseTo(0.05, 3)
    for (let mode = 0; mode < 8; mode++) expect(Math.abs(labels.filter((label) => label === mode).length - 1_000)).toBeLessThan(120)
  })

  test('ring8:sigma=0 has exact modes', () => {
    const rows = points(open('ring8:sigma=0,train=50').splits.train!, 2)
    for (const [x, y] of rows) expect(x! ** 2 + y! ** 2).toBeCloseTo(1, 6)
  })

  test('turned-blobs are other points of blobs, turned by 40°, 1.5 times as large, and shifted', () => {
    const middles = (name: string): number[][] => {
      const { train } = open(`${name}:train=3000`).splits
      const labels = labelsOf(train!)
      const sums = [0, 1, 2].map(() => [0, 0, 0])
      points(train!, 2).forEach(([x, y], row) => {
        const sum = sums[labels[row]!]!
        sum[0]! += x!
        sum[1]! += y!
        sum[2]! += 1
      })
      return sums.map(([x, y, n]) => [x! / n!, y! / n!, n!])
    }
    const angle = (40 * Math.PI) / 180
    expect(BLOB_MAP.cosine).toBeCloseTo(Math.cos(angle), 14)
    expect(BLOB_MAP.sine).toBeCloseTo(Math.sin(angle), 14)
    const turned = middles('turned-blobs')
    const tolerance = (4 * 1.5 * 0.15) / Math.sqrt(600)
    middles('blobs').forEach(([x, y, n], blob) => {
      expect(Math.abs(turned[blob]![0]! - (1.5 * (Math.cos(angle) * x! - Math.sin(angle) * y!) + 0.5))).toBeLessThan(2 * tolerance)
      expect(Math.abs(turned[blob]![1]! - (1.5 * (Math.sin(angle) * x! + Math.cos(angle) * y!) - 0.25))).toBeLessThan(2 * tolerance)
      expect(Math.abs(n! - 3_000 * [0.5, 0.3, 0.2][blob]!)).toBeLessThan(120)
    })
    const first = (name: string): number[] => points(open(`${name}:train=1,sigma=0`).splits.train!, 2)[0]!
    expect([first('blobs'), first('turned-blobs')].flat().every(Number.isFinite)).toBe(true)
  })

  test.each(CLOUDS.map(({ name }) => name))('%s: finite, seeded, labelled', (name) => {
    const { train } = open(`${name}:train=200,test=0`).splits
    const size = train!.fields['points']!.shape[0]!
    expect(points(train!, size).flat().every(Number.isFinite)).toBe(true)
    expect(points(open(`${name}:train=200,test=0,seed=1`).splits.train!, size)).not.toEqual(points(train!, size))
    const [, high] = train!.fields['labels']!.range!
    expect(new Set(labelsOf(train!)).size).toBe(high + 1)
  })
})

describe('options', () => {
  test('sources', () => {
    expect(parseSource('ring8:sigma=0.01,seed=2')).toEqual({ path: 'ring8', options: { sigma: '0.01', seed: '2' } })
    expect(parseSource('C:\\data\\mnist')).toEqual({ path: 'C:\\data\\mnist', options: {} })
    expect(parseSource('a:b/c.csv:test=0.2')).toEqual({ path: 'a:b/c.csv', options: { test: '0.2' } })
  })

  test('the hash knows them', () => {
    expect(open('ring8').hash).not.toBe(open('ring8:sigma=0.01').hash)
    expect(open('ring8').hash).toBe(open('ring8:sigma=0.05').hash)
  })

  test('mistakes', () => {
    expect(dataError(() => open('ring8:sgma=1')).message).toBe('ring8 has no option sgma')
    expect(dataError(() => open('digits:train=-1')).message).toBe('digits:train=-1 is not a whole number from 0')
    expect(dataError(() => open('shapes:places=0')).message).toBe('shapes:places=0 is not a whole number from 1 to 64')
    expect(dataError(() => open('ring8:sigma=big')).message).toBe('ring8:sigma=big is not a number from 0')
    expect(openBuiltin(parseSource('nothing'))).toBeNull()
  })
})
