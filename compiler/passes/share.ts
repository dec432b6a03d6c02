/** Common subexpressions: nodes of the same op, inputs and attributes become one. */
import type { Program } from '../graph/graph.ts'
import { rebuild } from '../graph/rebuild.ts'

export const share = (program: Program): Program => rebuild(program, (node, inputs, b) => b.add(node.op, inputs, node.attrs))
