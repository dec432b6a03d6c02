/** Axes of one scale: domains of equal length around all points, with a margin. */
import { rangeOf } from './raster.ts'

export function square(points: readonly { readonly x: number; readonly y: number }[]): { readonly x: readonly number[]; readonly y: readonly number[] } {
  const [x0, x1] = rangeOf(Float32Array.from(points, (point) => point.x))
  const [y0, y1] = rangeOf(Float32Array.from(points, (point) => point.y))
  const half = (Math.max(x1 - x0, y1 - y0, 1e-6) / 2) * 1.06
  const around = (low: number, high: number): readonly number[] => [(low + high) / 2 - half, (low + high) / 2 + half]
  return { x: around(x0, x1), y: around(y0, y1) }
}
