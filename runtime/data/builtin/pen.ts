/** A pen that draws smooth curves into a small grey picture, one byte a pixel, with soft edges. */

/** Points of a path: x0, y0, x1, y1, … in pixels; `length` counts numbers in use. */
export interface Path {
  readonly points: Float64Array
  length: number
}

const STEPS = 4

/**
 * Adds to `path` the Catmull-Rom curve through control points `from … to − 1` of `xy` (pairs), starting a new stroke.
 * A repeated point is a corner. Strokes are parted by NaN.
 */
export function addCurve(xy: Float64Array, from: number, to: number, path: Path): void {
  const { points } = path
  if (path.length > 0) {
    points[path.length++] = NaN
    points[path.length++] = NaN
  }
  points[path.length++] = xy[2 * from]!
  points[path.length++] = xy[2 * from + 1]!
  for (let i = from; i + 1 < to; i++) {
    const x1 = xy[2 * i]!
    const y1 = xy[2 * i + 1]!
    const x2 = xy[2 * i + 2]!
    const y2 = xy[2 * i + 3]!
    if (x1 === x2 && y1 === y2) continue
    const before = i > from ? i - 1 : i
    const after = i + 2 < to ? i + 2 : i + 1
    // A corner has its double as neighbour, which makes the tangent there point along the segment.
    const tx1 = (x2 - xy[2 * before]!) / 2
    const ty1 = (y2 - xy[2 * before + 1]!) / 2
    const tx2 = (xy[2 * after]! - x1) / 2
    const ty2 = (xy[2 * after + 1]! - y1) / 2
    for (let step = 1; step <= STEPS; step++) {
      const t = step / STEPS
      const u = 1 - t
      const a = u * u * (1 + 2 * t)
      const b = t * u * u
      const c = t * t * (3 - 2 * t)
      const d = -t * t * u
      points[path.length++] = a * x1 + b * tx1 + c * x2 + d * tx2
      points[path.length++] = a * y1 + b * ty1 + c * y2 + d * ty2
    }
  }
}

/**
 * Draws `path` into the size×size bytes at `out[at …]`, which it clears first. A pixel's grey is the distance d of
 * its centre from the path: 255 within `radius − soft`, 0 beyond `radius + soft`, linear between (in pixels).
 */
export function drawPath(path: Path, radius: number, soft: number, size: number, out: Uint8Array, at: number): void {
  out.fill(0, at, at + size * size)
  const { points, length } = path
  const outer = radius + soft
  const outer2 = outer * outer
  const gain = 255 / (2 * soft)
  for (let p = 2; p < length; p += 2) {
    const x1 = points[p - 2]!
    const y1 = points[p - 1]!
    const x2 = points[p]!
    const y2 = points[p + 1]!
    if (x1 !== x1 || x2 !== x2) continue
    const dx = x2 - x1
    const dy = y2 - y1
    const inverse = 1 / (dx * dx + dy * dy + 1e-12)
    const left = Math.max(0, Math.ceil((x1 < x2 ? x1 : x2) - outer - 0.5))
    const right = Math.min(size - 1, Math.floor((x1 < x2 ? x2 : x1) + outer - 0.5))
    const top = Math.max(0, Math.ceil((y1 < y2 ? y1 : y2) - outer - 0.5))
    const bottom = Math.min(size - 1, Math.floor((y1 < y2 ? y2 : y1) + outer - 0.5))
    for (let y = top; y <= bottom; y++) {
      const py = y + 0.5 - y1
      for (let x = left; x <= right; x++) {
        const px = x + 0.5 - x1
        const along = (px * dx + py * dy) * inverse
        const t = along < 0 ? 0 : along > 1 ? 1 : along
        const ex = px - t * dx
        const ey = py - t * dy
        const distance2 = ex * ex + ey * ey
        if (distance2 >= outer2) continue
        const ink = Math.min(255, Math.round((outer - Math.sqrt(distance2)) * gain))
        const index = at + y * size + x
        if (ink > out[index]!) out[index] = ink
      }
    }
  }
}
