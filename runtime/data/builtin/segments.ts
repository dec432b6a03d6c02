/**
 * `segments`: 32×32 scenes of two to four forms that overlap, under noise, and which form each pixel shows. Brightness
 * tells forms from each other and says nothing of their class: that is known by the outline alone.
 */
import { keyOf } from '../../noise/key.ts'
import type { Table } from '../table.ts'
import { develop, eachCovered, makeCanvas, paint } from './canvas.ts'
import { makeDice, type Dice } from './dice.ts'
import { drawnColumns, whereIn } from './drawn.ts'
import { formOf, KINDS } from './forms.ts'

const SIZE = 32
const PIXELS = SIZE * SIZE
/** Pixels between the centres of two forms. */
const APART = 10

/** Classes of pixels; a form's is one more than its number among `KINDS`. */
export const SEGMENT_CLASSES: readonly string[] = ['background', ...KINDS.slice(0, 3).map(({ name }) => name)]

export interface SegmentsOptions {
  readonly rows: number
  readonly split: 'train' | 'test'
  readonly seed: number
  /** Standard deviation of the noise on greys from 0 to 1. */
  readonly noise: number
}

/** Fields `image` (bytes, 32×32) and `mask` (labels 0 to 3, 32×32: of the uppermost form over a pixel's middle). */
export function segmentsTable({ rows, split, seed, noise }: SegmentsOptions): Table {
  const dice = makeDice(keyOf('segments', seed, split))
  const canvas = makeCanvas(SIZE, 1)
  const normals = new Float32Array(PIXELS)
  const columns = drawnColumns(
    rows,
    [
      { name: 'image', kind: 'bytes', shape: [SIZE, SIZE], range: [0, 255] },
      { name: 'mask', kind: 'label', shape: [SIZE, SIZE], range: [0, SEGMENT_CLASSES.length - 1], classes: SEGMENT_CLASSES },
    ],
    new Uint8Array(rows * 2 * PIXELS),
    whereIn('segments', split),
    (row, out, at) => {
      dice.start(row)
      canvas.values.fill(dice.between(0.05, 0.2))
      const mask = at + PIXELS
      const count = 2 + dice.pick(3)
      const centres: Point[] = []
      const brightest = dice.pick(count)
      for (let i = 0; i < count; i++) {
        const kind = dice.pick(3)
        const radius = dice.between(5, 8.5)
        // Forms that overlap differ in brightness, or nobody could tell where one ends.
        const grey = 0.45 + (0.55 * (((brightest + i) % count) + dice.between(0.1, 0.9))) / count
        const [x, y] = placeApart(dice, centres)
        centres.push([x, y])
        const form = formOf(kind, x, y, radius, dice.turn(0.5))
        paint(canvas, form, [grey])
        eachCovered(form, SIZE, (pixel, share) => {
          if (share >= 0.5) out[mask + pixel] = kind + 1
        })
      }
      dice.normals(normals)
      develop(canvas.values, out, at, noise, normals)
    },
  )
  return { rows, fields: columns }
}

type Point = readonly [number, number]

/** A place some way from those taken, so that forms overlap and hardly ever hide each other; any after a few tries. */
function placeApart(dice: Dice, taken: readonly Point[]): Point {
  for (let tries = 1; ; tries++) {
    const [x, y] = [dice.between(5, SIZE - 5), dice.between(5, SIZE - 5)]
    if (tries === 8 || taken.every(([a, b]) => (a - x) ** 2 + (b - y) ** 2 > APART ** 2)) return [x, y]
  }
}
