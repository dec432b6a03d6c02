/** The functions of a module: regions that compute the same are one function, called by whoever needs it. */
import type { Node } from '../../graph/graph.ts'
import type { Fragment } from './fragment.ts'
import type { Hint } from './body.ts'
import type { Label } from './regions.ts'
import { showShape } from '../../graph/graph.ts'
import { textAttr } from '../../ops/attrs.ts'
import { Body } from './body.ts'
import { Names, commentText, quoted } from './names.ts'

/** One function under construction. `outputs` grows with every use. */
export interface NetworkFunction {
  readonly fragment: Fragment
  readonly label: Label
  /** By fragment node. */
  readonly hints: readonly Hint[]
  /** What the function calls its values, where that is not what they are called outside. */
  readonly inner: readonly (string | null)[]
  readonly outputs: Set<number>
}

/** What a call has to know. */
export interface Signature {
  readonly name: string
  readonly usesStore: boolean
  /** Names of the values taken, in the order of the fragment's inputs; from four on they are passed by name. */
  readonly values: readonly string[]
  readonly byName: boolean
  /** Batches that no value shows, passed last. */
  readonly batches: readonly string[]
  /** Results by fragment node. A single one is returned as it is. */
  readonly results: ReadonlyMap<number, string>
}

export class FunctionTable {
  private readonly byKey = new Map<string, NetworkFunction>()

  /** Makes a function, unless there is one that does the same. */
  add(fragment: Fragment, label: Label, hints: readonly Hint[], inner: readonly (string | null)[]): void {
    const key = functionKey(fragment, label)
    if (!this.byKey.has(key)) this.byKey.set(key, { fragment, label, hints, inner, outputs: new Set() })
  }

  /** Notes that a call wants these nodes of the function's fragment. */
  use(key: string, outputs: readonly number[]): void {
    for (const o of outputs) this.byKey.get(key)!.outputs.add(o)
  }

  /** Text and signature of every function, by key. */
  write(moduleNames: Names): { readonly texts: readonly string[]; readonly signatures: ReadonlyMap<string, Signature> } {
    const texts: string[] = []
    const signatures = new Map<string, Signature>()
    for (const [key, f] of this.byKey) {
      const name = moduleNames.take(f.label.network! + (f.label.phase === 'backward' ? 'Backward' : ''))
      const { text, signature } = writeFunction(f, name, moduleNames)
      texts.push(text)
      signatures.set(key, signature)
    }
    return { texts, signatures }
  }
}

export const functionKey = (fragment: Fragment, label: Label): string => `${label.phase} ${label.network}\n${fragment.key}`

function writeFunction(f: NetworkFunction, name: string, moduleNames: Names): { text: string; signature: Signature } {
  const { nodes, values } = f.fragment
  const names = new Names(moduleNames)
  const inputs = values.map((_, i) => nodes.find((n) => n.op === 'input' && n.attrs['name'] === String(i))!)
  // What comes out of another network has a name there that means nothing here.
  const isForeign = ({ op, origin }: Node): boolean => op === 'input' && origin.phase === 'forward' && origin.network !== undefined && origin.network !== f.label.network
  const taken = inputs.map((n, i) => names.take(f.inner[i] ?? (isForeign(n) ? 'input' : f.hints[n.id]!.name)))
  const batches = new BatchNames(names, inputs, taken)
  const body = new Body({
    nodes, names, kept: f.outputs, batch: (b) => batches.write(b),
    hint: (id) => f.hints[id]!,
    leaf: (node) => (node.op === 'read' ? `store[${quoted(textAttr(node.attrs, 'entry'))}]` : taken[Number(node.attrs['name'])]!),
  })
  body.write(nodes.map((n) => n.id))
  const results = new Map([...f.outputs].sort((a, b) => a - b).map((id) => [id, body.expression(id)]))
  const signature: Signature = {
    name, values: taken, byName: taken.length > 3, usesStore: nodes.some((n) => n.op === 'read'), batches: batches.missing, results,
  }
  const returned = results.size === 1 ? [...results.values()][0]! : `{ ${[...results.values()].join(', ')} }`
  const parameters = [...(signature.usesStore ? ['store'] : []), ...(signature.byName ? [`{ ${taken.join(', ')} }`] : taken), ...batches.missingNames]
  const lines = [...batches.lines, ...body.lines]
  const only = body.lines.length === 1 && results.size === 1 && lines.length === 1
  const text = [
    comment(f, inputs, taken, results),
    `function ${name}(${parameters.join(', ')}) {`,
    ...(only
      ? [`return ${lines[0]!.replace(/^const \S+ = /, '')}`]
      : ['return tf.tidy(() => {', ...lines, `return ${returned}`, '})']),
    '}',
  ].join('\n')
  return { text, signature }
}

function comment(f: NetworkFunction, inputs: readonly Node[], taken: readonly string[], results: ReadonlyMap<number, string>): string {
  const shape = (node: Node): string => showShape(node.shape.map((d) => (typeof d === 'number' ? d : { ...d, batch: d.batch === '0' ? 'batch' : `batch${Number(d.batch) + 1}` })))
  const list = (entries: readonly (readonly [string, Node])[]): string => wrapped(entries.map(([name, node]) => `${name} ${shape(node)}`))
  const network = commentText(f.label.network!)
  const title = f.label.phase === 'backward'
    ? `Backward through ${network}: gradients of the objective, given those of its results.`
    : `Network ${network}.`
  return [
    '/**', ` * ${title}`, ' *',
    ` *     ${list(taken.map((name, i) => [name, inputs[i]!]))}`,
    ` *       → ${list([...results].map(([id, name]) => [name, f.fragment.nodes[id]!]))}`,
    ' */',
  ].join('\n')
}

/** A list on lines of a comment. */
const wrapped = (items: readonly string[]): string => items.reduce((text, item) => {
  const line = text.slice(text.lastIndexOf('\n') + 1)
  return text === '' ? item : line.length + item.length > 90 ? `${text},\n *         ${item}` : `${text}, ${item}`
}, '')

/** Batch sizes of a function, read off the values that it is given. */
class BatchNames {
  readonly lines: string[] = []
  readonly missing: string[] = []
  readonly missingNames: string[] = []
  private readonly known = new Map<string, string>()
  private readonly names: Names
  private readonly inputs: readonly Node[]
  private readonly taken: readonly string[]

  constructor(names: Names, inputs: readonly Node[], taken: readonly string[]) {
    this.names = names
    this.inputs = inputs
    this.taken = taken
  }

  write(batch: string): string {
    const known = this.known.get(batch)
    if (known !== undefined) return known
    const name = this.names.take('batch')
    this.known.set(batch, name)
    const source = batchSource(this.inputs, batch)
    if (source) this.lines.push(`const ${name} = ${this.taken[source.input]!}.shape[${source.axis}]${source.times === 1 ? '' : ` / ${source.times}`}`)
    else {
      this.missing.push(batch)
      this.missingNames.push(name)
    }
    return name
  }
}

/** The input and axis that show a batch size best: unmultiplied, earliest. */
export function batchSource(inputs: readonly Pick<Node, 'shape'>[], batch: string): { input: number; axis: number; times: number } | undefined {
  return inputs.flatMap(({ shape }, input) => shape.flatMap((d, axis) => (typeof d !== 'number' && d.batch === batch ? [{ input, axis, times: d.times }] : [])))
    .sort((a, b) => a.times - b.times)[0]
}
