/**
 * The text form of programs: one node a line, meant for reading and for diffs.
 *
 *     program train
 *       feed x: f32[B, 784]          // data mnist.x
 *       %0: f32[B, 784] = input(name: "x")
 *       %3: f32[B, 400] = relu(%2)          // Enc.dense
 *       output loss = %9
 *       update Enc.dense.kernel = %12
 */
import type { Attr, BatchDim, DType, Feed, Graph, Initializer, Node, Origin, Program, Shape, StoreEntry } from './graph.ts'
import { showDim, showShape } from './graph.ts'

const shortType: Readonly<Record<DType, string>> = { float32: 'f32', int32: 'i32', bool: 'bool' }

/** `f32[B, 400]`; a scalar is `f32[]`. */
export const showType = ({ shape, dtype }: { readonly shape: Shape; readonly dtype: DType }): string => `${shortType[dtype]}${showShape(shape)}`

export function graphText(graph: Graph): string {
  const head = [`model ${graph.model}`, `spec ${graph.specHash}`, '', 'store', ...graph.store.map((e) => `  ${entryText(e)}`)]
  return `${head.join('\n')}\n\n${graph.programs.map(programText).join('\n')}`
}

/** Ends with a line break. */
export function programText(program: Program): string {
  const lines = [
    `program ${program.name}`,
    ...align(program.feeds.map((f) => [`feed ${f.name}: ${showType(f)}`, feedSource(f)])),
    ...align(program.nodes.map((n) => [nodeText(n), originText(n.origin)])),
    ...program.outputs.map((o) => `  output ${o.name} = %${o.node}`),
    ...program.updates.map((u) => `  update ${u.entry} = %${u.node}`),
  ]
  return lines.join('\n') + '\n'
}

/** `%12: f32[B, 400] = relu(%11)`; attributes follow the inputs by name, but for those that the type has said already. */
export function nodeText(node: Node): string {
  const said = (name: string): boolean =>
    (name === 'dtype' && node.attrs[name] === node.dtype) || (name === 'shape' && attrText(node.attrs[name]!) === showShape(node.shape))
  const attrs = Object.keys(node.attrs).filter((name) => !said(name)).sort().map((name) => `${name}: ${attrText(node.attrs[name]!)}`)
  return `%${node.id}: ${showType(node)} = ${node.op}(${[...node.inputs.map((i) => `%${i}`), ...attrs].join(', ')})`
}

function attrText(value: Attr): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return listText(value as readonly Attr[])
  return showDim(value as BatchDim)
}

/** Long arrays of numbers by their beginning, count and sum, which is enough to notice a change. */
function listText(values: readonly Attr[]): string {
  const shown = (some: readonly Attr[]): string => some.map(attrText).join(', ')
  if (values.length <= 64 || typeof values[0] !== 'number') return `[${shown(values)}]`
  return `[${shown(values.slice(0, 8))}, … ${values.length} numbers, sum ${(values as readonly number[]).reduce((sum, v) => sum + v, 0)}]`
}

/** `Enc#1.dense (reconstruction), step 0, backward`, with what there is. */
export function originText(origin: Origin): string {
  const application = origin.application ? `#${origin.application}` : ''
  const place = [origin.network && `${origin.network}${application}`, origin.layer].filter(Boolean).join('.')
  const words = [place, origin.term && `(${origin.term})`].filter(Boolean).join(' ')
  const role = origin.phase === 'forward' ? '' : origin.phase
  return [words, origin.step === undefined ? '' : `step ${origin.step}`, role].filter(Boolean).join(', ')
}

function feedSource(feed: Feed): string {
  if (feed.kind === 'data') return `data ${feed.dataset}.${feed.field}${feed.pass ? `, pass ${feed.pass}` : ''}`
  if (feed.kind === 'clock') return `clock ${feed.clock}`
  if (feed.kind !== 'noise') return ''
  const { distribution, stream, site, draws, size, pass } = feed.noise
  return `${distribution} noise ${site}, ${stream}, ${draws > 1 ? `${draws} draws of ` : ''}${size}${pass ? `, pass ${pass}` : ''}`
}

const entryText = (entry: StoreEntry): string => `${entry.role} ${entry.name}: ${showType(entry)} = ${initText(entry.init)}`

function initText(init: Initializer): string {
  switch (init.kind) {
    case 'zeros': case 'ones': return init.kind
    case 'constant': return String(init.value)
    case 'normal': return `normal(std: ${init.std})`
    case 'uniform': return `uniform(${init.low}, ${init.high})`
    default: return `${init.kind}(fanIn: ${init.fanIn}, fanOut: ${init.fanOut})`
  }
}

/** Comments have a fixed column, so that one long line does not move all others in a diff. */
const align = (lines: readonly (readonly [string, string])[]): string[] => lines.map(([text, comment]) => {
  const line = `  ${text}`
  return comment ? `${line.padEnd(70)}  // ${comment}` : line
})
