/** Picture resizing, separable. When shrinking, fine lines are averaged and not skipped, as PIL does it. */
import { taps, type ResizeMethod } from '../../compiler/ops/resampling.ts'

export type { ResizeMethod } from '../../compiler/ops/resampling.ts'

export interface Resizer {
  /** Reads [fromHeight, fromWidth, channels] at `source[0 …]`, writes [toHeight, toWidth, channels] at `target[at …]`. */
  (source: ArrayLike<number>, target: { [index: number]: number }, at: number): void
}

/** A resizer for pictures of one size. It keeps a buffer, so it is not re-entrant. */
export function makeResizer(
  from: readonly [number, number],
  to: readonly [number, number],
  channels: number,
  method: ResizeMethod,
): Resizer {
  const rows = taps(from[0], to[0], method, { antialias: true })
  const columns = taps(from[1], to[1], method, { antialias: true })
  const between = new Float64Array(from[0] * to[1] * channels)
  return (source, target, at) => {
    for (let y = 0; y < from[0]; y++) {
      for (let x = 0; x < to[1]; x++) {
        const weights = columns.weights[x]!
        for (let c = 0; c < channels; c++) {
          let sum = 0
          let index = (y * from[1] + columns.first[x]!) * channels + c
          for (let i = 0; i < weights.length; i++, index += channels) sum += weights[i]! * source[index]!
          between[(y * to[1] + x) * channels + c] = sum
        }
      }
    }
    const stride = to[1] * channels
    for (let y = 0; y < to[0]; y++) {
      const weights = rows.weights[y]!
      for (let x = 0; x < stride; x++) {
        let sum = 0
        let index = rows.first[y]! * stride + x
        for (let i = 0; i < weights.length; i++, index += stride) sum += weights[i]! * between[index]!
        target[at + y * stride + x] = sum
      }
    }
  }
}
