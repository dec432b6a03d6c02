/** The Fréchet distance of two clouds of points, each taken for a Gaussian (Dowson & Landau 1982; on features of images: FID, Heusel et al. 2017). */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import type { Sample } from './sample.ts'

/** ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½), covariances with n − 1 as in numpy. */
export function frechet(a: Sample, b: Sample): number {
  if (a.size !== b.size) throw new RangeError(`frechet needs members of one size: they have ${a.size} and ${b.size} numbers`)
  if (a.count < 2 || b.count < 2) return NaN
  if (![a, b].every(({ values }) => values.every(Number.isFinite))) return NaN
  const [first, second] = [momentsOf(a), momentsOf(b)]
  const shift = first.mean.reduce((total, value, i) => total + (value - second.mean[i]!) ** 2, 0)
  // (Σ₁Σ₂)^½ has the eigenvalues of the symmetric (Σ₁^½ Σ₂ Σ₁^½)^½.
  const root = squareRoot(first.covariance)
  const middle = root.mmul(second.covariance).mmul(root)
  const cross = eigenvalues(middle.add(middle.transpose()).div(2)).reduce((total, value) => total + Math.sqrt(Math.max(0, value)), 0)
  return Math.max(0, shift + first.covariance.trace() + second.covariance.trace() - 2 * cross)
}

function momentsOf({ count, size, values }: Sample): { readonly mean: Float64Array; readonly covariance: Matrix } {
  const mean = new Float64Array(size)
  for (let i = 0; i < count; i++) for (let j = 0; j < size; j++) mean[j]! += values[i * size + j]! / count
  const sums = new Float64Array(size * size)
  const centred = new Float64Array(size)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < size; j++) centred[j] = values[i * size + j]! - mean[j]!
    for (let j = 0; j < size; j++) {
      const factor = centred[j]!
      for (let k = 0; k <= j; k++) sums[j * size + k]! += factor * centred[k]!
    }
  }
  const covariance = Matrix.zeros(size, size)
  for (let j = 0; j < size; j++) for (let k = 0; k <= j; k++) {
    const value = sums[j * size + k]! / (count - 1)
    covariance.set(j, k, value)
    covariance.set(k, j, value)
  }
  return { mean, covariance }
}

const decompose = (symmetric: Matrix): EigenvalueDecomposition => new EigenvalueDecomposition(symmetric, { assumeSymmetric: true })
const eigenvalues = (symmetric: Matrix): number[] => decompose(symmetric).realEigenvalues

/** Of a positive semi-definite matrix; what rounding made negative counts as zero. */
function squareRoot(covariance: Matrix): Matrix {
  const { eigenvectorMatrix: vectors, realEigenvalues } = decompose(covariance)
  const scaled = vectors.clone().mulRowVector(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))))
  return scaled.mmul(vectors.transpose())
}
