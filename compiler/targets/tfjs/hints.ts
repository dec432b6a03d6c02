/** What a person would call the values of a program, read off their origins. */
import type { Node, Program } from '../../graph/graph.ts'
import type { Hint } from './body.ts'
import { sameShape } from '../../graph/graph.ts'
import { textAttr } from '../../ops/attrs.ts'
import { capital, identifier, nounOf } from './names.ts'
import { isLeaf, readersOf } from './regions.ts'

export function hintsOf(program: Program): readonly Hint[] {
  const readers = readersOf(program)
  const { nodes } = program
  const hints = nodes.map((node): Hint => plain(node))
  const want = (id: number, name: string): void => { if (!isLeaf(nodes[id]!)) hints[id] = { name, wanted: true } }

  for (const node of nodes) {
    const { phase, network, layer } = node.origin
    if (phase === 'forward' && network !== undefined && layer !== undefined && readers[node.id]!.every((r) => !sameLayer(nodes[r]!, node))) want(node.id, layerName(layer))
    if (node.op === 'input') nameNoise(program, node, readers, want)
  }
  // A layer whose result is only brought into another shape gives its name to that.
  for (const node of nodes) {
    const [reader, ...others] = readers[node.id]!.map((r) => nodes[r]!)
    if (reader?.op !== 'reshape' || others.length || !hints[node.id]!.wanted || hints[reader.id]!.wanted || reader.origin.network !== node.origin.network) continue
    want(reader.id, hints[node.id]!.name)
    hints[node.id] = { name: nounOf(node.op), wanted: false }
  }
  for (const node of nodes) {
    const { phase, layer } = node.origin
    if (phase !== 'update' || layer === undefined) continue
    for (const i of node.inputs) if (nodes[i]!.origin.phase === 'backward') nameGradient(program, i, layer, want)
  }
  for (const node of nodes) if (node.origin.phase === 'backward' && !hints[node.id]!.wanted) nameAdjoint(program, node, readers, hints, want)
  for (const { entry, node } of program.updates) if (nodes[node]!.origin.layer === undefined) want(node, entry.split(/[./]/).at(-1)!)
  for (const { name, node } of program.outputs) if (nodes[node]!.origin.phase === 'forward') want(node, name)
  for (const node of nodes) {
    const { phase, network } = node.origin
    if (hints[node.id]!.wanted || phase !== 'forward' || network === undefined || node.op !== 'reshape') continue
    if (node.shape.length === 2 && nodes[node.inputs[0]!]!.shape.length > 2) want(node.id, 'flat')
    else if (readers[node.id]!.every((r) => nodes[r]!.origin.network !== network || nodes[r]!.origin.phase !== phase)) want(node.id, 'result')
  }
  // What is only turned or brought into another shape is named after what it was.
  for (const node of nodes) {
    if (hints[node.id]!.wanted) continue
    const source = nodes[node.inputs[0] ?? 0]!
    if (node.op === 'transpose' || (node.op === 'reshape' && source.op === 'read')) hints[node.id] = { name: `${valueName(source, hints)}T`, wanted: false }
    else if (node.op === 'reshape' && node.origin.phase === 'backward') hints[node.id] = { name: hints[source.id]!.name, wanted: false }
  }
  return hints
}

/** What to call a value by which another is named. */
const valueName = (node: Node, hints: readonly Hint[]): string =>
  (node.op === 'read' ? entryName(textAttr(node.attrs, 'entry')) : hints[node.id]!.name)

/** `dense_1` → `dense1` */
const layerName = (layer: string): string => layer.replace(/_(?=\d+$)/, '')

/** `Enc.h.kernel` → `hKernel` */
const entryName = (entry: string): string => identifier(entry.split('.').slice(-2).map(layerName).join('.'))

type Want = (id: number, name: string) => void

function plain(node: Node): Hint {
  if (node.op === 'input') return { name: feedName(textAttr(node.attrs, 'name')), wanted: false }
  const { phase, layer, network } = node.origin
  if (phase === 'forward' && network !== undefined && layer !== undefined && !isLeaf(node)) return { name: `${layerName(layer)}${capital(nounOf(node.op))}`, wanted: false }
  if (phase === 'backward') return { name: `d${capital(identifier(layer === undefined ? nounOf(node.op) : layerName(layer)))}`, wanted: false }
  return { name: nounOf(node.op), wanted: false }
}

/** `x`, `x@1` → `x1`, `noise:q.z` → `zNoise`, `data.test[0..9].x` → `x`. */
function feedName(name: string): string {
  if (name.startsWith('noise:')) return `${siteName(name)}Noise`
  return identifier(name.replace(/^[^@]*\]\./, ''))
}

const siteName = (feed: string): string => identifier(feed.split(':')[1]!.split('.').at(-1)!)

const sameLayer = (a: Node, b: Node): boolean =>
  a.origin.phase === b.origin.phase && a.origin.network === b.origin.network && a.origin.application === b.origin.application && a.origin.layer === b.origin.layer

/** What arithmetic on the noise of a site ends in is the draw, and bears its name. */
function nameNoise(program: Program, input: Node, readers: readonly (readonly number[])[], want: Want): void {
  const name = textAttr(input.attrs, 'name')
  if (!name.startsWith('noise:') || /dropout/.test(name)) return
  let at = input
  for (;;) {
    const [reader, ...others] = readers[at.id]!.map((r) => program.nodes[r]!).filter((r) => r.origin.phase === 'forward')
    if (!reader || others.length || reader.origin.network !== undefined || !['reshape', 'mul', 'add', 'sub'].includes(reader.op)) break
    if (reader.shape.length < at.shape.length && reader.op !== 'reshape') break
    at = reader
  }
  if (at !== input) want(at.id, siteName(name))
}

/** The gradient of a parameter, and the parts that it is a sum of. */
function nameGradient(program: Program, id: number, entry: string, want: Want): void {
  const node = program.nodes[id]!
  if (isLeaf(node)) return
  want(id, `d${capital(entryName(entry))}`)
  if (node.op !== 'add') return
  for (const i of node.inputs) if (program.nodes[i]!.origin.phase === 'backward' && sameShape(program.nodes[i]!.shape, node.shape)) nameGradient(program, i, entry, want)
}

const inside = (n: Node, like: Node): boolean => n.origin.network === like.origin.network && n.origin.application === like.origin.application

/** The gradient by an argument of a network is named after it, where the shape tells which one it is. */
function nameAdjoint(program: Program, node: Node, readers: readonly (readonly number[])[], hints: readonly Hint[], want: Want): void {
  if (node.origin.network === undefined) {
    const name = nameWithin(program, node, readers, hints)
    if (name !== null) want(node.id, name)
    return
  }
  if (readers[node.id]!.every((r) => inside(program.nodes[r]!, node))) return
  const argument = program.nodes.filter((n) => n.origin.phase === 'forward' && inside(n, node)).flatMap((n) => n.inputs.map((i) => program.nodes[i]!))
    .find((n) => !inside(n, node) && (!isLeaf(n) || n.op === 'input') && sameShape(n.shape, node.shape))
  if (argument) want(node.id, argument.origin.network === undefined ? `d${capital(identifier(hints[argument.id]!.name))}` : 'dInput')
}

/** The name that a network has for a gradient that enters it from behind: that of the result which it belongs to. */
export function nameWithin(program: Program, node: Node, readers: readonly (readonly number[])[], hints: readonly Hint[]): string | null {
  const { nodes } = program
  const entering = readers[node.id]!.map((r) => nodes[r]!).find((r) => r.origin.phase === 'backward' && r.origin.network !== undefined && !inside(r, node))
  if (!entering) return null
  const isResult = (n: Node): boolean => n.origin.phase === 'forward' && !isLeaf(n) && inside(n, entering) && sameShape(n.shape, node.shape)
  const layer = layerName(entering.origin.layer ?? '')
  const result = nodes.findLast((n) => isResult(n) && hints[n.id]!.wanted && hints[n.id]!.name === layer)
    ?? nodes.findLast((n) => isResult(n) && readers[n.id]!.some((r) => !inside(nodes[r]!, entering)))
  return result ? `d${capital(identifier(hints[result.id]!.name))}` : null
}
