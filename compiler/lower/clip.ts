/** Clipping by the norm of all gradients of a step together (Pascanu, Mikolov & Bengio 2013), as PyTorch's `clip_grad_norm_` does it. */
import type { Builder, Ref } from '../graph/builder.ts'
import { scalar } from '../ops/compose.ts'

/** Keeps the quotient finite where all gradients are 0. */
const EPSILON = 1e-6

/** `min(1, limit / (norm + ε))`: what every gradient is multiplied by. */
export function clipFactor(b: Builder, limit: Ref, gradients: readonly Ref[]): Ref {
  const squares = gradients.map((g) => b.add('sum', [b.add('square', [g])])).reduce((sum, s) => b.add('add', [sum, s]))
  const norm = b.add('add', [b.add('sqrt', [squares]), scalar(b, EPSILON)])
  return b.add('minimum', [b.add('div', [limit, norm]), scalar(b, 1)])
}
