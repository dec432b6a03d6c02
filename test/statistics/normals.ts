/** Draws for tests, by seed. */
import { uniforms } from '../ops/random.ts'

export function standardNormals(seed: number, count: number): number[] {
  const next = uniforms(seed)
  return Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()))
}
