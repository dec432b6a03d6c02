/** Nodes that a program differentiates by. */
import type { Program } from '../graph/graph.ts'

/**
 * Passes that run before differentiation must neither look through these nodes nor replace them: a reader that went past one
 * would be lost to its gradient.
 *
 * The other way round equal expressions are one: where another part of the program turns out to be the expression that a derivative is
 * taken by, it counts as that expression, as two spellings of one equation should.
 */
export const derivativeTargets = (program: Program): ReadonlySet<number> =>
  new Set(program.nodes.flatMap((n) => (n.op === 'grad' || n.op === 'jacobian' ? [n.inputs[1]!] : [])))
