import { expect, test } from 'vitest'
import { philox } from '../../../runtime/noise/philox.ts'

const hex = (words: Uint32Array) => [...words].map((word) => word.toString(16).padStart(8, '0')).join(' ')

/** The three philox4x32-10 lines of Random123's kat_vectors. */
const published = [
  { counter: [0, 0, 0, 0], key: [0, 0], expected: '6627e8d5 e169c58d bc57ac4c 9b00dbd8' },
  { counter: [-1, -1, -1, -1], key: [-1, -1], expected: '408f276d 41c83b0e a20bc7c6 6d5451fd' },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    expected: 'd16cfe09 94fdcceb 5001e420 24126ea1',
  },
]

test.each(published)('philox4x32-10 known answer $expected', ({ counter, key, expected }) => {
  const out = new Uint32Array(4)
  philox(counter[0]!, counter[1]!, counter[2]!, counter[3]!, [key[0]!, key[1]!], out)
  expect(hex(out)).toBe(expected)
})

test('agrees with exact 64-bit integer arithmetic, also on words that round badly', () => {
  const words = [0, 1, 2, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0xd2511f53, 0xcd9e8d57, 0x12345678]
  const out = new Uint32Array(4)
  for (const a of words) {
    for (const b of words) {
      philox(a, b, b ^ 0x5555, a + b, [b, a], out)
      expect(hex(out)).toBe(hex(exact([a, b, b ^ 0x5555, a + b], [b, a])))
    }
  }
})

test('writes at an offset', () => {
  const out = new Uint32Array(6)
  philox(0, 0, 0, 0, [0, 0], out, 1)
  expect(hex(out)).toBe('00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8 00000000')
})

function exact(counter: readonly number[], key: readonly number[]): Uint32Array {
  const mask = 0xffffffffn
  let [x0, x1, x2, x3] = counter.map((word) => BigInt(word >>> 0)) as [bigint, bigint, bigint, bigint]
  let [k0, k1] = key.map((word) => BigInt(word >>> 0)) as [bigint, bigint]
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * x0
    const p1 = 0xcd9e8d57n * x2
    ;[x0, x1, x2, x3] = [(p1 >> 32n) ^ x1 ^ k0, p1 & mask, (p0 >> 32n) ^ x3 ^ k1, p0 & mask]
    k0 = (k0 + 0x9e3779b9n) & mask
    k1 = (k1 + 0xbb67ae85n) & mask
  }
  return Uint32Array.from([x0, x1, x2, x3], Number)
}
