import { describe, expect, test } from 'vitest'
import { bind } from '../../../runtime/data/bind.ts'
import { fieldSpec, type FieldSpec } from '../../../runtime/data/field.ts'
import { arrayColumn, type Column, type Dataset } from '../../../runtime/data/table.ts'
import { dataError, field, label10 } from './samples.ts'

const dataset = (fields: Record<string, Column>): Dataset => ({
  name: 'toy',
  description: '',
  hash: '',
  splits: { train: { rows: Object.values(fields)[0]!.rows, fields }, test: null },
})
const bytes = (shape: readonly number[], data: readonly number[]): Column =>
  arrayColumn({ kind: 'bytes', shape, data: Uint8Array.from(data), file: 'pics' })
const floats = (shape: readonly number[], data: readonly number[], file = 'points.npy'): Column =>
  arrayColumn({ kind: 'float', shape, data: Float32Array.from(data), file })
const labels = (data: readonly number[]): Column => arrayColumn({ kind: 'label', shape: [], data: Uint8Array.from(data), file: 'labels' })

function read(columns: Record<string, Column>, fields: readonly FieldSpec[], name: string, rows: readonly number[]): number[] {
  const reader = bind(dataset(columns), fields).train!.fields[name]!
  const out = new Float32Array(reader.size * rows.length)
  reader.read(rows, 0, rows.length, out)
  return [...out]
}

const tiny = (more: Partial<FieldSpec> = {}): FieldSpec => field('x', 'image', [1, 2, 1], { range: [-1, 1], ...more })

describe('what readers give', () => {
  test('bytes mapped onto the declared range, rows in the order asked', () => {
    const images = bytes([1, 2], [0, 255, 51, 102])
    expect(read({ images }, [tiny()], 'x', [1, 0])).toEqual([-0.6, -0.2, -1, 1].map(Math.fround))
    expect(read({ images }, [tiny({ range: [0, 1] })], 'x', [0])).toEqual([0, 1])
    expect(read({ images }, [tiny({ range: null })], 'x', [0])).toEqual([0, 1])
  })

  test('a part of a list of rows, and integers', () => {
    const reader = bind(dataset({ labels: labels([3, 1, 4]) }), [label10]).train!.fields['y']!
    const out = new Int32Array(2)
    reader.read(Uint32Array.of(0, 2, 1), 1, 2, out)
    expect([...out]).toEqual([4, 1])
  })

  test('flat rows fill pictures', () => {
    expect(read({ images: bytes([4], [0, 255, 0, 255]) }, [field('x', 'image', [2, 2, 1], { range: [0, 1] })], 'x', [0])).toEqual([
      0, 1, 0, 1,
    ])
  })

  test('resize bilinear, also where pictures differ in size', () => {
    const images: Column = {
      kind: 'bytes',
      shape: [1, 1, 1],
      rows: 2,
      file: 'pics',
      where: (row) => `pics/${row}.png`,
      shapeOf: (row) => (row === 0 ? [1, 1, 1] : [1, 4, 1]),
      read(row, out, at) {
        ;[[255], [0, 0, 255, 255]][row]!.forEach((value, i) => (out[at + i] = value))
      },
    }
    const values = read({ images }, [tiny({ resize: 'bilinear' })], 'x', [0, 1])
    expect(values.slice(0, 2)).toEqual([1, 1])
    expect(values[2]).toBeCloseTo(-values[3]!, 6)
    expect(values[2]).toBeLessThan(-0.6)
    expect(dataError(() => bind(dataset({ images }), [tiny()]))).toMatchObject({
      row: 0,
      message: 'pics/0.png is 1×1×1, but the spec declares x: image[1, 2, 1] in [-1, 1]',
    })
  })
})

describe('which column a field takes', () => {
  const images = bytes([1, 2], [0, 255])

  test('by name before kind', () => {
    const columns = { other: floats([2], [1, 1]), x: floats([2], [2, 3]), digit: labels([1]), y: labels([7]) }
    expect(read(columns, [field('x', 'real', [2]), label10], 'x', [0])).toEqual([2, 3])
    expect(read(columns, [field('x', 'real', [2]), label10], 'y', [0])).toEqual([7])
  })

  test('by kind and order', () => {
    const columns = { labels: labels([5]), images }
    expect(read(columns, [tiny(), label10], 'y', [0])).toEqual([5])
    expect(read({ a: images, b: bytes([1, 2], [51, 51]) }, [tiny(), tiny({ name: 't' })], 't', [0])).toEqual([-0.6, -0.6].map(Math.fround))
  })

  test('single numbers side by side: by numbered names, or all that are left', () => {
    const numbered = { y: floats([], [9]), x1: floats([], [2]), x0: floats([], [1]) }
    expect(read(numbered, [field('x', 'real', [2]), label10], 'x', [0])).toEqual([2, 1])
    const named = { weight: floats([], [1]), height: floats([], [2]), label: floats([], [3]) }
    expect(read(named, [field('p', 'real', [2]), label10], 'p', [0])).toEqual([1, 2])
    expect(read(named, [field('p', 'real', [2]), label10], 'y', [0])).toEqual([3])
  })

  test('pixels written out in a CSV are bytes when they go beyond 1', () => {
    const columns = { label: floats([], [3]), p1: floats([], [0]), p2: floats([], [255]) }
    expect(read(columns, [tiny(), label10], 'x', [0])).toEqual([-1, 1])
    expect(read({ p1: floats([], [0.5]), p2: floats([], [1]) }, [tiny()], 'x', [0])).toEqual([0.5, 1])
  })

  test('a missing one is named with what there is; metrics’ fields may lack in train', () => {
    const error = dataError(() => bind(dataset({ images }), [tiny(), label10]))
    expect(error.message).toBe('the train split of toy has no labels for y: label(10)')
    expect(error.hint).toContain('it has images (1×2 bytes)')
    const bound = bind(dataset({ images }), [tiny(), { ...label10, evaluationOnly: true }])
    expect(Object.keys(bound.train!.fields)).toEqual(['x'])
    const tested = { ...dataset({ images }), splits: { train: null, test: { rows: 1, fields: { images } } } }
    expect(() => bind(tested, [tiny(), { ...label10, evaluationOnly: true }])).toThrow('the test split of toy has no labels')
  })
})

test('maps of labels are found like pictures', () => {
  const columns = { images: bytes([1, 2], [9, 9]), masks: bytes([1, 2], [0, 1]) }
  expect(read(columns, [tiny(), field('m', 'label', [1, 2], { classes: 2 })], 'm', [0])).toEqual([0, 1])
})

describe('checks name the file and the row', () => {
  test('labels out of range', () => {
    const error = dataError(() => bind(dataset({ labels: labels([0, 9, 10]) }), [label10]))
    expect(error.message).toBe('labels, row 2: label 10 does not fit y: label(10)')
    expect(error).toMatchObject({ file: 'labels', row: 2, hint: 'labels count from 0: subtract 1, or declare y: label(11)' })
    expect(dataError(() => bind(dataset({ y: floats([], [0.5]) }), [label10])).message).toBe(
      'points.npy, row 0: label 0.5 does not fit y: label(10)',
    )
  })

  test('too many classes, words for numbers', () => {
    const words = arrayColumn({ kind: 'label', shape: [], data: [0, 1, 2], file: 'a.csv', classes: ['ash', 'elm', 'oak'], range: [0, 2] })
    expect(dataError(() => bind(dataset({ words }), [field('y', 'label', [], { classes: 2 })])).message).toBe(
      'a.csv has 3 classes (ash, elm, oak), but the spec declares y: label(2)',
    )
    expect(dataError(() => bind(dataset({ x: words }), [field('x', 'real', [])])).hint).toBe('declare x: label(3)')
  })

  test('numbers outside the range, and none at all', () => {
    const outside = dataError(() => bind(dataset({ x: floats([1, 2], [0, 0.5, 0.5, 128]) }), [tiny({ range: [0, 1] })]))
    expect(outside.message).toBe('points.npy, row 1, number 1: 128 lies outside x: image[1, 2, 1] in [0, 1]')
    expect(outside.hint).toContain('uint8')
    expect(dataError(() => bind(dataset({ x: floats([2], [0, NaN]) }), [field('x', 'real', [2])])).message).toBe(
      'points.npy, row 0, number 1: NaN where x: real[2] needs a finite number',
    )
    expect(dataError(() => bind(dataset({ x: bytes([2], [1, 2]) }), [field('x', 'real', [2])])).hint).toContain('real[2] in [0, 1]')
  })

  test('shapes', () => {
    const wrong = dataError(() => bind(dataset({ images: bytes([2, 2], [1, 2, 3, 4]) }), [tiny()]))
    expect(wrong.message).toBe('pics, row 0 is 2×2, but the spec declares x: image[1, 2, 1] in [-1, 1]')
    expect(wrong.hint).toContain('declare image[2, 2, 1]')
    const channels = field('x', 'image', [4, 4, 3], { range: [0, 1] })
    expect(dataError(() => bind(dataset({ x: bytes([3, 4, 4], new Array<number>(48).fill(0)) }), [channels])).hint).toContain(
      'channels come last',
    )
    expect(dataError(() => bind(dataset({ x: bytes([4, 4], new Array<number>(16).fill(0)) }), [channels])).hint).toContain(
      '1 channel: declare image[4, 4, 1]',
    )
    expect(dataError(() => bind(dataset({ points: floats([2], [1, 2]) }), [channels])).hint).toContain('no pictures')
  })
})

test('the field of a compiled model', () => {
  const span = { start: 0, end: 0 }
  const type = { shape: [{ size: 28 }, { size: 28 }, { size: 1 }], range: [0, 1] as const, per: 'sample' as const, coupled: false }
  expect(fieldSpec({ name: 'x', type: { ...type, kind: { name: 'image' } }, resize: 'bilinear', evaluationOnly: false, span })).toEqual(
    field('x', 'image', [28, 28, 1], { range: [0, 1], resize: 'bilinear' }),
  )
  expect(
    fieldSpec({
      name: 'y',
      type: { ...type, shape: [], range: [0, 9], kind: { name: 'label', classes: 10 } },
      resize: null,
      evaluationOnly: true,
      span,
    }),
  ).toEqual({ ...label10, evaluationOnly: true })
})
