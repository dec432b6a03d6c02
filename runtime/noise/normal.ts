/**
 * From random 32-bit words to uniform and normal numbers, with nothing but `+ − × ÷ √`, whose results IEEE 754 fixes.
 * `Math.log`, `Math.sin` and `Math.cos` may differ in the last bit between JavaScript engines; these do not, so a seed
 * gives the same noise in every browser and in Node. They are accurate to about 1e-10, far below float32.
 */

const TWO_TO_MINUS_24 = 2 ** -24
const TWO_TO_MINUS_30 = 2 ** -30

/** Uniform in [0, 1): the upper 24 bits, so that it is exact as a float32 and never rounds up to 1. */
export const uniformOf = (word: number): number => (word >>> 8) * TWO_TO_MINUS_24

/** Pieces into which [1, 2] is cut, around 1, 1 + 1/64, …, 2. */
const PIECES = 64
const MIDDLES = Array.from({ length: PIECES + 1 }, (_, j) => 1 + j / PIECES)
/** ln c for the middle c of each piece. */
const LOGS = Float64Array.from(MIDDLES, logarithm)
/** 2⁻³¹/c */
const INVERSES = Float64Array.from(MIDDLES, (c) => 2 ** -31 / c)
/** (1 + z) ln 2. The last logarithm is that of 2. */
const EXPONENTS = Float64Array.from({ length: 32 }, (_, z) => (1 + z) * LOGS[PIECES]!)

/** ln c for c in [1, 2], as 2 artanh((c − 1)/(c + 1)). */
function logarithm(c: number): number {
  const s = (c - 1) / (c + 1)
  let sum = 0
  for (let power = s, n = 1; n < 40; n += 2, power *= s * s) sum += power / n
  return 2 * sum
}

/** −ln u for u = word/2³² with the last bit set, so that u is never 0 or 1. */
export function minusLog(word: number): number {
  const odd = word | 1
  const zeros = Math.clz32(odd)
  // u = n/2³¹ · 2^(−1 − zeros), and n/2³¹ in [1, 2) is the middle of its piece times 1 + r, |r| ≤ 1/128.
  const n = (odd << zeros) >>> 0
  const piece = ((n >>> 24) - 127) >> 1
  const r = n * INVERSES[piece]! - 1
  return EXPONENTS[zeros]! - LOGS[piece]! - r * (1 + r * (-1 / 2 + r * (1 / 3 + r * (-1 / 4))))
}

// Taylor coefficients of sin(πx/2) and cos(πx/2).
const H = Math.PI / 2
const H2 = H * H
const S1 = H
const S3 = (-S1 * H2) / 6
const S5 = (-S3 * H2) / 20
const S7 = (-S5 * H2) / 42
const S9 = (-S7 * H2) / 72
const S11 = (-S9 * H2) / 110
const C2 = -H2 / 2
const C4 = (-C2 * H2) / 12
const C6 = (-C4 * H2) / 30
const C8 = (-C6 * H2) / 56
const C10 = (-C8 * H2) / 90

/** sin(πx/2), given x and x², for |x| ≤ ½. */
const sine = (x: number, q: number): number => x * (S1 + q * (S3 + q * (S5 + q * (S7 + q * (S9 + q * S11)))))

/** cos(πx/2), given x², for |x| ≤ ½. */
const cosine = (q: number): number => 1 + q * (C2 + q * (C4 + q * (C6 + q * (C8 + q * C10))))

/**
 * Box and Muller's transform: of each two words the first gives a radius, the second a direction, and their coordinates
 * are two independent standard normals. Writes `count` of them to `out[at …]`; an odd one takes two words too.
 * The largest magnitude it can give is 6.66.
 *
 * Two bits of the direction are the signs. The others place it within an eighth of a turn of the diagonal, where
 * (cos, sin)(π/4 + y) = √½ (cos y − sin y, cos y + sin y): no case to choose, which would cost more than the arithmetic.
 */
export function fillNormals(words: Uint32Array, count: number, out: Float32Array, at: number): void {
  for (let i = 0; i < count; i += 2) {
    // √½ √(−2 ln u)
    const radius = Math.sqrt(minusLog(words[i]!))
    const direction = words[i + 1]! | 0
    const x = ((direction << 2) >> 2) * TWO_TO_MINUS_30
    const q = x * x
    const s = sine(x, q)
    const c = cosine(q)
    out[at + i] = radius * (c - s) * (1 - ((direction >>> 30) & 2))
    if (i + 1 < count) out[at + i + 1] = radius * (c + s) * (1 - ((direction >>> 29) & 2))
  }
}

/** Writes `count` uniform numbers in [0, 1) to `out[at …]`. */
export function fillUniforms(words: Uint32Array, count: number, out: Float32Array, at: number): void {
  for (let i = 0; i < count; i++) out[at + i] = uniformOf(words[i]!)
}

/** Writes (r cos θ, r sin θ) to `out[at]` and `out[at + 1]`, for θ = 2π · angle / 2³². */
export function onCircle(radius: number, angle: number, out: Float32Array, at: number): void {
  const word = angle >>> 0
  const quarter = Math.floor((word + 2 ** 29) / 2 ** 30)
  const x = (word - quarter * 2 ** 30) * TWO_TO_MINUS_30
  const s = radius * sine(x, x * x)
  const c = radius * cosine(x * x)
  out[at] = quarter % 4 === 0 ? c : quarter === 1 ? -s : quarter === 2 ? -c : s
  out[at + 1] = quarter % 4 === 0 ? s : quarter === 1 ? c : quarter === 2 ? -s : -c
}
