import { expect, test } from 'vitest'
import { threefry } from '../../../runtime/noise/threefry.ts'

const hex = (words: Uint32Array) => [...words].map((word) => word.toString(16).padStart(8, '0')).join(' ')

/** The three threefry4x32-20 lines of Random123's kat_vectors. */
const published = [
  { counter: [0, 0, 0, 0], key: [0, 0, 0, 0], expected: '9c6ca96a e17eae66 fc10ecd4 5256a7d8' },
  { counter: [-1, -1, -1, -1], key: [-1, -1, -1, -1], expected: '2a881696 57012287 f6c7446e a16a6732' },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
    expected: '59cd1dbb b8879579 86b5d00c ac8b6d84',
  },
] as const

test.each(published)('threefry4x32-20 known answer $expected', ({ counter, key, expected }) => {
  const out = new Uint32Array(4)
  threefry(counter[0], counter[1], counter[2], counter[3], Uint32Array.from(key), out)
  expect(hex(out)).toBe(expected)
})

test('the rounds as the paper writes them, with loops and a table of rotations', () => {
  const rotations = [[10, 26], [11, 21], [13, 27], [23, 5], [6, 20], [17, 11], [25, 10], [18, 20]] as const
  const turn = (x: number, by: number) => ((x << by) | (x >>> (32 - by))) >>> 0
  const simple = (counter: readonly number[], key: readonly number[]): Uint32Array => {
    const keys = [...key, key.reduce((parity, word) => parity ^ word, 0x1bd11bda)]
    const x = counter.map((word, i) => (word + key[i]!) >>> 0)
    for (let round = 0; round < 20; round++) {
      const [first, second] = rotations[round % 8]!
      const [j, k] = round % 2 === 0 ? [1, 3] : [3, 1]
      x[0] = (x[0]! + x[j]!) >>> 0
      x[j] = (turn(x[j]!, first) ^ x[0]) >>> 0
      x[2] = (x[2]! + x[k]!) >>> 0
      x[k] = (turn(x[k]!, second) ^ x[2]) >>> 0
      if (round % 4 !== 3) continue
      const injection = (round + 1) / 4
      for (let i = 0; i < 4; i++) x[i] = (x[i]! + keys[(injection + i) % 5]! + (i === 3 ? injection : 0)) >>> 0
    }
    return Uint32Array.from(x)
  }
  const words = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x12345678]
  for (const a of words) {
    for (const b of words) {
      const out = new Uint32Array(4)
      threefry(a, b, a ^ 0x5555, b + 7, Uint32Array.of(b, a, 3, b ^ a), out)
      expect(hex(out)).toBe(hex(simple([a, b, a ^ 0x5555, b + 7], [b, a, 3, b ^ a])))
    }
  }
})

test('several blocks are those of the counters that follow, beyond 2³² too', () => {
  const key = Uint32Array.of(1, 2, 3, 4)
  const many = new Uint32Array(12)
  threefry(0xfffffffe, 5, 6, 7, key, many, 3)
  const one = new Uint32Array(4)
  for (const [i, first] of [0xfffffffe, 0xffffffff, 0].entries()) {
    threefry(first, 5, 6, 7, key, one)
    expect(many.slice(4 * i, 4 * i + 4)).toEqual(one)
  }
})
