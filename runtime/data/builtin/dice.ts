import { fillNormals, onCircle, uniformOf } from '../../noise/normal.ts'
import { threefry, type ThreefryKey } from '../../noise/threefry.ts'

/** Random numbers of one row after another: each row has a sequence of its own, the same on every machine. */
export interface Dice {
  /** Begins the sequence of a row. */
  start(row: number): void
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** A whole number from 0 to n − 1, each equally likely. */
  pick(n: number): number
  /** Cosine and sine of an angle up to `most` turns either way (½: any angle). */
  turn(most: number): readonly [number, number]
  /** Fills `out` with standard normals. They belong to the row alone and do not take from its sequence. */
  normals(out: Float32Array): void
}

/** Counters are (block, 0, row, use): use 0 is the sequence, 1 the normals. */
export function makeDice(key: ThreefryKey): Dice {
  const words = new Uint32Array(4)
  const direction = new Float32Array(2)
  let row = 0
  let taken = 0
  const word = (): number => {
    if (taken % 4 === 0) threefry(taken / 4, 0, row, 0, key, words)
    return words[taken++ % 4]!
  }
  let many: Uint32Array = new Uint32Array(0)
  return {
    start(next) {
      row = next
      taken = 0
    },
    between: (low, high) => low + (high - low) * uniformOf(word()),
    pick: (n) => Math.floor(uniformOf(word()) * n),
    turn(most) {
      onCircle(1, (2 * uniformOf(word()) - 1) * most * 2 ** 32, direction, 0)
      return [direction[0]!, direction[1]!]
    },
    normals(out) {
      const blocks = Math.ceil(out.length / 4)
      if (many.length < 4 * blocks) many = new Uint32Array(4 * blocks)
      threefry(0, 0, row, 1, key, many, blocks)
      fillNormals(many, out.length, out, 0)
    },
  }
}
