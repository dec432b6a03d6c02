/** Seeded arguments for the rows of `table.ts`. */
import type { Case, Domain } from './table.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { resolveShape } from '../../compiler/ops/shapes.ts'
import { tensor64 } from '../../compiler/ops/tensors.ts'

/** Mulberry32: uniform numbers in [0, 1), the same for the same seed. */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function draw(domain: Domain, next: () => number): number {
  if (domain === 'bool') return Number(next() < 0.5)
  if (domain === 'positive') return 0.4 + 1.2 * next()
  // Away from 0, from whole numbers and from the bounds of the clamp rows.
  if (domain === 'apart') return (next() < 0.5 ? -1 : 1) * ([0.15, 0.35, 0.55, 1.25, 1.45][Math.floor(next() * 5)]! + 0.1 * next())
  if (typeof domain === 'object') return Math.floor(next() * domain.below)
  return 3 * next() - 1.5
}

export function randomInputs(row: Case, sizes: Readonly<Record<string, number>>, next: () => number): Record<string, Tensor64> {
  return Object.fromEntries(row.inputs.map(({ shape, domain = 'real' }, i) => {
    const value = tensor64(resolveShape(shape, sizes))
    return [`x${i}`, { ...value, data: value.data.map(() => draw(domain, next)) }]
  }))
}

export const randomTensor = (shape: readonly number[], next: () => number, scale = 1): Tensor64 => {
  const value = tensor64(shape)
  return { ...value, data: value.data.map(() => scale * (2 * next() - 1)) }
}
