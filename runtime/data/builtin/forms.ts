/** The four forms that `shapes` and `segments` draw, of about equal area at equal radius. */
import type { Form } from './canvas.ts'

interface Kind {
  readonly name: string
  /** Farthest point from the centre. */
  readonly reach: number
  /** Distance from the outline of the form of radius 1, y down. */
  distance(x: number, y: number): number
}

const boxAt = (x: number, y: number, a: number, b: number): number => Math.max(Math.abs(x) - a, Math.abs(y) - b)

export const KINDS: readonly Kind[] = [
  { name: 'circle', reach: 0.95, distance: (x, y) => Math.sqrt(x * x + y * y) - 0.95 },
  { name: 'square', reach: 1.19, distance: (x, y) => boxAt(x, y, 0.84, 0.84) },
  // Equilateral, its centre of mass in the middle: half-planes at half the distance of its corners.
  { name: 'triangle', reach: 1.25, distance: (x, y) => Math.max(y, 0.8660254037844386 * Math.abs(x) - y / 2) - 0.625 },
  { name: 'cross', reach: 1.06, distance: (x, y) => Math.min(boxAt(x, y, 1, 0.36), boxAt(x, y, 0.36, 1)) },
]

/** A form of a kind, turned by the angle of that cosine and sine. */
export const formOf = (kind: number, x: number, y: number, radius: number, [cosine, sine]: readonly [number, number]): Form => {
  const { reach, distance } = KINDS[kind]!
  return {
    x, y,
    reach: reach * radius,
    distance: (dx, dy) => radius * distance((cosine * dx + sine * dy) / radius, (cosine * dy - sine * dx) / radius),
  }
}
