/**
 * `scenes`: pairs of pictures of one village, by night and by day, 32×32. Sky, hills, houses, trees and the moon (by day
 * the sun) stand where they are in both. What colour a house and its roof have, where clouds are, and how the meadow is
 * mottled only the day shows: the night leaves them open, so that the mean of all days is grey and blurred.
 */
import { keyOf } from '../../noise/key.ts'
import type { Table } from '../table.ts'
import { box, develop, disc, eachCovered, gable, makeCanvas, paint, paintBoth, type Canvas, type Colour, type Form } from './canvas.ts'
import { makeDice, type Dice } from './dice.ts'
import { drawnColumns, whereIn } from './drawn.ts'

const SIZE = 32
/** Standard deviation of the night's noise. */
const GRAIN = 0.03

const WALLS: readonly Colour[] = [[0.93, 0.9, 0.8], [0.9, 0.72, 0.35], [0.78, 0.36, 0.28], [0.55, 0.7, 0.85]]
const ROOFS: readonly Colour[] = [[0.62, 0.2, 0.13], [0.3, 0.3, 0.36], [0.45, 0.29, 0.16]]
const LIT: Colour = [1, 0.84, 0.4]
const PANE: Colour = [0.2, 0.25, 0.36]
const DARK: Colour = [0.02, 0.02, 0.06]

export interface ScenesOptions {
  readonly rows: number
  readonly split: 'train' | 'test'
  readonly seed: number
  /** 3 for colour, 1 for grey. */
  readonly channels: 1 | 3
}

/** Fields `x` (night) and `y` (day): bytes, 32×32, or 32×32×3 in colour. */
export function scenesTable({ rows, split, seed, channels }: ScenesOptions): Table {
  const dice = makeDice(keyOf('scenes', seed, split))
  const night = makeCanvas(SIZE, channels)
  const day = makeCanvas(SIZE, channels)
  const noise = new Float32Array(night.values.length)
  const shape = channels === 1 ? [SIZE, SIZE] : [SIZE, SIZE, channels]
  const fields = drawnColumns(
    rows,
    (['x', 'y'] as const).map((name) => ({ name, kind: 'bytes', shape, range: [0, 255] }) as const),
    new Uint8Array(rows * 2 * noise.length),
    whereIn('scenes', split),
    (row, out, at) => {
      dice.start(row)
      drawScene(dice, night, day)
      dice.normals(noise)
      develop(night.values, out, at, GRAIN, noise)
      develop(day.values, out, at + noise.length)
    },
  )
  return { rows, fields }
}

function drawScene(dice: Dice, night: Canvas, day: Canvas): void {
  /** The same form in the colours of either picture. */
  const both = (form: Form, dark: Colour, light: Colour): void => paintBoth(night, day, form, inkOf(night, dark), inkOf(day, light))
  sky(night, [0.04, 0.05, 0.17], [0.3, 0.27, 0.5])
  sky(day, [0.28, 0.55, 0.92], [0.75, 0.88, 1])
  const height = dice.between(2.3, 3)
  both(disc(dice.between(4, 28), dice.between(3.5, 8), height), [0.88, 0.9, 0.98], [1, 0.93, 0.45])
  for (let count = dice.pick(3); count > 0; count--) cloud(dice, day)

  // Two hills, the nearer one lower; then the meadow, and on it the houses and trees from left to right.
  both(disc(dice.between(2, 14), dice.between(38, 41), 24), [0.15, 0.17, 0.31], [0.42, 0.62, 0.5])
  both(disc(dice.between(18, 30), dice.between(40, 43), 24), [0.12, 0.15, 0.26], [0.38, 0.6, 0.36])
  const ground = dice.between(24.5, 27)
  const meadow = box(SIZE / 2, ground + SIZE / 2, SIZE / 2, SIZE / 2)
  both(meadow, [0.09, 0.13, 0.17], [0.38, 0.64, 0.27])
  mottle(dice, day, ground)
  const lots = 2 + dice.pick(2)
  const width = (SIZE - 2) / lots
  for (let lot = 0; lot < lots; lot++) {
    const x = 1 + width * (lot + 0.5) + dice.between(-0.8, 0.8)
    const base = ground + dice.between(0.5, 3)
    if (dice.between(0, 1) < 0.72) house(dice, both, x, base, Math.min(5.2, width / 2 - 0.8))
    else tree(dice, both, x, base)
  }
}

type Both = (form: Form, dark: Colour, light: Colour) => void

function house(dice: Dice, both: Both, x: number, base: number, most: number): void {
  const halfWidth = dice.between(3.4, most)
  const halfHeight = dice.between(2.4, 4)
  const top = base - 2 * halfHeight
  const wall = WALLS[dice.pick(WALLS.length)]!
  const roof = ROOFS[dice.pick(ROOFS.length)]!
  both(box(x, base - halfHeight, halfWidth, halfHeight), DARK, wall)
  both(gable(x, top, halfWidth + 0.8, dice.between(2.6, 4)), DARK, roof)
  for (const side of [-1, 1]) {
    const pane = box(x + side * halfWidth * 0.5, top + halfHeight * 0.85, 0.9, 1.05)
    both(pane, dice.between(0, 1) < 0.7 ? LIT : DARK, PANE)
  }
}

function tree(dice: Dice, both: Both, x: number, base: number): void {
  both(box(x, base - 1.5, 0.6, 1.5), DARK, [0.36, 0.25, 0.16])
  const green: Colour = [dice.between(0.1, 0.4), dice.between(0.4, 0.55), 0.2]
  if (dice.pick(2) === 0) both(disc(x, base - 5.2, dice.between(2.6, 3.4)), DARK, green)
  else both(gable(x, base - 2, 2.8, dice.between(6.5, 8.5)), DARK, green)
}

/** A few white puffs side by side, through which the sky shines. */
function cloud(dice: Dice, day: Canvas): void {
  const x = dice.between(3, 29)
  const y = dice.between(3.5, 10)
  for (let puff = -1; puff <= 1; puff++) {
    const radius = dice.between(1.5, 2.2) + (puff === 0 ? 0.6 : 0)
    paint(day, disc(x + 2.3 * puff, y - (puff === 0 ? 0.6 : 0), radius), inkOf(day, [1, 1, 1]), 0.9)
  }
}

/** Blades and flowers: a handful of pixels of the meadow a little lighter, darker, or red. */
function mottle(dice: Dice, day: Canvas, ground: number): void {
  for (let i = 0; i < 28; i++) {
    const spot = box(dice.between(0, SIZE), dice.between(ground + 0.5, SIZE), 0.5, 0.5)
    const kind = dice.pick(8)
    paint(day, spot, inkOf(day, kind === 0 ? [0.9, 0.35, 0.4] : kind < 4 ? [0.55, 0.8, 0.35] : [0.26, 0.5, 0.2]), 0.7)
  }
}

/** One colour at the top, another at the horizon. */
function sky(canvas: Canvas, top: Colour, bottom: Colour): void {
  const above = inkOf(canvas, top)
  const below = inkOf(canvas, bottom)
  eachCovered(box(SIZE / 2, SIZE / 2, SIZE, SIZE), SIZE, (pixel, _share, _x, y) => {
    const t = y / SIZE
    for (let c = 0; c < canvas.channels; c++) canvas.values[pixel * canvas.channels + c] = (1 - t) * above[c]! + t * below[c]!
  })
}

/** A colour as the canvas holds it: on a grey one by its brightness (weights of ITU-R BT.601). */
const inkOf = ({ channels }: Canvas, colour: Colour): Colour =>
  channels === 3 ? colour : [0.299 * colour[0]! + 0.587 * colour[1]! + 0.114 * colour[2]!]
