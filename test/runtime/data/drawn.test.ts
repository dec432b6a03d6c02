/** The sets that are painted or synthesised: `shapes`, `segments`, `scenes`, `tones`. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bind } from '../../../runtime/data/bind.ts'
import { openBuiltin } from '../../../runtime/data/builtin/builtin.ts'
import { WORDS } from '../../../runtime/data/builtin/shapes.ts'
import { parseSource } from '../../../runtime/data/source.ts'
import { sizeOfShape, type Dataset, type Table } from '../../../runtime/data/table.ts'
import { dataError, field, image28 } from './samples.ts'

const open = (text: string): Dataset => openBuiltin(parseSource(text))!
const train = (text: string): Table => open(text).splits.train!
const row = (table: Table, name: string, index: number): Float32Array => {
  const column = table.fields[name]!
  const out = new Float32Array(sizeOfShape(column.shape))
  column.read(index, out, 0)
  return out
}
const labels = (table: Table, name: string): number[] => Array.from({ length: table.rows }, (_, i) => row(table, name, i)[0]!)
const first = (text: string, name: string, rows = 50): string => {
  const hash = createHash('sha256')
  const table = train(text)
  for (let i = 0; i < rows; i++) hash.update(row(table, name, i))
  return hash.digest('hex').slice(0, 16)
}

test.each([
  ['shapes', 'image', 'aa5adf2473b5691d'],
  ['segments', 'image', '224e839232844370'],
  ['segments', 'mask', 'e2fedc599f24008f'],
  ['scenes', 'x', 'bb75e3ef5d7037f6'],
  ['scenes', 'y', '55c37b6ae0d7e6fb'],
  ['tones', 'x', 'b51fc3db36f43e96'],
])('%s, %s: the same on every machine, whatever was read before; another seed and the test split differ', (name, column, hash) => {
  expect(first(`${name}:train=50`, column)).toBe(hash)
  const backwards = train(`${name}:train=60`)
  for (let i = 59; i >= 0; i--) row(backwards, column, i)
  expect(row(backwards, column, 7)).toEqual(row(train(`${name}:train=8`), column, 7))
  expect(row(train(`${name}:seed=1`), column, 0)).not.toEqual(row(backwards, column, 0))
  expect(row(open(name).splits.test!, column, 0)).not.toEqual(row(backwards, column, 0))
})

describe('shapes', () => {
  const SHADES = [0.45, 0.95]
  const table = train('shapes:train=4000')

  test('values of every factor, and pairs of them, are equally common', () => {
    const factors = { shape: 4, size: 3, shade: 2, down: 3, across: 3 }
    const names = Object.keys(factors) as (keyof typeof factors)[]
    const values = Object.fromEntries(names.map((name) => [name, labels(table, name)]))
    for (const a of names) {
      for (const b of names) {
        for (let i = 0; i < factors[a]; i++) {
          for (let j = 0; j < factors[b]; j++) {
            if (a === b && i !== j) continue
            const share = 1 / (a === b ? factors[a] : factors[a] * factors[b])
            const found = values[a]!.filter((value, at) => value === i && values[b]![at] === j).length
            // Four standard deviations of a draw of 4000.
            expect(Math.abs(found - 4000 * share)).toBeLessThan(4 * Math.sqrt(4000 * share * (1 - share)))
          }
        }
      }
    }
  })

  test('pictures show their factors, captions tell them', () => {
    const areas = [2.835, 2.822, 2.03, 2.362]
    const radii = [2.9, 4.4, 6.2]
    for (let i = 0; i < 500; i++) {
      const image = row(table, 'image', i)
      const [shape, size, shade, down, across] = ['shape', 'size', 'shade', 'down', 'across'].map((name) => row(table, name, i)[0]!) as [
        number, number, number, number, number,
      ]
      let [mass, x, y, most] = [0, 0, 0, 0]
      image.forEach((grey, at) => {
        mass += grey
        x += grey * ((at % 28) + 0.5)
        y += grey * (Math.floor(at / 28) + 0.5)
        most = Math.max(most, grey)
      })
      // The jitter is at most half a pixel, a tenth of the area, and 0.05 of the brightness.
      expect(Math.abs(x / mass - (8.5 + 5.5 * across))).toBeLessThan(0.65)
      expect(Math.abs(y / mass - (8.5 + 5.5 * down))).toBeLessThan(0.75)
      expect(Math.abs(most / 255 - SHADES[shade]!)).toBeLessThan(0.06)
      const area = areas[shape]! * radii[size]! ** 2
      expect(mass / most / area).toBeGreaterThan(0.85)
      expect(mass / most / area).toBeLessThan(1.15)
      const caption = [...row(table, 'caption', i)].map((word) => WORDS[word]).join(' ').trim()
      const place = `${['top', '', 'bottom'][down]!} ${['left', '', 'right'][across]!}`.trim()
      const named = `a ${['small', 'medium', 'large'][size]!} ${['dim', 'bright'][shade]!} ${['circle', 'square', 'triangle', 'cross'][shape]!} ${place}`.trim()
      expect(caption).toBe(named)
    }
  })

  test('more places, and no jitter: a picture is a function of its factors', () => {
    const exact = train('shapes:places=2,jitter=0,train=1500')
    const seen = new Map<string, string>()
    for (let i = 0; i < 1500; i++) {
      const key = ['shape', 'size', 'shade', 'down', 'across'].map((name) => row(exact, name, i)[0]).join(' ')
      const picture = createHash('sha256').update(row(exact, 'image', i)).digest('hex')
      expect(seen.get(key) ?? picture).toBe(picture)
      seen.set(key, picture)
    }
    expect(seen.size).toBe(4 * 3 * 2 * 2 * 2)
    expect(new Set(seen.values()).size).toBe(seen.size)
    const eight = train('shapes:places=8,train=400')
    expect(new Set(labels(eight, 'across'))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]))
    const thirds = Array.from({ length: 400 }, (_, i) => [row(eight, 'across', i)[0]!, [...row(eight, 'caption', i)].map((word) => WORDS[word])] as const)
    for (const [across, words] of thirds) {
      expect(words.includes('left')).toBe(across < 3)
      expect(words.includes('right')).toBe(across > 4)
    }
  })

  test('fields are taken by name or type, and asked for where that is unclear', () => {
    const bound = bind(open('shapes:train=20,test=1'), [image28, field('w', 'tokens', [6], { classes: 32 }), field('y', 'label', [], { classes: 4 })])
    const out = new Float32Array(20)
    bound.train!.fields['y']!.read(Uint32Array.from({ length: 20 }, (_, i) => i), 0, 20, out)
    expect([...out]).toEqual(labels(train('shapes:train=20'), 'shape'))
    const unclear = dataError(() => bind(open('shapes'), [field('y', 'label', [], { classes: 3 })]))
    expect(unclear.message).toBe('y: label(3) could be size or down or across of shapes')
    expect(unclear.hint).toBe(
      'call the field by the column\'s name; there are image (28×28 bytes), shape (label(4)), size (label(3)), shade (label(2)), down (label(3)), across (label(3)), caption (label(15)[6])',
    )
    const short = dataError(() => bind(open('shapes'), [field('t', 'tokens', [5], { classes: 32 })]))
    expect(short.message).toContain('6 numbers')
    expect(dataError(() => bind(open('shapes'), [field('t', 'tokens', [6], { classes: 8 })])).message).toMatch(/token \d+ does not fit t: tokens\(8\)\[6\]/)
  })
})

describe('segments', () => {
  test('masks are those of the picture without noise; all classes are common', () => {
    const clean = train('segments:train=300,noise=0')
    const counts = [0, 0, 0, 0]
    let amiss = 0
    for (let i = 0; i < 300; i++) {
      const image = row(clean, 'image', i)
      const mask = row(clean, 'mask', i)
      mask.forEach((label, at) => {
        counts[label]! += 1
        // The background is darker than 0.2, forms are brighter than 0.45; pixels at an edge lie between.
        if (label === 0 ? image[at]! > 255 * 0.45 : image[at]! < 255 * 0.3) amiss++
      })
    }
    expect(amiss / (300 * 1024)).toBeLessThan(0.03)
    for (const count of counts) expect(count / (300 * 1024)).toBeGreaterThan(0.05)
    expect(counts[0]! / (300 * 1024)).toBeLessThan(0.75)
  })

  test('the noise has the deviation asked for, and the scene stays', () => {
    const [clean, noisy] = [train('segments:train=100,noise=0'), train('segments:train=100,noise=0.05')]
    let squared = 0
    let count = 0
    for (let i = 0; i < 100; i++) {
      expect(row(noisy, 'mask', i)).toEqual(row(clean, 'mask', i))
      const [a, b] = [row(clean, 'image', i), row(noisy, 'image', i)]
      // Bytes are cut at 0 and 255: look at greys between.
      a.forEach((grey, at) => {
        if (grey < 60 || grey > 195) return
        squared += ((b[at]! - grey) / 255) ** 2
        count++
      })
    }
    expect(Math.sqrt(squared / count)).toBeCloseTo(0.05, 2)
  })
})

describe('scenes', () => {
  const table = train('scenes:train=400')

  test('night and day show the same scene: the moon stands where the sun does', () => {
    let agree = 0
    for (let i = 0; i < 200; i++) {
      const [night, day] = [row(table, 'x', i), row(table, 'y', i)]
      expect(average(night)).toBeLessThan(0.6 * average(day))
      // The sun is yellow: much more red than blue. The brightest pixel of the night's sky lies in the moon.
      let best = 0
      for (let at = 0; at < 32 * 13; at++) if (night[3 * at]! > night[3 * best]!) best = at
      if (day[3 * best]! - day[3 * best + 2]! > 60) agree++
    }
    // Clouds hide some suns.
    expect(agree).toBeGreaterThan(150)
  })

  test('nights that look alike have days that do not: a copy and the mean day are both far off', () => {
    const days = Array.from({ length: 400 }, (_, i) => row(table, 'y', i))
    const mean = days[0]!.map((_, at) => days.reduce((sum, day) => sum + day[at]!, 0) / days.length)
    const far = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length / 255
    const toMean = days.reduce((sum, day) => sum + far(day, mean), 0) / 400
    const toNight = days.reduce((sum, day, i) => sum + far(day, row(table, 'x', i)), 0) / 400
    expect(toMean).toBeGreaterThan(0.05)
    expect(toNight).toBeGreaterThan(3 * toMean)
  })

  test('grey ones are the brightness of the coloured', () => {
    const [colour, grey] = [row(table, 'y', 3), row(train('scenes:grey=1,train=4'), 'y', 3)]
    grey.forEach((value, at) => {
      expect(Math.abs(value - (0.299 * colour[3 * at]! + 0.587 * colour[3 * at + 1]! + 0.114 * colour[3 * at + 2]!))).toBeLessThan(1.5)
    })
  })
})

describe('tones', () => {
  test('the loudest note sounds at its pitch: the spectrum has its peak there', () => {
    const table = train('tones:train=120')
    let right = 0
    let single = 0
    for (let i = 0; i < 120; i++) {
      if (row(table, 'notes', i)[0] !== 0) continue
      single++
      const x = row(table, 'x', i)
      let best = 0
      let most = 0
      for (let pitch = 0; pitch < 24; pitch++) {
        let [re, im] = [0, 0]
        const turn = (2 * Math.PI * 220 * 2 ** (pitch / 12)) / 8000
        x.forEach((value, t) => {
          re += value * Math.cos(turn * t)
          im += value * Math.sin(turn * t)
        })
        if (re * re + im * im > most) [best, most] = [pitch, re * re + im * im]
      }
      if (best === row(table, 'pitch', i)[0]) right++
    }
    expect(single).toBeGreaterThan(25)
    // A second harmonic may be as strong as the first and lie an octave up.
    expect(right / single).toBeGreaterThan(0.8)
  })

  test('one to three notes, all pitches, within [-1, 1], loud enough', () => {
    const table = train('tones:train=600')
    expect(new Set(labels(table, 'notes'))).toEqual(new Set([0, 1, 2]))
    expect(new Set(labels(table, 'pitch')).size).toBe(24)
    for (let i = 0; i < 600; i++) {
      const x = row(table, 'x', i)
      expect(x.every((value) => value > -1 && value < 1)).toBe(true)
      expect(x.some((value) => Math.abs(value) > 0.1)).toBe(true)
    }
  })
})

const average = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
