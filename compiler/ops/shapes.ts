/** Shape arithmetic that several ops share. Sizes may be symbolic; two symbolic sizes fit only when they are the same. */
import type { Dim, Shape } from '../graph/graph.ts'
import { sameDim, showDim, showShape, sizeOf } from '../graph/graph.ts'
import { GraphError } from '../graph/error.ts'

/** The common shape of two operands, as NumPy broadcasts: aligned at the last axis, a size of 1 stretches. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - (rank - a.length)] ?? 1
    const y = b[i - (rank - b.length)] ?? 1
    if (sameDim(x, y) || y === 1) return x
    if (x === 1) return y
    throw new GraphError(`shapes ${showShape(a)} and ${showShape(b)} do not broadcast: ${showDim(x)} against ${showDim(y)}`)
  })
}

/** Whether a tensor of shape `from` may be stretched to `to`. */
export function broadcastsTo(from: Shape, to: Shape): boolean {
  const lead = to.length - from.length
  return lead >= 0 && from.every((d, i) => d === 1 || sameDim(d, to[i + lead]!))
}

/** `a + sign·b`; a symbolic and a plain size have no sum unless one of them is 0. */
export function addDims(a: Dim, b: Dim, sign: 1 | -1 = 1): Dim {
  if (typeof a === 'number' && typeof b === 'number') return a + sign * b
  if (b === 0) return a
  if (typeof a !== 'number' && typeof b !== 'number' && a.batch === b.batch) {
    const times = a.times + sign * b.times
    return times === 0 ? 0 : { batch: a.batch, times }
  }
  if (a === 0 && typeof b !== 'number' && sign === 1) return b
  throw new GraphError(`no single size for ${showDim(a)} ${sign === 1 ? '+' : '-'} ${showDim(b)}`)
}

/** The result shape of a reduction. */
export const reducedShape = (shape: Shape, axes: readonly number[], keepDims: boolean): Shape =>
  keepDims ? shape.map((d, i) => (axes.includes(i) ? 1 : d)) : shape.filter((_, i) => !axes.includes(i))

/** A shape with its batch sizes filled in. Throws `GraphError` for a batch without a size. */
export function resolveShape(shape: Shape, sizes: Readonly<Record<string, number>>): number[] {
  return shape.map((d) => {
    const size = sizeOf(d, sizes)
    if (!Number.isInteger(size)) throw new GraphError(`no size given for the batch in ${showShape(shape)}`)
    return size
  })
}

/** A size that must be known when compiling (a spatial size, a kernel size). */
export function knownSize(dim: Dim | undefined, what: string): number {
  if (typeof dim === 'number') return dim
  throw new GraphError(`${what} must be a known size${dim ? `, found ${showDim(dim)}` : ''}`)
}

export const countOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1)

export const isSymbolic = (shape: Shape): boolean => shape.some((d) => typeof d !== 'number')
