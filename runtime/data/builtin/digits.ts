/**
 * `digits`: handwriting-like digits, 28×28 bytes with labels, drawn row by row when first read. No download and no
 * file: a row depends on the seed, the split and its index alone, and is the same on every machine.
 *
 * A digit is one of several ways of writing it (glyphs.ts). Its control points are jittered and bent by one smooth
 * wave, then stretched, slanted and turned; the pen has its own width. As in MNIST the digit fills a box of about 20
 * pixels and its centre of mass lies in the middle of the picture.
 */
import { keyOf } from '../../noise/key.ts'
import { fillNormals, uniformOf } from '../../noise/normal.ts'
import { threefry, type ThreefryKey } from '../../noise/threefry.ts'
import type { Table } from '../table.ts'
import { drawnColumns, labelColumn, whereIn } from './drawn.ts'
import { GLYPHS, type Variant } from './glyphs.ts'
import { addCurve, drawPath, type Path } from './pen.ts'

export const DIGIT_SIZE = 28
const PIXELS = DIGIT_SIZE * DIGIT_SIZE
/** More than any glyph has. */
const MAX_POINTS = 48
/** Normals of a row that set its style; those after them jitter its control points, two a point. */
const STYLE_NORMALS = 12
/** Those of them that set slant and pen. */
const SLANT = 0
const PEN = 7
/** A third of all standard normals lies above it. */
const THIRD = 0.4307273

/** Half the width of a stroke's grey edge, in pixels. */
const SOFT = 0.62

/** Words of randomness: counters (block, 0, row, use); use 0 is the label, 1 the style. */
const LABEL = 0
const STYLE = 1

export interface DigitsOptions {
  readonly rows: number
  readonly split: 'train' | 'test'
  readonly seed: number
}

/** Fields `images` (bytes, 28×28) and `labels`, and of the hand `thick` and `slant`: three classes each, equally common. */
export function digitsTable({ rows, split, seed }: DigitsOptions): Table {
  const artist = makeArtist(keyOf('digits', seed, split))
  const where = whereIn('digits', split)
  const images = drawnColumns(
    rows,
    [{ name: 'images', kind: 'bytes', shape: [DIGIT_SIZE, DIGIT_SIZE], range: [0, 255] }],
    new Uint8Array(rows * PIXELS),
    where,
    artist.draw,
  )
  return {
    rows,
    fields: {
      ...images,
      labels: labelColumn(rows, 10, where, artist.label),
      thick: labelColumn(rows, ['thin', 'medium', 'thick'], where, artist.thick),
      slant: labelColumn(rows, ['upright', 'slanted', 'leaning'], where, artist.slant),
    },
  }
}

export interface Artist {
  /** 0 … 9, each equally likely. */
  label(row: number): number
  /** The third of all hands that this row's belongs to, 0 … 2, by the width of its pen. */
  thick(row: number): number
  /** The same by how far its digits lean to the right. */
  slant(row: number): number
  /** Draws a row's 28×28 bytes at `out[at …]`. */
  draw(row: number, out: Uint8Array, at: number): void
}

export function makeArtist(key: ThreefryKey): Artist {
  const words = new Uint32Array(4)
  const normals = new Float32Array(STYLE_NORMALS + 2 * MAX_POINTS)
  const control = new Float64Array(2 * MAX_POINTS)
  const path: Path = { points: new Float64Array(2 * 6 * MAX_POINTS), length: 0 }

  const label = (row: number): number => {
    threefry(0, 0, row, LABEL, key, words)
    return Math.floor(uniformOf(words[0]!) * 10)
  }

  /** Standard normals `normals[0 … 4·blocks − 1]` of a row. */
  const fill = (row: number, blocks: number): void => {
    for (let block = 0; block < blocks; block++) {
      threefry(block + 1, 0, row, STYLE, key, words)
      fillNormals(words, 4, normals, 4 * block)
    }
  }

  /** Style normal `index` as 0, 1 or 2: a third of all normals each. */
  const third = (row: number, index: number): number => {
    fill(row, Math.floor(index / 4) + 1)
    return (normals[index]! > -THIRD ? 1 : 0) + (normals[index]! > THIRD ? 1 : 0)
  }

  const draw = (row: number, out: Uint8Array, at: number): void => {
    const variants = GLYPHS[label(row)]!
    threefry(0, 0, row, STYLE, key, words)
    const variant = choose(variants, uniformOf(words[0]!))
    const waveX = 2 * uniformOf(words[1]!) - 1
    const waveY = 2 * uniformOf(words[2]!) - 1
    const points = variant.strokes.reduce((sum, stroke) => sum + stroke.length, 0)
    fill(row, STYLE_NORMALS / 4 + Math.ceil(points / 2))

    // The hand: slant, turn, proportions, bend and pen width.
    const slant = 0.14 + 0.22 * normals[SLANT]!
    const turn = 0.07 * normals[1]!
    const aspect = variant.aspect * Math.max(0.6, 1 + 0.16 * normals[2]!)
    const height = 19.5 + 1.1 * clip(normals[3]!, 2.2)
    const bendX = 0.05 * normals[4]!
    const bendY = 0.05 * normals[5]!
    const squashTop = 0.08 * normals[6]!
    const radius = 1.18 + 0.3 * clip(normals[PEN]!, 2)
    const wobble = 0.028 + 0.01 * clip(normals[8]!, 2)
    const cosine = 1 - (turn * turn) / 2

    let n = 0
    path.length = 0
    let random = STYLE_NORMALS
    for (const stroke of variant.strokes) {
      const first = n
      let jitterX = 0
      let jitterY = 0
      for (let i = 0; i < stroke.length; i++) {
        const [gx, gy] = stroke[i]!
        const repeated = i > 0 && stroke[i - 1]![0] === gx && stroke[i - 1]![1] === gy
        if (!repeated) {
          jitterX = wobble * normals[random]!
          jitterY = wobble * normals[random + 1]!
        }
        random += 2
        const u = gx - 0.5 + jitterX
        const v = gy - 0.5 + jitterY
        // One smooth wave across the digit, and a top half wider or narrower than the bottom.
        const wx = u + bendX * wave(2 * v + waveX)
        const wy = v + bendY * wave(2 * u + waveY)
        const x = wx * aspect * (1 - squashTop * 2 * v)
        const slanted = x - slant * wy * 0.8
        control[2 * n] = cosine * slanted - turn * wy
        control[2 * n + 1] = turn * slanted + cosine * wy
        n++
      }
      addCurve(control, first, n, path)
    }
    place(path, height - 2 * (radius - 1), 0.35 * normals[9]!, 0.35 * normals[10]!, 1 + radius + SOFT)
    drawPath(path, radius, SOFT, DIGIT_SIZE, out, at)
  }

  return { label, thick: (row) => third(row, PEN), slant: (row) => third(row, SLANT), draw }
}

/** Scales a path so that its longer side is `extent` pixels, and puts its centre of mass into the picture's middle, `margin` from the rim. */
function place(path: Path, extent: number, shiftX: number, shiftY: number, margin: number): void {
  const { points, length } = path
  let left = Infinity
  let right = -Infinity
  let top = Infinity
  let bottom = -Infinity
  let mass = 0
  let momentX = 0
  let momentY = 0
  for (let p = 0; p < length; p += 2) {
    const x = points[p]!
    const y = points[p + 1]!
    if (x !== x) continue
    left = x < left ? x : left
    right = x > right ? x : right
    top = y < top ? y : top
    bottom = y > bottom ? y : bottom
    if (p === 0 || points[p - 2] !== points[p - 2]) continue
    const dx = x - points[p - 2]!
    const dy = y - points[p - 1]!
    const weight = Math.sqrt(dx * dx + dy * dy)
    mass += weight
    momentX += weight * (x - dx / 2)
    momentY += weight * (y - dy / 2)
  }
  const scale = extent / Math.max(right - left, bottom - top)
  const middle = DIGIT_SIZE / 2
  // It stays inside the picture even where its mass lies far to one side.
  const offsetX = within(middle + shiftX - (scale * momentX) / mass, margin - scale * left, DIGIT_SIZE - margin - scale * right)
  const offsetY = within(middle + shiftY - (scale * momentY) / mass, margin - scale * top, DIGIT_SIZE - margin - scale * bottom)
  for (let p = 0; p < length; p += 2) {
    points[p] = scale * points[p]! + offsetX
    points[p + 1] = scale * points[p + 1]! + offsetY
  }
}

function choose(variants: readonly Variant[], uniform: number): Variant {
  let left = uniform * variants.reduce((sum, variant) => sum + variant.weight, 0)
  for (const variant of variants) {
    left -= variant.weight
    if (left < 0) return variant
  }
  return variants[variants.length - 1]!
}

const clip = (x: number, limit: number): number => Math.max(-limit, Math.min(limit, x))
const within = (x: number, low: number, high: number): number => Math.max(low, Math.min(high, x))

/** A smooth odd wave with period 4, like sin(πx/2), from multiplications alone, so that every machine draws the same. */
function wave(x: number): number {
  const phase = x - 4 * Math.floor((x + 2) / 4)
  const half = phase > 1 ? 2 - phase : phase < -1 ? -2 - phase : phase
  return half * (1.5 - 0.5 * half * half)
}
