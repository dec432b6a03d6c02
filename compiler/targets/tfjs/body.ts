/** Nodes as JavaScript: one `const` a named value, small values used once written where they are used. */
import type { Attr, Attrs, Dim, Node, Shape } from '../../graph/graph.ts'
import type { DimWriter } from '../../ops/op.ts'
import type { Names } from './names.ts'
import { sameShape } from '../../graph/graph.ts'
import { flagAttr, numberAttr, numbersAttr } from '../../ops/attrs.ts'
import { writePadding } from '../../ops/convolution.ts'
import { broadcastShapes } from '../../ops/shapes.ts'
import { literal } from '../../ops/sources.ts'
import { opOf } from '../../ops/registry.ts'
import { isLeaf, numbersIn } from './regions.ts'

/** What a value should be called. A wanted name makes it a `const` even where it could be written in place. */
export interface Hint { readonly name: string; readonly wanted: boolean }

export interface BodyOptions {
  readonly nodes: readonly Node[]
  readonly names: Names
  readonly hint: (id: number) => Hint
  /** How an entry or an input is written. */
  readonly leaf: (node: Node) => string
  /** Nodes that something outside of this text reads. */
  readonly kept: ReadonlySet<number>
  /** How a batch size is written. */
  readonly batch: (name: string) => string
}

/** Lines longer than this are not made longer by writing a value in place. */
const width = 84

export class Body {
  readonly lines: string[] = []
  private readonly expressions = new Map<number, string>()
  private readonly numbers = new Map<number, string | null>()
  private readonly uses: readonly number[]
  private readonly numeric: ReadonlySet<number>
  private readonly options: BodyOptions

  constructor(options: BodyOptions) {
    this.options = options
    this.numeric = numbersIn(options.nodes)
    const uses = options.nodes.map(() => 0)
    for (const node of options.nodes) for (const i of node.inputs) uses[i]!++
    this.uses = uses
  }

  /** How the value of a node is written: a tensor, or a number where it is a single one. */
  expression(id: number): string {
    const node = this.options.nodes[id]!
    const known = this.expressions.get(id)
    if (known !== undefined) return known
    const number = this.number(id)
    if (number !== null) return node.shape.length === 0 ? number : filled(number, this.dims([]).shape(node.shape))
    return node.op === 'constant' ? opOf('constant').tfjs([], node.attrs, node, this.dims([])) : this.options.leaf(node)
  }

  /** The same, a tensor in any case. */
  tensor(id: number): string {
    const isNumber = this.options.nodes[id]!.shape.length === 0 && !this.expressions.has(id) && this.number(id) !== null
    return isNumber ? `tf.scalar(${this.expression(id)})` : this.expression(id)
  }

  /** JavaScript for the number that all elements of a node are, `null` where they are not known to be one. */
  private number(id: number): string | null {
    const known = this.numbers.get(id)
    if (known !== undefined) return known
    const node = this.options.nodes[id]!
    const found = this.numeric.has(id) ? this.findNumber(node) : null
    this.numbers.set(id, found)
    return found
  }

  private findNumber(node: Node): string {
    if (node.op === 'constant') return literal(shortest(numberAttr(node.attrs, 'value')))
    if (node.op === 'size') return this.dims([]).size(node.attrs['dim'] as Dim)
    const parts = node.inputs.map((i) => this.number(i))
    const [x, y] = parts.map((p) => (/^-?[\w.]+$/.test(p!) ? p! : `(${p!})`))
    if (node.op === 'reshape' || node.op === 'broadcastTo') return parts[0]!
    if (node.op === 'reciprocal') return `1 / ${x}`
    if (node.op === 'neg') return /^-[\w.]+( [*/] [\w.]+)*$/.test(parts[0]!) ? parts[0]!.slice(1) : x!.startsWith('-') ? x!.slice(1) : `-${x}`
    return `${x} ${{ add: '+', sub: '-', mul: '*', div: '/' }[node.op]} ${y}`
  }

  /** A value made elsewhere, under the name it has here. */
  bind(id: number, expression: string): void {
    this.expressions.set(id, expression)
  }

  /** Writes nodes in order; a value may be written in place only of another of these nodes. */
  write(ids: readonly number[]): void {
    const here = new Set(ids)
    const readers = new Map<number, number>()
    for (const id of ids) for (const i of this.options.nodes[id]!.inputs) readers.set(i, (readers.get(i) ?? 0) + 1)
    const fused = this.fusions(ids, readers)
    for (const id of ids) {
      const node = this.options.nodes[id]!
      if (isLeaf(node) || fused.skipped.has(id) || this.number(id) !== null) continue
      const expression = fused.written.get(id)?.() ?? this.spelled(node)
      const { name, wanted } = this.options.hint(id)
      const movable = !wanted && !this.options.kept.has(id) && this.uses[id] === 1 && readers.get(id) === 1 && here.has(id)
      if (movable && expression.length <= width && depth(expression) <= 3) {
        this.expressions.set(id, expression)
        continue
      }
      const variable = this.options.names.take(name)
      this.lines.push(`const ${variable} = ${expression}`)
      this.expressions.set(id, variable)
    }
  }

  private spelled(node: Node): string {
    const { nodes } = this.options
    const inputs = node.inputs.map((i) => nodes[i]!)
    const dims = this.dims(inputs.map((n) => n.shape))
    const args = node.inputs.map((i, k) => this.argument(node, i, k))
    // One unknown size is what the elements leave over.
    const isOneUnknown = node.op === 'reshape' && node.shape.filter((d) => typeof d !== 'number').length === 1
    const writer = isOneUnknown ? { ...dims, shape: (s: Shape) => `[${s.map((d) => (typeof d === 'number' ? d : -1)).join(', ')}]` } : dims
    return opOf(node.op).tfjs(args, node.dtype === 'float32' ? shortened(node.attrs) : node.attrs, node, writer)
  }

  /** An operand that is one number throughout need not be spread out where the others give the result its shape. */
  private argument(node: Node, input: number, place: number): string {
    const number = this.number(input)
    if (number === null || !stretching.has(node.op)) return this.expression(input)
    const others = node.inputs.filter((_, k) => k !== place).map((i) => this.options.nodes[i]!.shape)
    const shape = others.reduce(broadcastShapes, [])
    return sameShape(shape, node.shape) ? number : this.expression(input)
  }

  private dims(inputShapes: readonly Shape[]): DimWriter {
    const size = (d: Dim): string => {
      if (typeof d === 'number') return String(d)
      const batch = this.options.batch(d.batch)
      return d.times === 1 ? batch : `${d.times} * ${batch}`
    }
    return { size, shape: (s) => `[${s.map(size).join(', ')}]`, inputShapes }
  }

  /** `relu(x @ kernel + bias)` as the one kernel that tfjs has for it. */
  private fusions(ids: readonly number[], readers: ReadonlyMap<number, number>) {
    const { nodes, kept, hint } = this.options
    const skipped = new Set<number>()
    const written = new Map<number, () => string>()
    const only = (id: number): boolean => this.uses[id] === 1 && readers.get(id) === 1 && !kept.has(id) && !hint(id).wanted
    for (const id of ids) {
      const node = nodes[id]!
      const isActivation = node.op === 'relu' && nodes[node.inputs[0]!]!.op === 'add' && only(node.inputs[0]!)
      const sum = isActivation ? nodes[node.inputs[0]!]! : node
      if (sum.op !== 'add') continue
      const [left, bias] = sum.inputs.map((i) => nodes[i]!) as [Node, Node]
      const isDense = left.op === 'matmul' && nodes[left.inputs[0]!]!.shape.length === 2 && bias.shape.length === 1
      const isPicture = left.op === 'conv2d' && bias.shape.length === 1 && !left.attrs['dilations']
      if (!(isDense || isPicture) || !ids.includes(left.id) || !only(left.id) || bias.shape[0] !== sum.shape.at(-1)) continue
      skipped.add(left.id)
      if (isActivation) skipped.add(sum.id)
      if (!isActivation && written.has(id)) continue
      written.set(id, () => this.fusedSpelling(left, bias, isActivation))
    }
    for (const id of skipped) written.delete(id)
    return { skipped, written }
  }

  private fusedSpelling(product: Node, bias: Node, isRelu: boolean): string {
    const [x, kernel] = product.inputs.map((i) => this.expression(i)) as [string, string]
    const tail = `bias: ${this.expression(bias.id)}${isRelu ? ", activation: 'relu'" : ''} })`
    if (product.op === 'conv2d') {
      const strides = numbersAttr(product.attrs, 'strides', [1, 1]).join(', ')
      const [picture, filter] = product.inputs.map((i) => this.options.nodes[i]!.shape) as [Shape, Shape]
      return `tf.fused.conv2d({ ${x === 'x' ? 'x' : `x: ${x}`}, filter: ${kernel}, strides: [${strides}], pad: ${writePadding(picture, filter, product.attrs)}, ${tail}`
    }
    const flags = ['transposeA', 'transposeB'].filter((f) => flagAttr(product.attrs, f)).map((f) => `${f}: true, `).join('')
    return `tf.fused.matMul({ a: ${x}, b: ${kernel}, ${flags}${tail}`
  }
}

const depth = (expression: string): number => expression.split('tf.').length - 1

/** The decimal number with the fewest digits that is the same float32. */
export function shortest(value: number): number {
  for (let digits = 1; digits < 17; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === Math.fround(value)) return short
  }
  return value
}

const shortened = (attrs: Attrs): Attrs => Object.fromEntries(Object.entries(attrs).map(([key, value]): [string, Attr] => {
  if (typeof value === 'number') return [key, Number.isInteger(value) ? value : shortest(value)]
  return [key, key === 'values' ? (value as readonly number[]).map(shortest) : value]
}))

const stretching = new Set(['add', 'sub', 'mul', 'div', 'pow', 'maximum', 'minimum', 'equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual', 'select'])

const filled = (value: string, shape: string): string => (value === '0' ? `tf.zeros(${shape})` : value === '1' ? `tf.ones(${shape})` : `tf.fill(${shape}, ${value})`)
