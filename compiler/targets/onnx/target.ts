/** Target onnx: one program as an ONNX model. Feeds and the store go in, results and updated entries come out. */
import type { Program } from '../../graph/graph.ts'
import type { Port } from './proto.ts'
import type { BatchSource } from './writer.ts'
import { model } from './proto.ts'
import { onnxOps } from './ops.ts'
import { OnnxWriter } from './writer.ts'

export const feedPort = (name: string): string => `feed:${name}`
export const entryPort = (name: string): string => `store:${name}`
export const resultPort = (name: string): string => `result:${name}`
export const updatePort = (name: string): string => `update:${name}`

/** Ops of a program that cannot be written yet, each once. */
export const missingOps = (program: Program): readonly string[] =>
  [...new Set(program.nodes.map((n) => n.op))].filter((op) => op !== 'input' && op !== 'read' && !onnxOps[op])

/** Throws `RangeError` where `missingOps` names an op, or where no feed shows the size of a batch that is asked for. */
export function writeOnnx(program: Program): Uint8Array {
  const w = new OnnxWriter(batchSources(program))
  const values: string[] = []
  const inputs = new Map<string, Port>()
  for (const node of program.nodes) {
    const { op, attrs, shape, dtype } = node
    if (op === 'input' || op === 'read') {
      const name = op === 'input' ? feedPort(String(attrs['name'])) : entryPort(String(attrs['entry']))
      inputs.set(name, { name, dtype, shape })
      values.push(name)
      continue
    }
    const write = onnxOps[op]
    if (!write) throw new RangeError(`'${op}' has no spelling in ONNX yet`)
    values.push(write(w, node.inputs.map((i) => values[i]!), node, node.inputs.map((i) => program.nodes[i]!.shape)))
  }
  const outputs = [
    ...program.outputs.map((o) => [resultPort(o.name), o.node] as const), ...program.updates.map((u) => [updatePort(u.entry), u.node] as const),
  ].map(([name, id]): Port => {
    w.add('Identity', [values[id]!], {}, name)
    return { name, dtype: program.nodes[id]!.dtype, shape: program.nodes[id]!.shape }
  })
  return model(program.name, w.nodes, w.initializers, [...inputs.values()], outputs)
}

function batchSources(program: Program): Map<string, BatchSource> {
  const sources = new Map<string, BatchSource>()
  for (const node of program.nodes) {
    if (node.op !== 'input') continue
    node.shape.forEach((d, axis) => {
      if (typeof d === 'number' || (sources.get(d.batch)?.times ?? Infinity) <= d.times) return
      sources.set(d.batch, { input: feedPort(String(node.attrs['name'])), axis, times: d.times })
    })
  }
  return sources
}
