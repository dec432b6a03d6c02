/**
 * `shapes`: 28×28 pictures of one form each, drawn from factors that are known and independent of each other: which
 * form, how large, how bright, and where. Within a factor's value there is a slight jitter. Each picture has a caption.
 */
import { keyOf } from '../../noise/key.ts'
import type { Column, Table } from '../table.ts'
import { develop, makeCanvas, paint } from './canvas.ts'
import { makeDice, type Dice } from './dice.ts'
import { drawnColumns, labelColumn, whereIn } from './drawn.ts'
import { formOf, KINDS } from './forms.ts'

const SIZE = 28
const SHAPE_NAMES = KINDS.map(({ name }) => name)
const SIZE_NAMES = ['small', 'medium', 'large']
const SHADE_NAMES = ['dim', 'bright']
const RADII = [2.9, 4.4, 6.2]
const SHADES = [0.45, 0.95]
/** Centres lie between these pixels. */
const NEAR = 8.5
const FAR = SIZE - NEAR

/** Words of captions by number; 0 fills up captions that are shorter than the longest. */
export const WORDS: readonly string[] = ['', 'a', ...SIZE_NAMES, ...SHADE_NAMES, ...SHAPE_NAMES, 'top', 'bottom', 'left', 'right']
export const CAPTION_LENGTH = 6

export interface Factors {
  readonly shape: number
  readonly size: number
  readonly shade: number
  /** Row of its place, from the top. */
  readonly down: number
  /** Column of its place, from the left. */
  readonly across: number
}

export interface ShapesOptions {
  readonly rows: number
  readonly split: 'train' | 'test'
  readonly seed: number
  /** Places along each axis. */
  readonly places: number
  /** 1: up to a fifth of the way to the next place and at most half a pixel, 5 % of the size, 6° and 0.05 of the brightness. 0: none. */
  readonly jitter: number
}

/** Fields `image` (bytes, 28×28), labels `shape`, `size`, `shade`, `down`, `across`, and `caption` (six words). */
export function shapesTable({ rows, split, seed, places, jitter }: ShapesOptions): Table {
  const dice = makeDice(keyOf('shapes', seed, split))
  const canvas = makeCanvas(SIZE, 1)
  const where = whereIn('shapes', split)
  const step = places > 1 ? (FAR - NEAR) / (places - 1) : 0
  const centre = (place: number): number => (places > 1 ? NEAR + step * place : SIZE / 2)
  const shift = jitter * Math.min(0.5, places > 1 ? step / 5 : 0.5)

  const of = (factor: keyof Factors) => (row: number): number => throwFactors(dice, row, places)[factor]
  const factors: Record<keyof Factors, Column> = {
    shape: labelColumn(rows, SHAPE_NAMES, where, of('shape')),
    size: labelColumn(rows, SIZE_NAMES, where, of('size')),
    shade: labelColumn(rows, SHADE_NAMES, where, of('shade')),
    down: labelColumn(rows, places, where, of('down')),
    across: labelColumn(rows, places, where, of('across')),
  }
  const image = drawnColumns(
    rows,
    [{ name: 'image', kind: 'bytes', shape: [SIZE, SIZE], range: [0, 255] }],
    new Uint8Array(rows * SIZE * SIZE),
    where,
    (row, out, at) => {
      const { shape, size, shade, down, across } = throwFactors(dice, row, places)
      const x = centre(across) + shift * dice.between(-1, 1)
      const y = centre(down) + shift * dice.between(-1, 1)
      const radius = RADII[size]! * (1 + 0.05 * jitter * dice.between(-1, 1))
      const grey = SHADES[shade]! + 0.05 * jitter * dice.between(-1, 1)
      canvas.values.fill(0)
      paint(canvas, formOf(shape, x, y, radius, dice.turn(jitter / 60)), [grey])
      develop(canvas.values, out, at)
    },
  )
  const caption: Column = {
    kind: 'label', shape: [CAPTION_LENGTH], rows, where,
    file: null,
    range: [0, WORDS.length - 1],
    read(row, out, at) {
      out.set(captionOf(throwFactors(dice, row, places), places), at)
    },
  }
  return { rows, fields: { ...image, ...factors, caption } }
}

/** The factors of a row, each value equally likely. They are the first five throws of its sequence. */
function throwFactors(dice: Dice, row: number, places: number): Factors {
  dice.start(row)
  return { shape: dice.pick(4), size: dice.pick(3), shade: dice.pick(2), down: dice.pick(places), across: dice.pick(places) }
}

/** `a small bright circle top left`, in numbers of `WORDS`. The middle third of an axis has no word. */
export function captionOf({ shape, size, shade, down, across }: Factors, places: number): readonly number[] {
  const third = (place: number): number => Math.floor((3 * place + 1.5) / places)
  const words = [
    'a', SIZE_NAMES[size]!, SHADE_NAMES[shade]!, SHAPE_NAMES[shape]!, ['top', '', 'bottom'][third(down)]!, ['left', '', 'right'][third(across)]!,
  ].filter((word) => word !== '')
  return Array.from({ length: CAPTION_LENGTH }, (_, i) => WORDS.indexOf(words[i] ?? ''))
}
