/** Derivatives as ops: a program names them, the pass `differentiate` writes them out. */
import type { Op } from './op.ts'
import { sameDim, showShape } from '../graph/graph.ts'
import { GraphError } from '../graph/error.ts'
import { isSymbolic } from './shapes.ts'

const unexpanded = (name: string) => (): never => { throw new GraphError(`${name} has no value of its own: run the pass differentiate first`) }

const grad: Op = {
  name: 'grad',
  doc: 'dy/dx of a scalar y at the node x, which may be any node: its adjoint, not continued through what x is made of. Zeros where y does not depend on x.',
  infer([y, x]) {
    if (y?.dtype !== 'float32' || x?.dtype !== 'float32') throw new GraphError(`grad of ${y?.dtype} by ${x?.dtype}: both are float32`)
    if (y.shape.length !== 0) throw new GraphError(`grad of ${showShape(y.shape)}: only of a single number`)
    return { shape: x.shape, dtype: 'float32' }
  },
  evaluate: unexpanded('grad'),
  flops: () => 0,
  tfjs: unexpanded('grad'),
}

const jacobian: Op = {
  name: 'jacobian',
  doc: 'All derivatives of y [B, K…] by x [B, N…] within each sample: [B, K…, N…].',
  infer([y, x]) {
    if (y?.dtype !== 'float32' || x?.dtype !== 'float32') throw new GraphError(`jacobian of ${y?.dtype} by ${x?.dtype}: both are float32`)
    if (!y.shape.length || !x.shape.length || !sameDim(y.shape[0]!, x.shape[0]!)) {
      throw new GraphError(`jacobian of ${showShape(y.shape)} by ${showShape(x.shape)}: they do not share a batch axis`)
    }
    if (isSymbolic(y.shape.slice(1)) || isSymbolic(x.shape.slice(1))) {
      throw new GraphError(`jacobian of ${showShape(y.shape)} by ${showShape(x.shape)}: only the batch axis may be symbolic`)
    }
    return { shape: [...y.shape, ...x.shape.slice(1)], dtype: 'float32' }
  },
  evaluate: unexpanded('jacobian'),
  flops: () => 0,
  tfjs: unexpanded('jacobian'),
}

export const derivativeOps: readonly Op[] = [grad, jacobian]
