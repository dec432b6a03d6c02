import { describe, expect, test } from 'vitest'
import { defaultData } from '../../../runtime/data/builtin/default.ts'
import type { FieldSpec } from '../../../runtime/data/field.ts'
import { field, image28, label10 } from './samples.ts'

const alone = (...fields: readonly FieldSpec[]): string | null => defaultData('data', fields, []).source
const label = (name: string, classes: number): FieldSpec => field(name, 'label', [], { classes })
const picture = (size: number, channels = 1): FieldSpec => field('x', 'image', [size, size, channels], { range: [0, 1] })
const point = field('x', 'real', [2])

describe('the only data set of a spec', () => {
  test.each<[string, readonly FieldSpec[], string | null]>([
    ['28×28 pictures', [image28], 'digits'],
    ['with ten labels', [image28, label10], 'digits'],
    ['with the hand', [image28, label10, label('thick', 3), label('slant', 3)], 'digits'],
    ['resized', [field('x', 'image', [32, 32, 1], { resize: 'bilinear' })], 'digits'],
    ['with four labels', [image28, label('y', 4)], 'shapes'],
    ['with factors by name', [image28, label('shape', 4), label('size', 3), label('across', 3)], 'shapes'],
    ['with a caption', [{ ...image28, range: [-1, 1] }, field('t', 'tokens', [6], { classes: 32 })], 'shapes'],
    ['a caption alone', [field('w', 'tokens', [6], { classes: 32 })], 'shapes'],
    ['points in the plane', [point], 'ring8'],
    ['with as many classes', [point, label('y', 25)], 'grid25'],
    ['points in space', [field('x', 'real', [3])], 'swissroll'],
    ['with a class for each pixel', [picture(32), field('m', 'label', [32, 32], { classes: 4 })], 'segments'],
    ['two pictures', [picture(32, 3), { ...picture(32, 3), name: 'y' }], 'scenes'],
    ['signals', [field('x', 'real', [1024, 1])], 'tones'],
    ['flat signals with a pitch', [field('s', 'real', [1024]), label('pitch', 24)], 'tones'],
    ['colours of a wrong size', [picture(28, 3)], null],
    ['two pictures of 28×28', [image28, { ...image28, name: 't' }], null],
    ['a count of classes that no set has', [image28, label('y', 7)], null],
    ['captions of another length', [field('t', 'tokens', [5], { classes: 32 })], null],
    ['nothing', [], null],
  ])('%s', (_, fields, source) => {
    expect(alone(...fields)).toBe(source)
  })
})

describe('several data sets', () => {
  test('one that is called like a set reads it', () => {
    expect(defaultData('grid25', [point], [])).toMatchObject({ source: 'grid25' })
    expect(defaultData('turnedBlobs', [field('b', 'real', [2])], ['blobs'])).toMatchObject({ source: 'turned-blobs' })
    expect(defaultData('grid25', [image28], [])).toMatchObject({ source: 'digits' })
  })

  test('a later one takes what is left, and asks where that is several', () => {
    expect(defaultData('strange', [{ ...image28, name: 'o' }], ['digits'])).toEqual({ source: 'shapes', candidates: ['digits', 'shapes'] })
    expect(defaultData('others', [field('w', 'tokens', [6], { classes: 32 })], ['shapes'])).toMatchObject({ source: 'shapes' })
    expect(defaultData('other', [point], ['ring8'])).toEqual({
      source: null,
      candidates: ['ring8', 'grid25', 'moons', 'spiral', 'blobs', 'turned-blobs'],
    })
  })
})
