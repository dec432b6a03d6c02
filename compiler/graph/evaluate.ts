/** The reference: runs a program in float64, one op after another by its definition. Slow, and what engines are checked against. */
import type { Program } from './graph.ts'
import type { Tensor64 } from '../ops/op.ts'
import { GraphError } from './error.ts'
import { showShape } from './graph.ts'
import { opOf } from '../ops/registry.ts'
import { resolveShape } from '../ops/shapes.ts'

export interface Evaluation {
  readonly outputs: Readonly<Record<string, Tensor64>>
  /** New values of store entries, by entry. */
  readonly updates: Readonly<Record<string, Tensor64>>
}

/**
 * Runs `program` once. `batches` gives the size of each symbolic batch. Throws `GraphError` for a feed or an entry that is
 * missing or of another shape than declared, and for derivatives and noise that passes have not written out.
 */
export function evaluate(
  program: Program, feeds: Readonly<Record<string, Tensor64>>, store: Readonly<Record<string, Tensor64>> = {},
  batches: Readonly<Record<string, number>> = {},
): Evaluation {
  const values = evaluateNodes(program, feeds, store, batches)
  return {
    outputs: Object.fromEntries(program.outputs.map((o) => [o.name, values[o.node]!])),
    updates: Object.fromEntries(program.updates.map((u) => [u.entry, values[u.node]!])),
  }
}

/** The value of every node, by id. */
export function evaluateNodes(
  program: Program, feeds: Readonly<Record<string, Tensor64>>, store: Readonly<Record<string, Tensor64>>, batches: Readonly<Record<string, number>>,
): readonly Tensor64[] {
  const values: Tensor64[] = []
  for (const node of program.nodes) {
    const shape = resolveShape(node.shape, batches)
    let value: Tensor64
    if (node.op === 'input') value = given(feeds, node.attrs['name'], 'feed', shape)
    else if (node.op === 'read') value = given(store, node.attrs['entry'], 'store entry', shape)
    else value = opOf(node.op).evaluate(node.inputs.map((i) => values[i]!), node.attrs, batches)
    if (value.shape.join() !== shape.join()) {
      throw new GraphError(`%${node.id} ${node.op} gave [${value.shape.join(', ')}] where ${showShape(node.shape)} was declared`)
    }
    values.push(value)
  }
  return values
}

function given(from: Readonly<Record<string, Tensor64>>, name: unknown, what: string, shape: readonly number[]): Tensor64 {
  const value = from[String(name)]
  if (!value) throw new GraphError(`no value for the ${what} '${String(name)}'`)
  if (value.shape.join() !== shape.join()) {
    throw new GraphError(`the ${what} '${String(name)}' has shape [${value.shape.join(', ')}], declared is [${shape.join(', ')}]`)
  }
  return value
}
