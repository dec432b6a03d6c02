/** Every op, by name. */
import type { Op } from './op.ts'
import { GraphError } from '../graph/error.ts'
import { binaryOps, logicOps } from './binary.ts'
import { castOps } from './cast.ts'
import { convolutionOps } from './convolution.ts'
import { derivativeOps } from './derivative.ts'
import { fusedOps } from './fused.ts'
import { layoutOps } from './layout.ts'
import { lookupOps } from './lookup.ts'
import { matmulOps } from './matmul.ts'
import { reduceOps } from './reduce.ts'
import { sourceOps } from './sources.ts'
import { unaryOps } from './unary.ts'

export const ops: ReadonlyMap<string, Op> = new Map(
  [sourceOps, unaryOps, binaryOps, logicOps, castOps, reduceOps, matmulOps, layoutOps, lookupOps, convolutionOps, derivativeOps, fusedOps]
    .flat().map((op) => [op.name, op]),
)

/** The row of an op. Throws `GraphError` for a name that there is not. */
export function opOf(name: string): Op {
  const op = ops.get(name)
  if (!op) throw new GraphError(`no op is called '${name}'`)
  return op
}
