import type { PhiloxKey } from './philox.ts'

const OFFSET = 0xcbf29ce484222325n
const PRIME = 0x100000001b3n
const MASK = (1n << 64n) - 1n

/** FNV-1a in 64 bits over the UTF-16 code units of `text` (low byte, then high byte). */
export function fnv1a64(text: string): bigint {
  let hash = OFFSET
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    hash = ((hash ^ BigInt(unit & 0xff)) * PRIME) & MASK
    hash = ((hash ^ BigInt(unit >>> 8)) * PRIME) & MASK
  }
  return hash
}

/** A generator key for a named purpose: `keyOf(seed, 'train', 'q.z', 0)`. Parts are joined so that none runs into the next. */
export function keyOf(...parts: readonly (string | number)[]): PhiloxKey {
  const hash = fnv1a64(parts.map((part) => JSON.stringify(part)).join(','))
  return [Number(hash & 0xffffffffn), Number(hash >> 32n)]
}
