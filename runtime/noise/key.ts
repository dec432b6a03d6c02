import type { ThreefryKey } from './threefry.ts'

/** The offset basis of FNV-1a in 64 bits. Its prime is 2⁴⁰ + 0x1b3. */
const HIGH = 0xcbf29ce4
const LOW = 0x84222325
const PRIME = 0x1b3

/** FNV-1a in 64 bits over the UTF-16 code units of `text` (low byte, then high byte), as a lower and an upper half. */
export function fnv1a64(text: string): readonly [number, number] {
  let low = LOW
  let high = HIGH
  for (let i = 0; i < text.length; i++) {
    for (let unit = text.charCodeAt(i), byte = 0; byte < 2; byte++, unit >>>= 8) {
      low = (low ^ (unit & 0xff)) >>> 0
      const product = low * PRIME
      high = (Math.imul(high, PRIME) + (low << 8) + Math.floor(product / 2 ** 32)) >>> 0
      low = product >>> 0
    }
  }
  return [low, high]
}

/** A generator key for a named purpose: `keyOf(seed, 'train', 'q.z', 0)`. Parts are joined so that none runs into the next. */
export function keyOf(...parts: readonly (string | number)[]): ThreefryKey {
  const [low, high] = fnv1a64(parts.map((part) => JSON.stringify(part)).join(','))
  return Uint32Array.of(low, high, 0, 0)
}
