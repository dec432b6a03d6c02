/** Small float64 tensor arithmetic for the reference definitions of ops: straightforward rather than fast. */
import type { Tensor64 } from './op.ts'
import { countOf } from './shapes.ts'

export function tensor64(shape: readonly number[], values?: ArrayLike<number>): Tensor64 {
  const data = new Float64Array(countOf(shape))
  if (values) {
    if (values.length !== data.length) throw new RangeError(`${values.length} values for shape [${shape.join(', ')}]`)
    data.set(values)
  }
  return { shape: [...shape], data }
}

/** Row-major strides; `stretch` gives axes of size 1 a stride of 0, as broadcasting wants. */
export function stridesOf(shape: readonly number[], stretch = false): number[] {
  const strides = new Array<number>(shape.length)
  let step = 1
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stretch && shape[i] === 1 ? 0 : step
    step *= shape[i]!
  }
  return strides
}

/**
 * Walks `shape` in row-major order and calls `visit(position, offset)` where `offset` moves by `strides[axis]` for each
 * step along an axis. Every layout op below is one such walk.
 */
export function walk(shape: readonly number[], strides: readonly number[], start: number, visit: (position: number, offset: number) => void): void {
  const count = countOf(shape)
  const index = new Array<number>(shape.length).fill(0)
  let offset = start
  for (let position = 0; position < count; position++) {
    visit(position, offset)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      offset -= strides[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
}

/** A tensor read along `strides` from `start`. */
export function gatherBy(x: Tensor64, shape: readonly number[], strides: readonly number[], start = 0): Tensor64 {
  const out = tensor64(shape)
  walk(shape, strides, start, (position, offset) => { out.data[position] = x.data[offset]! })
  return out
}

export function stretchTo(x: Tensor64, shape: readonly number[]): Tensor64 {
  if (x.shape.length === shape.length && x.shape.every((d, i) => d === shape[i])) return x
  const lead = shape.length - x.shape.length
  const own = stridesOf(x.shape, true)
  return gatherBy(x, shape, shape.map((_, i) => (i < lead ? 0 : own[i - lead]!)))
}

export const map64 = (x: Tensor64, f: (v: number) => number): Tensor64 => ({ shape: x.shape, data: x.data.map((v) => f(v)) })

export function zip64(a: Tensor64, b: Tensor64, shape: readonly number[], f: (x: number, y: number) => number): Tensor64 {
  const left = stretchTo(a, shape).data
  const right = stretchTo(b, shape).data
  const out = tensor64(shape)
  for (let i = 0; i < out.data.length; i++) out.data[i] = f(left[i]!, right[i]!)
  return out
}

/** Folds `f` over `axes`; the result keeps them with size 1. */
export function reduce64(x: Tensor64, axes: readonly number[], first: number, f: (sum: number, v: number) => number): Tensor64 {
  const kept = x.shape.map((d, i) => (axes.includes(i) ? 1 : d))
  const out = tensor64(kept)
  out.data.fill(first)
  walk(x.shape, stridesOf(kept, true), 0, (position, offset) => { out.data[offset] = f(out.data[offset]!, x.data[position]!) })
  return out
}
