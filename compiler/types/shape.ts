/** Arithmetic on shapes: broadcasting, convolutions, pooling. */
import type { Axis } from '../model/model.ts'

/** Only one number and axes of 1 stretch, and axes only at equal rank. Null: they do not fit. */
export function broadcast(a: readonly Axis[], b: readonly Axis[]): readonly Axis[] | null {
  if (a.length === 0) return b
  if (b.length === 0) return a
  if (a.length !== b.length) return null
  const axes: Axis[] = []
  for (const [i, left] of a.entries()) {
    const right = b[i]!
    if (left.size === right.size) axes.push(left.name === undefined ? right : left)
    else if (left.size === 1) axes.push(right)
    else if (right.size === 1) axes.push(left)
    else return null
  }
  return axes
}

export type Padding = 'same' | 'valid'

/** Output length of a window that slides (Keras: same = ceil(n / s), valid = ceil((n - k + 1) / s)). Below 1: too small. */
export const windowed = (size: number, window: number, stride: number, padding: Padding): number =>
  padding === 'same' ? Math.ceil(size / stride) : Math.ceil((size - window + 1) / stride)

/** Output length of a transposed convolution (Keras: same = n s, valid = n s + max(k - s, 0)). */
export const transposed = (size: number, window: number, stride: number, padding: Padding): number =>
  padding === 'same' ? size * stride : size * stride + Math.max(window - stride, 0)
