import { encode as encodePng } from 'fast-png'
import { encode as encodeJpeg } from 'jpeg-js'
import { describe, expect, test } from 'vitest'
import { parseImageFolder, type PictureFile } from '../../../runtime/data/imageFolder.ts'
import { decodePicture, pictureSize } from '../../../runtime/data/picture.ts'
import { dataError } from './samples.ts'

const png = (width: number, height: number, channels: number, data: readonly number[]): Uint8Array =>
  encodePng({ width, height, channels, depth: 8, data: Uint8Array.from(data) })

const picture = (path: string, bytes: Uint8Array): PictureFile => ({ path, file: `pics/${path}`, read: () => bytes })
const grey = (value: number): Uint8Array => png(2, 1, 1, [value, 0])

describe('decoding', () => {
  test('grey, colour, transparency dropped, 16 bits', () => {
    expect(pictureSize(png(3, 2, 1, [1, 2, 3, 4, 5, 6]), 'a.png')).toEqual({ width: 3, height: 2, channels: 1 })
    expect([...decodePicture(png(2, 1, 1, [9, 200]), 'a.png', 1)]).toEqual([9, 200])
    expect([...decodePicture(png(2, 1, 1, [9, 200]), 'a.png', 3)]).toEqual([9, 9, 9, 200, 200, 200])
    expect([...decodePicture(png(1, 1, 4, [1, 2, 3, 128]), 'a.png', 3)]).toEqual([1, 2, 3])
    const deep = encodePng({ width: 1, height: 1, channels: 1, depth: 16, data: Uint16Array.of(0xabcd) })
    expect([...decodePicture(deep, 'a.png', 1)]).toEqual([0xab])
  })

  test('JPEG', () => {
    const bytes = new Uint8Array(encodeJpeg({ width: 8, height: 4, data: new Uint8Array(8 * 4 * 4).fill(200) }, 95).data)
    expect(pictureSize(bytes, 'a.jpg')).toEqual({ width: 8, height: 4, channels: 3 })
    const pixels = decodePicture(bytes, 'a.jpg', 3)
    expect(pixels).toHaveLength(96)
    expect(pixels.every((value) => Math.abs(value - 200) <= 2)).toBe(true)
  })

  test('what is no picture, or half of one', () => {
    expect(dataError(() => pictureSize(new TextEncoder().encode('hello'), 'a.png')).message).toBe(
      'a.png is not a PNG or JPEG picture, whatever its name says',
    )
    expect(dataError(() => pictureSize(grey(1).subarray(0, 50), 'a.png')).message).toBe('a.png is cut short or damaged')
    expect(dataError(() => pictureSize(new Uint8Array(0), 'a.png')).message).toBe('a.png is empty')
    const damaged = grey(1)
    damaged.fill(0xee, 41, 47)
    expect(dataError(() => decodePicture(damaged, 'a.png', 1))).toMatchObject({ file: 'a.png' })
  })
})

describe('folders', () => {
  const read = (column: { read(row: number, out: Float32Array, at: number): void }, row: number, size: number): number[] => {
    const out = new Float32Array(size)
    column.read(row, out, 0)
    return [...out]
  }

  test('one sub-folder a class, in the order of their names', () => {
    const { train, test: other } = parseImageFolder(
      [picture('dog/1.png', grey(2)), picture('cat/1.png', grey(1)), picture('cat/2.png', grey(3))],
      'pics',
    )
    expect(other).toBeNull()
    expect(train).toMatchObject({ rows: 3, fields: { labels: { classes: ['cat', 'dog'] }, images: { shape: [1, 2, 1] } } })
    expect([0, 1, 2].map((row) => read(train!.fields['labels']!, row, 1)[0])).toEqual([0, 0, 1])
    expect(read(train!.fields['images']!, 2, 2)).toEqual([2, 0])
    expect(train!.fields['images']!.where(1)).toBe('pics/cat/2.png')
  })

  test('train and test, classes called by numbers, no labels at all', () => {
    const numbered = parseImageFolder(
      [picture('train/3/a.png', grey(1)), picture('train/7/a.png', grey(1)), picture('test/7/b.png', grey(1))],
      'pics',
    )
    expect(read(numbered.train!.fields['labels']!, 1, 1)).toEqual([7])
    expect(read(numbered.test!.fields['labels']!, 0, 1)).toEqual([7])
    expect(Object.keys(parseImageFolder([picture('a.png', grey(1))], 'pics').train!.fields)).toEqual(['images'])
  })

  test('grey pictures among coloured ones are read as coloured', () => {
    const { train } = parseImageFolder([picture('a.png', grey(5)), picture('b.png', png(2, 1, 3, [1, 2, 3, 4, 5, 6]))], 'pics')
    expect(train!.fields['images']!.shape).toEqual([1, 2, 3])
    expect(read(train!.fields['images']!, 0, 6)).toEqual([5, 5, 5, 0, 0, 0])
  })

  test('mistakes', () => {
    expect(dataError(() => parseImageFolder([], 'pics')).message).toBe('pics has no pictures')
    expect(dataError(() => parseImageFolder([picture('cat/1.png', grey(1)), picture('2.png', grey(1))], 'pics')).message).toBe(
      'pics has pictures in class folders (cat/1.png) and beside them (2.png)',
    )
    expect(dataError(() => parseImageFolder([picture('a/b/c.png', grey(1))], 'pics')).message).toContain('pics/a/b/c.png lies too deep')
  })
})
