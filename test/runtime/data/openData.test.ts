import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { createHash } from 'node:crypto'
import { encode as encodePng } from 'fast-png'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { bind } from '../../../runtime/data/bind.ts'
import { openData } from '../../../runtime/node/openData.ts'
import { bytesOf, dataError, field, idx, image28, label10, npy, sharedData, temporaryFolder } from './samples.ts'

const root = temporaryFolder()
const put = (path: string, content: Uint8Array | string): void => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), content)
}
const open = (source: string, environment = {}) =>
  openData(source, { cwd: root, environment: { GENC_DATA: join(root, 'cache'), ...environment } })

const images = (rows: number) =>
  idx(
    [rows, 2, 2],
    Array.from({ length: 4 * rows }, (_, i) => i % 256),
  )
const labels = (rows: number) =>
  idx(
    [rows],
    Array.from({ length: rows }, (_, i) => i % 10),
  )

describe('IDX folders', () => {
  put('idx/train-images-idx3-ubyte.gz', gzipSync(images(12)))
  put('idx/train-labels-idx1-ubyte', labels(12))
  put('idx/t10k-images-idx3-ubyte', images(3))
  put('idx/t10k-labels-idx1-ubyte.gz', gzipSync(labels(3)))

  test('zipped and not', () => {
    const data = open('idx')
    expect(data).toMatchObject({ name: 'idx', description: 'IDX files in idx: 12 train, 3 test' })
    expect(Object.keys(data.splits.train!.fields).sort()).toEqual(['images', 'labels'])
    expect(() => bind(data, [field('x', 'image', [2, 2, 1], { range: [0, 1] }), label10])).not.toThrow()
  })

  test('the hash is of the contents: zipping changes nothing, a byte does', () => {
    put('same/train-images-idx3-ubyte', images(12))
    put('zipped/train-images-idx3-ubyte.gz', gzipSync(images(12)))
    const other = images(12)
    other[20]! ^= 1
    put('other/train-images-idx3-ubyte', other)
    expect(open('zipped').hash).toBe(open('same').hash)
    expect(open('other').hash).not.toBe(open('same').hash)
  })

  test('a truncated .gz, a damaged one, a file that is not IDX, labels that do not fit', () => {
    put('cut/train-images-idx3-ubyte.gz', gzipSync(images(5_000)).subarray(0, 60))
    expect(dataError(() => open('cut')).message).toBe(
      `${join('cut', 'train-images-idx3-ubyte.gz')} is cut short: its gzip stream ends in the middle`,
    )
    const damaged = gzipSync(images(50))
    damaged[damaged.length - 6]! ^= 0xff
    put('damaged/train-images-idx3-ubyte.gz', damaged)
    expect(dataError(() => open('damaged')).message).toContain('is damaged')
    put('text/train-images-idx3-ubyte', 'these are not the digits')
    expect(dataError(() => open('text')).message).toContain('is not an IDX file: it begins with 74 68 65 73, which is text')
    put('short/train-images-idx3-ubyte', images(4))
    put('short/train-labels-idx1-ubyte', labels(3))
    expect(dataError(() => open('short')).message).toContain('has 4 rows')
  })

  test('one IDX file gives a tenth of its rows to the test split', () => {
    const data = open('idx/train-labels-idx1-ubyte')
    expect([data.splits.train!.rows, data.splits.test!.rows]).toEqual([11, 1])
    expect(data.splits.test!.fields['labels']!.where(0)).toMatch(/^idx\/train-labels-idx1-ubyte, row \d+$/)
  })
})

describe('CSV and NumPy files', () => {
  put('points.csv', `x0,x1\n${Array.from({ length: 20 }, (_, i) => `${i},${-i}`).join('\n')}\n`)
  put('pair/train.csv', 'x\n1\n2\n')
  put('pair/test.csv', 'x\n3\n')
  put('points.npy', npy('<f4', [20, 2], bytesOf(Float32Array.from({ length: 40 }, (_, i) => i))))
  put('both.npz', zipSync({ 'x_train.npy': npy('|u1', [2, 1], Uint8Array.of(1, 2)), 'x_test.npy': npy('|u1', [1, 1], Uint8Array.of(1)) }))

  test('rows go to train and test', () => {
    const rows = (source: string) => {
      const { train, test: held } = open(source).splits
      return [train?.rows ?? null, held?.rows ?? null]
    }
    expect(rows('points.csv')).toEqual([18, 2])
    expect(rows('points.csv:test=0.25')).toEqual([15, 5])
    expect(rows('points.csv:test=0')).toEqual([20, null])
    expect(rows('pair')).toEqual([2, 1])
    expect(rows('points.npy')).toEqual([18, 2])
    expect(rows('both.npz')).toEqual([2, 1])
    expect(open('points.csv:test=0.25').hash).not.toBe(open('points.csv').hash)
  })

  const column = (source: string, split: 'train' | 'test'): number[] => {
    const table = bind(open(source), [field('x', 'real', [2])])[split]!
    const out = new Float32Array(2 * table.rows)
    table.fields['x']!.read(Uint32Array.from({ length: table.rows }, (_, row) => row), 0, table.rows, out)
    for (let i = 0; i < out.length; i += 2) expect(out[i + 1]! + out[i]!).toBe(0)
    return [...out].filter((_, i) => i % 2 === 0)
  }

  test('held-out rows are the file’s, each in one split, in order, and the same every time', () => {
    const [rest, held] = [column('points.csv', 'train'), column('points.csv', 'test')]
    for (const rows of [rest, held]) expect(rows).toEqual([...rows].sort((a, b) => a - b))
    expect([...rest, ...held].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i))
    expect(column('points.csv', 'test')).toEqual(held)
  })

  test.each([2, 10])('a file where %i classes take turns gives all of them to both splits', (classes) => {
    put('turns.csv', `x\n${Array.from({ length: 4000 }, (_, i) => i % classes).join('\n')}\n`)
    const bound = bind(open('turns.csv'), [field('x', 'real', [1])]).test!
    const out = new Float32Array(bound.rows)
    bound.fields['x']!.read(Uint32Array.from({ length: bound.rows }, (_, row) => row), 0, bound.rows, out)
    expect(bound.rows).toBe(400)
    // Three standard deviations of a draw of 400.
    const spread = 3 * Math.sqrt(400 * (1 / classes) * (1 - 1 / classes))
    for (let y = 0; y < classes; y++) expect(Math.abs(out.filter((value) => value === y).length - 400 / classes)).toBeLessThan(spread)
  })

  test('mistakes', () => {
    expect(dataError(() => open('points.csv:test=2')).message).toBe('test=2 is not a share from 0 to 0.5')
    expect(dataError(() => open('points.csv:tset=0.2')).message).toBe('files have no option tset')
    expect(dataError(() => open('both.npz:test=0.2')).message).toBe('both.npz has a test split of its own')
    put('latin.csv', Uint8Array.of(0x78, 0x0a, 0xe9, 0x0a))
    expect(dataError(() => open('latin.csv')).message).toBe('latin.csv is not text in UTF-8')
    put('empty.csv', '')
    expect(dataError(() => open('empty.csv')).message).toBe('empty.csv is empty')
    put('single.png', Uint8Array.of(1))
    expect(dataError(() => open('single.png')).message).toBe('single.png is a single picture')
  })
})

describe('folders of pictures', () => {
  const png = (value: number) => encodePng({ width: 2, height: 2, channels: 1, depth: 8, data: Uint8Array.of(value, 0, 0, 255) })
  put('pets/train/cat/1.png', png(1))
  put('pets/train/dog/1.png', png(2))
  put('pets/test/dog/2.png', png(3))
  put('pets/.DS_Store', 'x')

  test('are read, hashed, and bound', () => {
    const data = open('pets')
    expect(data.description).toBe('pictures in pets: 2 train, 1 test')
    const bound = bind(data, [field('x', 'image', [2, 2, 1], { range: [0, 1] }), field('y', 'label', [], { classes: 2 })])
    const out = new Float32Array(1)
    bound.test!.fields['y']!.read([0], 0, 1, out)
    expect(out[0]).toBe(1)
    expect(data.hash).toMatch(/^sha256\/[0-9a-f]{64}$/)
  })
})

describe('names', () => {
  test('a known name is looked for in the data folder, and its files are asked for by name', () => {
    const error = dataError(() => open('mnist'))
    expect(error.message).toBe(`mnist is not in the data folder ${join(root, 'cache')}`)
    expect(error.hint).toContain('  train-images-idx3-ubyte.gz\n  train-labels-idx1-ubyte.gz\n')
    put('cache/mnist/train-images-idx3-ubyte', images(2))
    expect(dataError(() => open('mnist')).message).toContain('(1 of 4 files are there)')
    put('cache/mnist/train-labels-idx1-ubyte', labels(2))
    put('cache/mnist/t10k-images-idx3-ubyte', images(1))
    put('cache/mnist/t10k-labels-idx1-ubyte', labels(1))
    expect(open('mnist')).toMatchObject({ name: 'mnist', description: 'IDX files in mnist: 2 train, 1 test' })
  })

  test('near misses of names and files', () => {
    expect(dataError(() => open('digit')).hint).toBe('did you mean digits?')
    expect(dataError(() => open('fashon-mnist')).hint).toBe('did you mean fashion-mnist?')
    put('flowers.csv', 'x\n1\n')
    expect(dataError(() => open('flower.csv')).hint).toBe('did you mean flowers.csv?')
    expect(dataError(() => open('nowhere/at/all')).hint).toContain('does not exist either')
  })

  test('an empty folder and one of other things', () => {
    mkdirSync(join(root, 'void'))
    expect(dataError(() => open('void')).message).toBe('void is an empty folder')
    put('things/a.csv', 'x\n1\n')
    expect(dataError(() => open('things')).hint).toBe(`name the file itself: --data ${join('things', 'a.csv')}`)
  })
})

describe('real data', () => {
  const mnist = sharedData('mnist')
  const usps = sharedData('usps')

  test('MNIST: counts, the well-known checksum of the test pictures, the mean grey', () => {
    if (mnist === null) return
    const data = openData(mnist)
    expect([data.splits.train!.rows, data.splits.test!.rows]).toEqual([60_000, 10_000])
    const reader = bind(data, [image28, label10])
    const pixels = data.splits.test!.fields['images']!
    const md5 = createHash('md5').update(Uint8Array.of(0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28))
    const row = new Float32Array(784)
    for (let i = 0; i < 10_000; i++) {
      pixels.read(i, row, 0)
      md5.update(Uint8Array.from(row))
    }
    expect(md5.digest('hex')).toBe('2646ac647ad5339dbf082846283269ea')
    const out = new Float32Array(784 * 2_000)
    reader.train!.fields['x']!.read(
      Array.from({ length: 2_000 }, (_, i) => i),
      0,
      2_000,
      out,
    )
    expect(out.reduce((sum, value) => sum + value, 0) / out.length).toBeCloseTo(0.1307, 2)
    const first = new Int32Array(5)
    reader.train!.fields['y']!.read([0, 1, 2, 3, 4], 0, 5, first)
    expect([...first]).toEqual([5, 0, 4, 1, 9])
  })

  test('USPS: 16×16, refused as 28×28 unless resized', () => {
    if (usps === null) return
    const data = openData(usps)
    expect([data.splits.train!.rows, data.splits.test!.rows]).toEqual([7_291, 2_007])
    expect(dataError(() => bind(data, [image28, label10])).hint).toContain('resize bilinear')
    const reader = bind(data, [{ ...image28, resize: 'bilinear' }, label10]).train!.fields['x']!
    const small = bind(data, [field('x', 'image', [16, 16, 1], { range: [0, 1] })]).train!.fields['x']!
    const [large, original] = [new Float32Array(784), new Float32Array(256)]
    reader.read([0], 0, 1, large)
    small.read([0], 0, 1, original)
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(large)).toBeCloseTo(mean(original), 1)
    expect(Math.max(...large)).toBeLessThanOrEqual(1)
  })
})
