/**
 * `tones`: an eighth of a second of synthesised music, 1024 samples at 8 kHz. One to three notes of the chromatic scale
 * sound; each has four harmonics that fade as it rings, the higher ones sooner, like a plucked string.
 */
import { keyOf } from '../../noise/key.ts'
import { onCircle } from '../../noise/normal.ts'
import type { Table } from '../table.ts'
import { makeDice, type Dice } from './dice.ts'
import { drawnColumns, labelColumn, whereIn } from './drawn.ts'

export const TONE_SAMPLES = 1024
const RATE = 8000
/** Two octaves from A3 (220 Hz) on. */
export const PITCHES = 24
const A3 = 220
/** 2^(1/12), a semitone. */
const SEMITONE = 1.0594630943592953
const HARMONICS = 4
/** Samples over which a note sets in: 4 ms. */
const ATTACK = 32

export interface TonesOptions {
  readonly rows: number
  readonly split: 'train' | 'test'
  readonly seed: number
}

/** Fields `x` (floats in [-1, 1], 1024×1), `pitch` (label of the loudest note, 0 is A3) and `notes` (0 to 2: one to three). */
export function tonesTable({ rows, split, seed }: TonesOptions): Table {
  const dice = makeDice(keyOf('tones', seed, split))
  const where = whereIn('tones', split)
  const wave = drawnColumns(
    rows,
    [{ name: 'x', kind: 'float', shape: [TONE_SAMPLES, 1], range: [-1, 1] }],
    new Float32Array(rows * TONE_SAMPLES),
    where,
    (row, out, at) => {
      const { pitch, more } = throwChord(dice, row)
      const loud = 0.9 / (1 + 0.6 * more)
      addNote(dice, pitch, loud, out, at)
      // Others lie some semitones away from the loudest, round the two octaves.
      for (let i = 0, other = pitch; i < more; i++) {
        other = (other + 3 + dice.pick(5)) % PITCHES
        addNote(dice, other, 0.6 * loud, out, at)
      }
    },
  )
  return {
    rows,
    fields: {
      ...wave,
      pitch: labelColumn(rows, PITCHES, where, (row) => throwChord(dice, row).pitch),
      notes: labelColumn(rows, 3, where, (row) => throwChord(dice, row).more),
    },
  }
}

/** The first two throws of a row: the loudest note, and how many others there are. */
function throwChord(dice: Dice, row: number): { readonly pitch: number; readonly more: number } {
  dice.start(row)
  return { pitch: dice.pick(PITCHES), more: dice.pick(3) }
}

/** Adds a note whose harmonics' amplitudes add up to `loudness`, set in somewhere in the first half of the samples. */
function addNote(dice: Dice, pitch: number, loudness: number, out: Float32Array, at: number): void {
  let frequency = A3
  for (let i = 0; i < pitch; i++) frequency *= SEMITONE
  const onset = dice.pick(TONE_SAMPLES / 2)
  /** Seconds after which the first harmonic has faded to 1/e. */
  const ring = dice.between(0.05, 0.15)
  const strengths = Array.from({ length: HARMONICS }, (_, h) => dice.between(0.4, 1) / (h + 1))
  const whole = strengths.reduce((sum, strength) => sum + strength, 0)
  const step = new Float32Array(2)
  strengths.forEach((strength, h) => {
    // A pointer that turns by the harmonic's angle and shrinks a little with every sample; the wave is its height.
    onCircle(1 - (1 + h / 2) / (ring * RATE), ((frequency * (h + 1)) / RATE) * 2 ** 32, step, 0)
    const [cosine, sine] = [step[0]!, step[1]!]
    let [x, y] = dice.turn(0.5)
    const amplitude = (loudness * strength) / whole
    for (let t = onset; t < TONE_SAMPLES; t++) {
      const swell = t - onset < ATTACK ? (t - onset) / ATTACK : 1
      out[at + t] = out[at + t]! + amplitude * swell * y
      const turned = cosine * x - sine * y
      y = sine * x + cosine * y
      x = turned
    }
  })
}
