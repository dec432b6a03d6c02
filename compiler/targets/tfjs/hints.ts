/** What a person would call the values of a program, read off their origins. */
import type { Node, Program } from '../../graph/graph.ts'
import type { Hint } from './body.ts'
import { sameShape } from '../../graph/graph.ts'
import { textAttr } from '../../ops/attrs.ts'
import { capital, identifier, nounOf } from './names.ts'
import { isLeaf, readersOf, remembered } from './regions.ts'

export function hintsOf(program: Program, formal: (network: string) => string | undefined): readonly Hint[] {
  const readers = readersOf(program)
  const { nodes } = program
  const pieces = piecesOf(program.nodes)
  const hints = nodes.map((node): Hint => plain(node, nodes, pieces))
  const want = (id: number, name: string): void => { if (!isLeaf(nodes[id]!)) hints[id] = { name, wanted: true } }

  for (const node of nodes) {
    const { phase, network, layer } = node.origin
    if (phase === 'forward' && network !== undefined && layer !== undefined && readers[node.id]!.every((r) => !sameLayer(nodes[r]!, node))) want(node.id, pieces.nameOf(node))
  }
  // A layer whose result is only brought into another shape gives its name to that.
  for (const node of nodes) {
    const [reader, ...others] = readers[node.id]!.map((r) => nodes[r]!)
    if (reader?.op !== 'reshape' || others.length || !hints[node.id]!.wanted || hints[reader.id]!.wanted || reader.origin.network !== node.origin.network) continue
    want(reader.id, hints[node.id]!.name)
    hints[node.id] = { name: nounOf(node.op), wanted: false }
  }
  for (const [id, local] of pieces.locals) if (nodes[id]!.origin.phase !== 'backward') want(id, identifier(local.split('.').map(layerName).join('.')))
  for (const node of nodes) if (node.op === 'input') nameNoise(program, node, readers, hints, want)
  for (const node of nodes) {
    const { phase, layer } = node.origin
    if (phase !== 'update' || layer === undefined) continue
    for (const i of node.inputs) if (nodes[i]!.origin.phase === 'backward') nameGradient(program, i, entryName(layer, pieces), want)
  }
  for (const node of nodes) if (node.origin.phase === 'backward' && !hints[node.id]!.wanted) nameAdjoint(program, node, readers, hints, pieces, formal, want)
  for (const { entry, node } of program.updates) {
    const { phase, layer } = nodes[node]!.origin
    if (phase === 'forward') want(node, entryName(entry, pieces))
    else if (layer === undefined) want(node, entry.split(/[./]/).at(-1)!)
  }
  for (const { name, node } of program.outputs) if (nodes[node]!.origin.phase === 'forward' && nodes[node]!.origin.network === undefined) want(node, name)
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
    if (node.op === 'transpose' || (node.op === 'reshape' && (source.op === 'read' || isVersion(source)))) hints[node.id] = { name: `${valueName(source, hints, pieces)}T`, wanted: false }
    else if (node.op === 'reshape' && node.origin.phase === 'backward') hints[node.id] = { name: hints[source.id]!.name, wanted: false }
  }
  return hints
}

/** What to call a value by which another is named. */
const valueName = (node: Node, hints: readonly Hint[], pieces: Pieces): string =>
  (node.op === 'read' ? entryName(textAttr(node.attrs, 'entry'), pieces)
    : isVersion(node) ? entryName(node.origin.layer!, pieces) : hints[node.id]!.name)

/** A parameter as a step has left it. */
const isVersion = ({ origin: { phase, layer } }: Node): boolean => phase === 'update' && layer !== undefined

/** `dense_1` → `dense1` */
const layerName = (layer: string): string => layer.replace(/_(?=\d+$)/, '')

/** `Enc.h.kernel` → `hKernel`; also where `h` is a local with a single layer that has no name of its own. */
const entryName = (entry: string, pieces: Pieces): string => {
  const at = entry.lastIndexOf('.')
  return identifier(`${pieces.aliases.get(entry.slice(0, at)) ?? layerName(entry.slice(entry.lastIndexOf('.', at - 1) + 1, at))}.${entry.slice(at + 1)}`)
}

type Want = (id: number, name: string) => void

/** Locals and layers of a program. */
interface Pieces {
  /** The last node of each local of each application, which is its value. */
  readonly locals: ReadonlyMap<number, string>
  /** Locals and layers that there are, as `placeOf` writes them. */
  readonly places: ReadonlySet<string>
  /** All of these by name, wherever they are. */
  readonly names: ReadonlySet<string>
  /** `Enc.dense_1` → `mu`: layers called by the local that they are the value of, where it has no other layer. */
  readonly aliases: ReadonlyMap<string, string>
  /** Layers that end in an activation. */
  readonly activated: ReadonlyMap<string, Node>
  readonly nameOf: (node: Node) => string
}

const activations = new Set(['relu', 'leakyRelu', 'elu', 'sigmoid', 'tanh', 'softplus'])

/** A layer that the spec gave no name. */
const isNumbered = (layer: string): boolean => /^(dense|conv[12]d|conv[12]dTranspose|embedding|batchNormalization)(_\d+)?$/.test(layer)

/** The local that the logit of a probability belongs to. */
const wholeOf = (local: string): string => (local === 'probability' ? 'logit' : local.replace(/Logit$/, ''))

const gradientName = (pieces: Pieces, network: string | undefined, piece: string): string =>
  `d${capital(identifier(pieces.aliases.get(`${network}.${piece}`) ?? layerName(piece)))}`

const placeOf = ({ network, application }: Node['origin'], name: string): string => JSON.stringify([network, application, name])

const piecesOf = remembered((nodes): Pieces => {
  const values = new Map<string, readonly [number, string]>()
  const layers = new Map<string, Set<string>>()
  const locals = new Map<string, Set<string>>()
  const last = new Map<string, Node>()
  /** Parameters turned round for a gradient are no gradient. */
  const weights = new Set<number>()
  const places = new Set<string>()
  const names = new Set<string>()
  const note = (map: Map<string, Set<string>>, key: string, value: string): void => { map.set(key, (map.get(key) ?? new Set()).add(value)) }
  for (const node of nodes) {
    const { phase, network, local, layer, step } = node.origin
    const isWeight = node.inputs.every((i) => weights.has(i))
    if (node.op === 'read' || (isWeight && !isLeaf(node) && phase === 'backward')) weights.add(node.id)
    if (isLeaf(node) || weights.has(node.id)) continue
    if (local !== undefined) values.set(`${phase} ${phase === 'forward' ? '' : step} ${phase === 'update' ? layer : ''} ${placeOf(node.origin, local)}`, [node.id, local])
    if (phase !== 'forward') continue
    if (local !== undefined) {
      places.add(placeOf(node.origin, local))
      names.add(local)
    }
    if (layer === undefined || network === undefined) continue
    places.add(placeOf(node.origin, layer))
    names.add(layer)
    last.set(placeOf(node.origin, layer), node)
    note(locals, `${network}.${layer}`, wholeOf(local ?? ''))
    note(layers, JSON.stringify([network, wholeOf(local ?? '')]), layer)
  }
  const aliases = new Map<string, string>()
  const valueIds = withoutPartial(nodes, new Map(values.values()))
  for (const { id, origin: { phase, network, local, layer } } of nodes) {
    if (phase !== 'forward' || local === undefined || layer === undefined || !isNumbered(layer) || !valueIds.has(id) || local.endsWith('Logit')) continue
    const isOnly = locals.get(`${network}.${layer}`)!.size === 1 && layers.get(JSON.stringify([network, wholeOf(local)]))!.size === 1
    if (isOnly) aliases.set(`${network}.${layer}`, identifier(wholeOf(local)))
  }
  const activated = new Map([...last].filter(([, node]) => activations.has(node.op)))
  const nameOf = ({ origin: { network, layer } }: Node): string => aliases.get(`${network}.${layer}`) ?? layerName(layer!)
  return { locals: valueIds, places, names, aliases, activated, nameOf }
})

/** Without what is last of a local only because this application leaves the rest out: another one of the network has more of it. */
function withoutPartial(nodes: readonly Node[], values: ReadonlyMap<number, string>): ReadonlyMap<number, string> {
  const counts = new Map<string, number>()
  for (const { origin } of nodes) if (origin.local !== undefined) counts.set(keyOf(origin), (counts.get(keyOf(origin)) ?? 0) + 1)
  const whole = new Map<string, readonly [number, string]>()
  const piece = ({ origin: { phase, network, local } }: Node): string => JSON.stringify([phase, network, local])
  const look = ({ op, shape, origin: { layer } }: Node): string => `${op} ${layer} ${JSON.stringify(shape.slice(1))}`
  for (const id of values.keys()) {
    const [node, count] = [nodes[id]!, counts.get(keyOf(nodes[id]!.origin))!]
    if (count > (whole.get(piece(node))?.[0] ?? 0)) whole.set(piece(node), [count, look(node)])
  }
  return new Map([...values].filter(([id]) => {
    const node = nodes[id]!
    return node.origin.phase !== 'forward' || node.origin.network === undefined || whole.get(piece(node))![1] === look(node)
  }))
}

const keyOf = (origin: Node['origin']): string => `${origin.phase} ${placeOf(origin, origin.local!)}`

function plain(node: Node, nodes: readonly Node[], pieces: Pieces): Hint {
  if (node.op === 'input') return { name: feedName(textAttr(node.attrs, 'name')), wanted: false }
  const { phase, layer, network } = node.origin
  if (layer === undefined || isLeaf(node) || phase === 'update') return { name: phase === 'backward' ? `d${capital(nounOf(node.op))}` : nounOf(node.op), wanted: false }
  if (phase === 'forward') return { name: network === undefined ? nounOf(node.op) : pieces.nameOf(node) + capital(statisticOf(node, nodes) ?? nounOf(node.op)), wanted: false }
  const value = pieces.activated.get(placeOf(node.origin, layer))
  const part = value && sameShape(value.shape, node.shape) ? 'Linear' : capital(nounOf(node.op))
  return { name: `d${capital(identifier(pieces.nameOf(node)))}${part}`, wanted: false }
}

/** Mean, variance and what they are made of, told by their formulas. */
function statisticOf(node: Node, nodes: readonly Node[]): string | null {
  const [x, y] = node.inputs.map((i) => nodes[i]!)
  const isCentred = (n: Node | undefined): boolean => n?.op === 'sub' && nodes[n.inputs[1]!]!.op === 'mean'
  if (isCentred(node)) return 'centred'
  if (node.op === 'mean' && x!.op === 'square' && isCentred(nodes[x!.inputs[0]!])) return 'variance'
  if (node.op === 'rsqrt') return 'inverseStd'
  if (node.op === 'mul' && y!.op === 'rsqrt' && x!.op !== 'square') return 'scale'
  return null
}

/** `x`, `x@1` → `x1`, `noise:q.z` → `zNoise`, `data.test[0..9].x` → `x`. */
function feedName(name: string): string {
  if (name.startsWith('noise:')) return `${siteName(name)}Noise`
  return identifier(name.replace(/^[^@]*\]\./, ''))
}

const siteName = (feed: string): string => identifier(feed.split(':')[1]!.split('.').at(-1)!)

const sameLayer = (a: Node, b: Node): boolean =>
  a.origin.phase === b.origin.phase && a.origin.network === b.origin.network && a.origin.application === b.origin.application && a.origin.layer === b.origin.layer

/** What arithmetic on the noise of a site ends in is the draw, and bears its name; so does noise that is the draw itself. */
function nameNoise(program: Program, input: Node, readers: readonly (readonly number[])[], hints: Hint[], want: Want): void {
  const name = textAttr(input.attrs, 'name')
  if (!name.startsWith('noise:') || /dropout/.test(name)) return
  let at = input
  for (;;) {
    const [reader, ...others] = readers[at.id]!.map((r) => program.nodes[r]!).filter((r) => r.origin.phase === 'forward')
    if (!reader || others.length || reader.origin.network !== undefined || !['reshape', 'mul', 'add', 'sub'].includes(reader.op)) break
    if (reader.origin.local !== undefined && identifier(reader.origin.local) !== siteName(name)) break
    if (reader.shape.length < at.shape.length && reader.op !== 'reshape') break
    at = reader
  }
  if (at !== input) want(at.id, siteName(name))
  else hints[at.id] = { name: siteName(name), wanted: false }
}

/** The gradient of a parameter, and the parts that it is a sum of. */
function nameGradient(program: Program, id: number, parameter: string, want: Want): void {
  const node = program.nodes[id]!
  if (isLeaf(node)) return
  want(id, `d${capital(parameter)}`)
  if (node.op !== 'add') return
  for (const i of node.inputs) if (program.nodes[i]!.origin.phase === 'backward' && sameShape(program.nodes[i]!.shape, node.shape)) nameGradient(program, i, parameter, want)
}

const inside = (n: Node, like: Node): boolean => n.origin.network === like.origin.network && n.origin.application === like.origin.application

/** A gradient is named after what it is the gradient by; where that is an argument, the shape may have to tell which one it is. */
function nameAdjoint(program: Program, node: Node, readers: readonly (readonly number[])[], hints: readonly Hint[], pieces: Pieces,
  formal: (network: string) => string | undefined, want: Want): void {
  const { network } = node.origin
  const local = pieces.locals.get(node.id)
  if (network === undefined) {
    const name = nameWithin(program, node, readers, hints) ?? (local === undefined || !pieces.names.has(local) ? null : `d${capital(identifier(layerName(local)))}`)
    if (name !== null) want(node.id, name)
    return
  }
  if (local !== undefined && pieces.places.has(placeOf(node.origin, local))) {
    want(node.id, gradientName(pieces, network, local))
    return
  }
  if (readers[node.id]!.every((r) => inside(program.nodes[r]!, node))) return
  const all = argumentsOf(program, node)
  const argument = all.find((n) => sameShape(n.shape, node.shape))
  const name = all.length === 1 ? formal(network) : undefined
  if (argument && name !== undefined) want(node.id, `d${capital(identifier(name))}`)
  else if (argument) want(node.id, argument.origin.network === undefined ? `d${capital(identifier(hints[argument.id]!.name))}` : 'dInput')
}

/** What this application of a network is applied to. */
export const argumentsOf = (program: Program, like: Node): readonly Node[] => {
  const found = new Set<number>()
  for (const n of program.nodes) if (n.origin.phase === 'forward' && inside(n, like)) for (const i of n.inputs) found.add(i)
  return [...found].map((i) => program.nodes[i]!)
    .filter((n) => !inside(n, like) && (!isLeaf(n) || n.op === 'input') && n.origin.phase === 'forward' && n.origin.network !== like.origin.network)
}

/** The name that a network has for a gradient that enters it from behind: that of the result which it belongs to. */
export function nameWithin(program: Program, node: Node, readers: readonly (readonly number[])[], hints: readonly Hint[]): string | null {
  const { nodes } = program
  const entering = readers[node.id]!.map((r) => nodes[r]!).find((r) => r.origin.phase === 'backward' && r.origin.network !== undefined && !inside(r, node))
  if (!entering) return null
  const pieces = piecesOf(nodes)
  const local = pieces.locals.get(node.id)
  if (local !== undefined && pieces.places.has(placeOf(entering.origin, local))) return gradientName(pieces, entering.origin.network, local)
  const isResult = (n: Node): boolean => n.origin.phase === 'forward' && !isLeaf(n) && inside(n, entering) && sameShape(n.shape, node.shape)
  const layer = entering.origin.layer === undefined ? '' : pieces.nameOf(entering)
  const result = nodes.findLast((n) => isResult(n) && hints[n.id]!.wanted && hints[n.id]!.name === layer)
    ?? nodes.findLast((n) => isResult(n) && readers[n.id]!.some((r) => !inside(nodes[r]!, entering)))
  return result ? `d${capital(identifier(hints[result.id]!.name))}` : null
}
