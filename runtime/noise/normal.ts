/**
 * From random 32-bit words to uniform and normal numbers, with nothing but `+ − × ÷ √`, whose results IEEE 754 fixes.
 * `Math.log`, `Math.sin` and `Math.cos` may differ in the last bit between JavaScript engines; these do not, so a seed
 * gives the same noise in every browser and in Node. They are accurate to about 1e-10, far below float32.
 */

const LN2 = Math.LN2
const SQRT2 = Math.SQRT2
const TWO_TO_MINUS_24 = 2 ** -24
const TWO_TO_MINUS_30 = 2 ** -30

/** 2^(1 − i): what brings a number with i − 1 as its binary exponent into [1, 2). */
const SCALE = Float64Array.from({ length: 34 }, (_, i) => 2 ** (1 - i))

/** Uniform in [0, 1): the upper 24 bits, so that it is exact as a float32 and never rounds up to 1. */
export const uniformOf = (word: number): number => (word >>> 8) * TWO_TO_MINUS_24

/** −2 ln u for u = (word + ½) / 2³², which is never 0 or 1. By ln t = 2 artanh((t − 1)/(t + 1)) on [√½, √2]. */
export function minusTwoLog(word: number): number {
  const w = word >>> 0
  let exponent = 31 - Math.clz32(w)
  let t = (w + 0.5) * SCALE[exponent + 1]!
  if (t > SQRT2) {
    t *= 0.5
    exponent += 1
  }
  const s = (t - 1) / (t + 1)
  const q = s * s
  const series = s * (1 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + q / 13))))))
  return 2 * ((32 - exponent) * LN2 - 2 * series)
}

// Taylor coefficients of sin(πx/2) and cos(πx/2), used for x in [0, 1).
const H = Math.PI / 2
const H2 = H * H
const S1 = H
const S3 = (-S1 * H2) / 6
const S5 = (-S3 * H2) / 20
const S7 = (-S5 * H2) / 42
const S9 = (-S7 * H2) / 72
const S11 = (-S9 * H2) / 110
const S13 = (-S11 * H2) / 156
const S15 = (-S13 * H2) / 210
const C2 = -H2 / 2
const C4 = (-C2 * H2) / 12
const C6 = (-C4 * H2) / 30
const C8 = (-C6 * H2) / 56
const C10 = (-C8 * H2) / 90
const C12 = (-C10 * H2) / 132
const C14 = (-C12 * H2) / 182

/**
 * Box and Muller's transform: two words become two independent standard normals, at `out[at]` and `out[at + 1]`.
 * The largest magnitude it can give is 6.76.
 */
export function boxMuller(radiusWord: number, angleWord: number, out: Float32Array, at: number): void {
  onCircle(Math.sqrt(minusTwoLog(radiusWord)), angleWord, out, at)
}

/** Writes (r cos θ, r sin θ) to `out[at]` and `out[at + 1]`, for θ = 2π · angleWord / 2³². */
export function onCircle(radius: number, angleWord: number, out: Float32Array, at: number): void {
  const x = (angleWord & 0x3fffffff) * TWO_TO_MINUS_30
  const q = x * x
  const sine = radius * x * (S1 + q * (S3 + q * (S5 + q * (S7 + q * (S9 + q * (S11 + q * (S13 + q * S15)))))))
  const cosine = radius * (1 + q * (C2 + q * (C4 + q * (C6 + q * (C8 + q * (C10 + q * (C12 + q * C14)))))))
  const quadrant = angleWord >>> 30
  if (quadrant === 0) {
    out[at] = cosine
    out[at + 1] = sine
  } else if (quadrant === 1) {
    out[at] = -sine
    out[at + 1] = cosine
  } else if (quadrant === 2) {
    out[at] = -cosine
    out[at + 1] = -sine
  } else {
    out[at] = sine
    out[at + 1] = -cosine
  }
}
