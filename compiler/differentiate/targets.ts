/** Nodes that a program differentiates by. */
import type { Program } from '../graph/graph.ts'

/**
 * Passes that run before differentiation must neither look through these nodes nor replace them: a reader that went past one
 * would be lost to its gradient.
 */
export const derivativeTargets = (program: Program): ReadonlySet<number> =>
  new Set(program.nodes.flatMap((n) => (n.op === 'grad' || n.op === 'jacobian' ? [n.inputs[1]!] : [])))
