import { keyOf } from './key.ts'
import { threefry } from './threefry.ts'

const INV32 = 2 ** -32

/**
 * A random order of the rows 0 … n − 1: Fisher and Yates's shuffle, keyed by seed, epoch and the data set's name.
 * A word times the number of candidates, divided by 2³², picks each of them with a bias below n / 2³².
 */
export function shuffle(n: number, seed: number, epoch: number, dataset: string): Uint32Array {
  const order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  const key = keyOf('shuffle', seed, dataset)
  const words = new Uint32Array(4)
  for (let i = n - 1, used = 4, block = 0; i > 0; i--) {
    if (used === 4) {
      threefry(block++, 0, 0, epoch, key, words)
      used = 0
    }
    const j = Math.floor(words[used++]! * (i + 1) * INV32)
    const held = order[i]!
    order[i] = order[j]!
    order[j] = held
  }
  return order
}
