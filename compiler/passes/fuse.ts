/**
 * Element-wise ops that follow each other become one op, together with the reduction behind them: for engines where every op is a
 * kernel of its own, which costs more to start than to run.
 *
 * What is computed where: a value is kept in memory if something other than a fused op reads it, if its readers have more elements than it
 * has, or if computing it again for each reader would read more than keeping it does. All else is computed where it is used.
 */
import type { Node, Program, Shape } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import type { Argument, Step } from '../ops/fused.ts'
import { productOf, sameShape } from '../graph/graph.ts'
import { rebuild } from '../graph/rebuild.ts'
import { axesAttr, dimAttr, flagAttr, numberAttr, pairsAttr } from '../ops/attrs.ts'
import { reshape } from '../ops/compose.ts'
import { fusedReductions, pointwiseOps, printSteps } from '../ops/fused.ts'

/** Tensors that one fused op reads at most: a kernel of WebGPU has eight everywhere, one of them for the result. */
const MOST_INPUTS = 7

/** Values of several readers are computed again by each if they are made of this few tensors of their own size. */
const FEW_INPUTS = 2

export function fuse(program: Program): Program {
  const plain = spelledOut(program)
  const plan = new Plan(plain)
  return rebuild(plain, (node, inputs, b, at) => {
    const { op, attrs, shape } = node
    if (isReduction(op)) return fusedNode(plan, node.inputs[0]!, shapeOf(plain, node.inputs[0]!), b, at, { ...attrs, reduce: op })
    return plan.computes(node) && plan.isKept(node) ? fusedNode(plan, node.id, shape, b, at) : b.add(op, inputs, attrs)
  })
}

const reductions: ReadonlySet<string> = new Set(fusedReductions)
const isReduction = (op: string): boolean => reductions.has(op)
const shapeOf = (program: Program, id: number): Shape => program.nodes[id]!.shape

/** The softmax family and one-hot vectors as element-wise ops and reductions; reductions over axes that do not stand side by side one after another; pads of many axes likewise. */
const spelledOut = (program: Program): Program => rebuild(program, (node, inputs, b) => {
  const [x] = inputs
  if (node.op === 'softmax' || node.op === 'logSoftmax') {
    const last = { axes: [x!.shape.length - 1], keepDims: true }
    const shifted = b.add('sub', [x!, b.add('max', [x!], last)])
    const sum = b.add('sum', [b.add('exp', [shifted])], last)
    return node.op === 'softmax' ? b.add('div', [b.add('exp', [shifted]), sum]) : b.add('sub', [shifted, b.add('log', [sum])])
  }
  if (node.op === 'oneHot') {
    const depth = numberAttr(node.attrs, 'depth')
    const places = b.add('tensor', [], { values: [...Array(depth).keys()], shape: [depth], dtype: 'int32' })
    return b.add('cast', [b.add('equal', [b.add('reshape', [x!], { shape: [...x!.shape, 1] }), places])], { dtype: 'float32' })
  }
  if (node.op === 'pad' && x!.shape.length > MOST_PADDED_AXES) return paddedByAxes(b, x!, pairsAttr(node.attrs, 'paddings'))
  if (!isReduction(node.op)) return b.add(node.op, inputs, node.attrs)
  const axes = axesAttr(node.attrs, x!.shape.length)
  const keepDims = flagAttr(node.attrs, 'keepDims')
  // From the last run of neighbours to the first, so that axes keep their numbers.
  return axes.length === 0 ? b.add(node.op, inputs, node.attrs) : runsOf(axes).reverse().reduce((value, run) => b.add(node.op, [value], { axes: run, keepDims }), x!)
})

/** The kernel of TensorFlow.js for more axes is no valid WGSL. */
const MOST_PADDED_AXES = 4

/** One axis at a time, as the middle one of three. */
function paddedByAxes(b: Builder, x: Ref, paddings: readonly Shape[]): Ref {
  return paddings.reduce((y, padding, axis) => {
    if (padding.every((n) => n === 0)) return y
    const { shape } = y
    const flat = reshape(b, y, [productOf(shape.slice(0, axis)), shape[axis]!, productOf(shape.slice(axis + 1))])
    const padded = b.add('pad', [flat], { paddings: [[0, 0], padding, [0, 0]] })
    return reshape(b, padded, shape.map((d, i) => (i === axis ? padded.shape[1]! : d)))
  }, x)
}

function runsOf(axes: readonly number[]): number[][] {
  const runs: number[][] = []
  for (const axis of axes) {
    const run = runs.at(-1)
    if (run && run.at(-1) === axis - 1) run.push(axis)
    else runs.push([axis])
  }
  return runs
}

/** What is computed where. */
class Plan {
  private readonly nodes: readonly Node[]
  private readonly readers: readonly (readonly Node[])[]
  private readonly kept = new Set<number>()
  /** Of every value that is computed where it is used: the tensors it is made of. */
  private readonly made = new Map<number, ReadonlySet<number>>()

  constructor({ nodes, outputs, updates }: Program) {
    this.nodes = nodes
    const readers = nodes.map((): Node[] => [])
    for (const node of nodes) for (const i of new Set(node.inputs)) readers[i]!.push(node)
    this.readers = readers
    for (const { node } of [...outputs, ...updates]) this.kept.add(node)
    for (const node of nodes) {
      if (!this.computes(node)) continue
      this.made.set(node.id, this.tensorsOf(node))
      if (this.readers[node.id]!.some((reader) => !this.fuses(reader) || !sameSize(node.shape, this.sizeOf(reader)))) this.kept.add(node.id)
    }
  }

  /** Element-wise, so that it can be computed anywhere. */
  computes({ op }: Node): boolean {
    return pointwiseOps.has(op) || op === 'broadcastTo'
  }

  isKept({ id }: Node): boolean {
    return this.kept.has(id)
  }

  /** What a fused reader takes a value for: computed on the spot, or read from memory. What is made of numbers only, or stretched, is never read. */
  onTheSpot(node: Node): boolean {
    if (node.op === 'constant' || node.op === 'size' || node.op === 'broadcastTo') return true
    return this.computes(node) && (!this.kept.has(node.id) || this.made.get(node.id)!.size === 0)
  }

  node(id: number): Node {
    return this.nodes[id]!
  }

  private fuses(node: Node): boolean {
    return this.computes(node) || isReduction(node.op)
  }

  /** The elements that a reader goes over. */
  private sizeOf(reader: Node): Shape {
    return isReduction(reader.op) ? this.nodes[reader.inputs[0]!]!.shape : reader.shape
  }

  /** The tensors that a value is made of, few enough for one kernel: where there are too many, those with the most parts are kept. */
  private tensorsOf(node: Node): ReadonlySet<number> {
    const parts = (id: number): ReadonlySet<number> => {
      const input = this.nodes[id]!
      if (input.op === 'constant' || input.op === 'size') return new Set()
      return this.onTheSpot(input) ? this.made.get(id)! : new Set([id])
    }
    const all = (): Set<number> => new Set(node.inputs.flatMap((i) => [...parts(i)]))
    while (all().size > MOST_INPUTS) {
      const largest = this.unstretched(node.inputs.filter((i) => parts(i).size > 1).sort((a, b) => parts(b).size - parts(a).size)[0]!)
      this.kept.add(largest)
      this.made.set(largest, new Set([largest]))
    }
    const tensors = all()
    const large = [...tensors].filter((i) => sameSize(this.nodes[i]!.shape, node.shape)).length
    if (large > FEW_INPUTS && this.readers[node.id]!.length > 1) this.kept.add(node.id)
    return tensors
  }

  private unstretched(id: number): number {
    const { op, inputs } = this.nodes[id]!
    return op === 'broadcastTo' ? this.unstretched(inputs[0]!) : id
  }
}

/** Whether there are as many elements, axes of one element aside. */
const sameSize = (a: Shape, b: Shape): boolean => sameShape(a.filter((d) => d !== 1), b.filter((d) => d !== 1))

/** The node that computes the value of node `id`, from the tensors that it is made of. */
function fusedNode(plan: Plan, id: number, shape: Shape, b: Builder, at: (id: number) => Ref | undefined, attrs: Node['attrs'] = {}): Ref {
  const steps: Step[] = []
  const inputs: number[] = []
  const known = new Map<number, Argument>()
  const argument = (node: Node, whole: boolean): Argument => {
    const found = known.get(node.id)
    if (found) return found
    const made = whole || plan.onTheSpot(node) ? compute(node) : read(node.id)
    known.set(node.id, made)
    return made
  }
  const read = (of: number): Argument => {
    inputs.push(of)
    return { kind: 'input', index: inputs.length - 1 }
  }
  const compute = (node: Node): Argument => {
    if (node.op === 'constant') return { kind: 'number', value: numberAttr(node.attrs, 'value'), dtype: node.dtype }
    if (node.op === 'size') return { kind: 'size', dim: dimAttr(node.attrs, 'dim') }
    const given = node.inputs.map((i) => argument(plan.node(i), false))
    // Stretching and stopping gradients leave each element as it is.
    if (node.op === 'broadcastTo' || node.op === 'stopGradient') return given[0]!
    steps.push({ op: node.op, arguments: given, attrs: node.attrs })
    return { kind: 'step', index: steps.length - 1 }
  }
  const start = plan.node(id)
  // What is reduced may be a value in memory; what is kept is computed here.
  const result = argument(start, attrs['reduce'] === undefined)
  return b.add('fused', inputs.map((i) => at(i)!), { steps: printSteps({ steps, result }), shape, ...attrs })
}
