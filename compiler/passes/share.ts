/**
 * Common subexpressions: nodes of the same op, inputs and attributes become one. Attributes are spelled one way first: defaults left
 * out, axes counted from the front, and a sum over all axes names none.
 */
import type { Attrs, Program } from '../graph/graph.ts'
import type { Ref } from '../graph/builder.ts'
import { rebuild } from '../graph/rebuild.ts'
import { axesAttr, axisOf, numberAttr, numbersAttr } from '../ops/attrs.ts'

export const share = (program: Program): Program => rebuild(program, (node, inputs, b) => b.add(node.op, inputs, canonical(node.op, node.attrs, inputs)))

const reductions = new Set(['sum', 'mean', 'max', 'min'])

/** The same attributes in their one spelling. */
function canonical(op: string, attrs: Attrs, inputs: readonly Ref[]): Attrs {
  const rank = inputs[0]?.shape.length ?? 0
  if (reductions.has(op)) {
    const axes = axesAttr(attrs, rank)
    return { ...(axes.length < rank && { axes }), ...(attrs['keepDims'] === true && { keepDims: true }) }
  }
  if (op === 'argMax' || op === 'concat') return { axis: axisOf(numberAttr(attrs, 'axis'), rank) }
  if (op === 'reverse') return { axes: numbersAttr(attrs, 'axes').map((a) => axisOf(a, rank)).sort((a, b) => a - b) }
  if (op === 'matmul') return Object.fromEntries(Object.entries(attrs).filter(([, on]) => on === true))
  return attrs
}
