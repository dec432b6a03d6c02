/**
 * Drops nodes that no output and no update needs, and feeds that no node reads. Where a size is all that remains of a batch, the
 * first feed that has it stays, so that whoever runs the program knows the size.
 */
import type { Feed, Program, Shape } from '../graph/graph.ts'
import { rebuild } from '../graph/rebuild.ts'
import { textAttr } from '../ops/attrs.ts'

export function dropDeadCode(program: Program): Program {
  const live = liveNodes(program)
  const rest = rebuild(program, (node, inputs, b) => (live.has(node.id) ? b.add(node.op, inputs, node.attrs) : null))
  const read = new Set(rest.nodes.flatMap((n) => (n.op === 'input' ? [textAttr(n.attrs, 'name')] : [])))
  const sized = new Set(rest.feeds.filter((f) => read.has(f.name)).flatMap((f) => batchesOf(f.shape)))
  for (const batch of new Set(rest.nodes.flatMap((n) => [...batchesOf(n.shape), ...(n.op === 'size' ? batchesOf([n.attrs['dim'] as Shape[number]]) : [])]))) {
    const witness: Feed | undefined = sized.has(batch) ? undefined : rest.feeds.find((f) => batchesOf(f.shape).includes(batch))
    if (witness) read.add(witness.name)
  }
  return { ...rest, feeds: rest.feeds.filter((f) => read.has(f.name)) }
}

const batchesOf = (shape: Shape): string[] => shape.flatMap((d) => (typeof d === 'number' ? [] : [d.batch]))

/** Nodes that an output or an update depends on. */
export function liveNodes(program: Program): ReadonlySet<number> {
  const live = new Set([...program.outputs, ...program.updates].map((r) => r.node))
  for (let id = program.nodes.length - 1; id >= 0; id--) if (live.has(id)) for (const i of program.nodes[id]!.inputs) live.add(i)
  return live
}
