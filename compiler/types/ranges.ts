/** Bounds of results from bounds of arguments: exact for monotone functions and affine maps by constants, else unknown. */
import type { Range } from './value.ts'

/** A constant is the range whose ends meet. */
export const constantOf = (range: Range): number | null => (range !== null && range[0] === range[1] ? range[0] : null)

const ordered = (a: number, b: number): Range => (Number.isNaN(a) || Number.isNaN(b) ? null : a <= b ? [a, b] : [b, a])

export const negated = (r: Range): Range => (r === null ? null : ordered(-r[1], -r[0]))

export const hull = (a: Range, b: Range): Range => (a === null || b === null ? null : [Math.min(a[0], b[0]), Math.max(a[1], b[1])])

/** One side must be a constant: sums of two unknowns are not worth a bound (`eps * x + (1 - eps) * y` would come out too wide). */
export function added(a: Range, b: Range): Range {
  if (a === null || b === null) return null
  if (constantOf(a) === null && constantOf(b) === null) return null
  return ordered(a[0] + b[0], a[1] + b[1])
}

export const subtracted = (a: Range, b: Range): Range => added(a, negated(b))

/** A product by a constant; of two values from [0, 1], again [0, 1]. */
export function multiplied(a: Range, b: Range): Range {
  if (a === null || b === null) return null
  const [k, r] = constantOf(a) !== null ? [constantOf(a)!, b] : [constantOf(b), a]
  if (k !== null) return k === 0 ? [0, 0] : ordered(k * r[0], k * r[1])
  return a[0] >= 0 && b[0] >= 0 ? [a[0] * b[0], a[1] * b[1]] : null
}

export function divided(a: Range, b: Range): Range {
  const k = constantOf(b)
  return a === null || k === null || k === 0 ? null : ordered(a[0] / k, a[1] / k)
}

export function powered(a: Range, b: Range): Range {
  const k = constantOf(b)
  if (a === null || k === null) return k !== null && k > 0 && k % 2 === 0 ? [0, Infinity] : null
  if (a[0] >= 0) return ordered(a[0] ** k, a[1] ** k)
  if (k > 0 && k % 2 === 0) return [a[1] < 0 ? a[1] ** k : 0, Math.max(a[0] ** k, a[1] ** k)]
  return k > 0 && k % 2 === 1 ? ordered(a[0] ** k, a[1] ** k) : null
}

/** Of a function that never falls. */
export const monotone = (f: (x: number) => number, whole: Range = null) => (r: Range): Range => (r === null ? whole : ordered(f(r[0]), f(r[1])))

export const absolute = (r: Range): Range =>
  r === null ? [0, Infinity] : r[0] >= 0 ? r : [r[1] < 0 ? -r[1] : 0, Math.max(-r[0], Math.abs(r[1]))]

/** Largest of two, element by element. */
export const larger = (a: Range, b: Range): Range => combine(a, b, Math.max)
export const smaller = (a: Range, b: Range): Range => combine(a, b, Math.min)

function combine(a: Range, b: Range, f: (x: number, y: number) => number): Range {
  const whole: readonly [number, number] = [-Infinity, Infinity]
  const [p, q] = [a ?? whole, b ?? whole]
  const r: readonly [number, number] = [f(p[0], q[0]), f(p[1], q[1])]
  return r[0] === -Infinity && r[1] === Infinity ? null : r
}

export const clamped = (r: Range, low: Range, high: Range): Range => smaller(larger(r, low), high)

/** A sum of `n` elements. */
export const summed = (r: Range, n: number): Range => (r === null || n < 0 ? null : [r[0] * n, r[1] * n])
