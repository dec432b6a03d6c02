/**
 * Principal components in float64, by a road that shares nothing with the compiler: covariance by summation, eigenvectors
 * and singular values by ml-matrix.
 */
import { EigenvalueDecomposition, Matrix, QrDecomposition, SingularValueDecomposition } from 'ml-matrix'
import { keyOf } from '../../runtime/noise/key.ts'
import { fillNormals } from '../../runtime/noise/normal.ts'
import { threefry } from '../../runtime/noise/threefry.ts'

export interface Principal {
  readonly mean: Float64Array
  /** Sum of all eigenvalues: the mean squared distance from the mean. */
  readonly total: number
  /** Eigenvalues of the covariance (divided by n), largest first. */
  readonly values: Float64Array
  /** The eigenvector of `values[i]` is column i. */
  readonly vectors: Matrix
}

/** Of `rows` vectors of `size` numbers, one after another. Zeros are skipped: most pixels of a digit are. */
export function principal(data: Float32Array, size: number): Principal {
  const rows = data.length / size
  const mean = new Float64Array(size)
  const products = new Float64Array(size * size)
  const found = new Int32Array(size)
  for (let at = 0; at < data.length; at += size) {
    let count = 0
    for (let i = 0; i < size; i++) if (data[at + i] !== 0) found[count++] = i
    for (let a = 0; a < count; a++) {
      const i = found[a]!
      const value = data[at + i]!
      mean[i]! += value
      for (let b = a; b < count; b++) products[i * size + found[b]!]! += value * data[at + found[b]!]!
    }
  }
  for (let i = 0; i < size; i++) mean[i]! /= rows
  const covariance = Matrix.zeros(size, size)
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const value = products[i * size + j]! / rows - mean[i]! * mean[j]!
      covariance.set(i, j, value)
      covariance.set(j, i, value)
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true })
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!)
  return {
    mean, total: covariance.trace(),
    values: Float64Array.from(order, (i) => realEigenvalues[i]!),
    vectors: eigenvectorMatrix.subMatrixColumn(order),
  }
}

/** Mean squared error left by the first `k` components of `fitted` on the data, which are centred by the fitted mean. */
export const floorOn = (fitted: Principal, k: number, data: Float32Array): number => residuals(fitted, k, data).reduce((a, b) => a + b, 0) / (data.length / fitted.mean.length)

/** The squared error of each row. */
export function residuals(fitted: Principal, k: number, data: Float32Array): Float64Array {
  const size = fitted.mean.length
  const axes = Array.from({ length: k }, (_, i) => Float64Array.from(fitted.vectors.getColumn(i)))
  const centred = new Float64Array(size)
  const errors = new Float64Array(data.length / size)
  for (let row = 0; row < errors.length; row++) {
    let left = 0
    for (let i = 0; i < size; i++) {
      centred[i] = data[row * size + i]! - fitted.mean[i]!
      left += centred[i]! ** 2
    }
    for (const axis of axes) left -= dot(axis, centred) ** 2
    errors[row] = left
  }
  return errors
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** Largest principal angle, in degrees, between the column space of `weights` ([size, k], row-major) and the first k components. */
export function largestAngle(weights: Float32Array, fitted: Principal): number {
  const size = fitted.mean.length
  const k = weights.length / size
  const basis = new QrDecomposition(new Matrix(Array.from({ length: size }, (_, i) => Array.from(weights.subarray(i * k, (i + 1) * k))))).orthogonalMatrix
  const truth = fitted.vectors.subMatrix(0, size - 1, 0, k - 1)
  const cosines = new SingularValueDecomposition(basis.transpose().mmul(truth)).diagonal
  return Math.acos(Math.min(1, Math.min(...cosines))) * 180 / Math.PI
}

/**
 * Fréchet distance between Gaussians fitted to two clouds, |m − n|² + tr(C + D − 2 (C^½ D C^½)^½), in the coordinates of
 * the first k components of the first cloud, as a share of that cloud's variance there: 1 for a cloud that sits on the
 * mean and does not vary.
 */
export function frechetShare(fitted: Principal, k: number, samples: Float32Array): number {
  const size = fitted.mean.length
  const rows = samples.length / size
  const axes = Array.from({ length: k }, (_, i) => Float64Array.from(fitted.vectors.getColumn(i)))
  const scores = Matrix.zeros(rows, k)
  const centred = new Float64Array(size)
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < size; i++) centred[i] = samples[row * size + i]! - fitted.mean[i]!
    axes.forEach((axis, i) => scores.set(row, i, dot(axis, centred)))
  }
  const shift = scores.mean('column')
  const around = scores.subRowVector(shift)
  const spread = around.transpose().mmul(around).div(rows)
  // In these coordinates the first cloud's covariance is diagonal.
  const roots = Matrix.diag(Array.from(fitted.values.subarray(0, k), Math.sqrt))
  const inner = new EigenvalueDecomposition(roots.mmul(spread).mmul(roots), { assumeSymmetric: true }).realEigenvalues
  const variance = fitted.values.subarray(0, k).reduce((a, b) => a + b, 0)
  const distance = shift.reduce((sum, x) => sum + x * x, 0) + variance + spread.trace() - 2 * inner.reduce((sum, x) => sum + Math.sqrt(Math.max(0, x)), 0)
  return distance / variance
}

/**
 * The best linear filter against noise of variance σ², x̂ = m + Σ λᵢ / (λᵢ + σ²) uᵢ uᵢᵀ (y − m) (Wiener's, in principal
 * coordinates), and the first k components of the noisy image, both as mean peak signal-to-noise ratio in decibels.
 */
export function linearFilters(fitted: Principal, k: number, clean: Float32Array, sigma: number, seed: number): { readonly wiener: number; readonly projected: number } {
  const size = fitted.mean.length
  const weights = fitted.values.map((value) => value / (value + sigma ** 2))
  const wiener = filterOf(fitted, weights)
  const projection = filterOf(fitted, weights.map((_, i) => (i < k ? 1 : 0)))
  const rows = clean.length / size
  const noisy = new Float64Array(size)
  const noise = new Float32Array(size)
  const [key, words] = [keyOf('linear filters', seed), new Uint32Array(4 * Math.ceil(size / 4))]
  const psnr = (filter: Float64Array, at: number): number => {
    let error = 0
    for (let i = 0; i < size; i++) {
      let sum = fitted.mean[i]!
      for (let j = 0, place = i * size; j < size; j++, place++) sum += filter[place]! * noisy[j]!
      error += (sum - clean[at + i]!) ** 2
    }
    return -10 * Math.log10(error / size)
  }
  let [first, second] = [0, 0]
  for (let at = 0; at < clean.length; at += size) {
    threefry(0, at / size, 0, 0, key, words, words.length / 4)
    fillNormals(words, size, noise, 0)
    for (let i = 0; i < size; i++) noisy[i] = clean[at + i]! - fitted.mean[i]! + sigma * noise[i]!
    first += psnr(wiener, at)
    second += psnr(projection, at)
  }
  return { wiener: first / rows, projected: second / rows }
}

/** Σ wᵢ uᵢ uᵢᵀ, row-major. */
function filterOf({ vectors, mean: { length: size } }: Principal, weights: Float64Array): Float64Array {
  const scaled = vectors.clone()
  for (let i = 0; i < size; i++) scaled.mulColumn(i, weights[i]!)
  return Float64Array.from(scaled.mmul(vectors.transpose()).to1DArray())
}
