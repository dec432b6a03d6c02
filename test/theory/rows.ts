/** Rows with a known covariance. */
import { Matrix, QrDecomposition } from 'ml-matrix'
import { uniforms } from '../ops/random.ts'

const normals = (seed: number): (() => number) => {
  const next = uniforms(seed)
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}

/** Centred, independent columns whose variances are exactly the given ones: whitened, then scaled. */
export function gaussianRows(count: number, variances: readonly number[], seed: number): Matrix {
  const next = normals(seed)
  const raw = new Matrix(Array.from({ length: count }, () => variances.map(next)))
  const { orthogonalMatrix } = new QrDecomposition(raw.subRowVector(raw.mean('column')))
  return orthogonalMatrix.mulRowVector(variances.map((v) => Math.sqrt(v * count)))
}

/** Rows turned by a random rotation and moved by `shift`, one after another. */
export function rotated(rows: Matrix, width: number, seed: number, shift = 0): Float32Array {
  const next = normals(seed + 1)
  const turn = new QrDecomposition(new Matrix(Array.from({ length: width }, () => Array.from({ length: width }, next)))).orthogonalMatrix
  return Float32Array.from(rows.mmul(turn).add(shift).to1DArray())
}
