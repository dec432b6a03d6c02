/**
 * A region cut out of its program: a small program of its own whose inputs are values made outside. Two fragments with
 * the same key compute the same and are written as one function.
 */
import type { Attr, Attrs, BatchDim, Dim, Node, Program, Shape } from '../../graph/graph.ts'
import { GraphError } from '../../graph/error.ts'
import { sameShape } from '../../graph/graph.ts'
import { pointwiseOps } from '../../ops/fused.ts'
import { opOf } from '../../ops/registry.ts'
import { isLeaf, numbersIn } from './regions.ts'

export interface Fragment {
  /** Leaves first where they are needed: `read` of entries, `constant`, `size`, and `input` named `0`, `1`, … for values. */
  readonly nodes: readonly Node[]
  /** Program nodes that the fragment takes, in the order of its inputs. */
  readonly values: readonly number[]
  /** Program nodes by fragment node. */
  readonly sources: readonly number[]
  readonly key: string
  /** What the batches `0`, `1`, … of the fragment are in the program. */
  readonly batches: readonly Dim[]
}

/** Which store entry a node is the present value of, as the fragment will call it; `null` for an ordinary value. */
export type EntryOf = (id: number) => string | null

export function cut(program: Program, ids: readonly number[], entryOf: EntryOf): Fragment {
  const batches = batchesOf(program, ids, entryOf)
  const fragment = cutBy(program, ids, entryOf, batches)
  // What looks like a batch may be the size of something else as well.
  return batches.isGuess && !isSound(fragment.nodes) ? cutBy(program, ids, entryOf, { rename: (shape) => shape, batches: [] }) : fragment
}

/** Whether types are what ops infer. */
function isSound(nodes: readonly Node[]): boolean {
  return nodes.every((node) => {
    if (node.op === 'input' || node.op === 'read') return true
    try {
      return sameShape(opOf(node.op).infer(node.inputs.map((i) => nodes[i]!), node.attrs).shape, node.shape)
    } catch (error) {
      if (error instanceof GraphError) return false
      throw error
    }
  })
}

function cutBy(program: Program, ids: readonly number[], entryOf: EntryOf, { rename, batches }: Pick<Batches, 'rename' | 'batches'>): Fragment {
  const own = new Set(ids)
  const numbers = numbersIn(program.nodes)
  const nodes: Node[] = []
  const sources: number[] = []
  const values: number[] = []
  const local = new Map<number, number>()
  const put = (id: number, node: Omit<Node, 'id'>): number => {
    const at = nodes.push({ ...node, id: nodes.length }) - 1
    sources.push(id)
    local.set(id, at)
    return at
  }
  const leaf = (id: number): number => {
    const known = local.get(id)
    if (known !== undefined) return known
    const node = program.nodes[id]!
    const { dtype, origin } = node
    const shape = rename(node.shape)
    const entry = entryOf(id)
    if (entry !== null) return put(id, { op: 'read', inputs: [], attrs: { entry }, shape: node.shape, dtype, origin })
    // Numbers are made again where they are needed.
    if (numbers.has(id) || isLeafNumber(node)) {
      const inputs = node.inputs.map(leaf)
      return put(id, { ...node, inputs, attrs: renamed(node.attrs, rename), shape: rename(node.shape) })
    }
    return put(id, { op: 'input', inputs: [], attrs: { name: String(values.push(id) - 1) }, shape, dtype, origin })
  }
  for (const id of ids) {
    const node = program.nodes[id]!
    const inputs = node.inputs.map((i) => (own.has(i) ? local.get(i)! : leaf(i)))
    put(id, { op: node.op, inputs, attrs: renamed(node.attrs, rename), shape: rename(node.shape), dtype: node.dtype, origin: node.origin })
  }
  return { nodes, values, sources, key: keyOf(nodes), batches }
}

const keyOf = (nodes: readonly Node[]): string => {
  // Element by element the spelling does not depend on shapes: such fragments (an optimiser's) fit parameters of any.
  const shapely = !nodes.every((n) => isLeaf(n) || pointwiseOps.has(n.op))
  return nodes.map((n) => `${n.op}(${n.inputs.join()})${JSON.stringify(n.attrs, exact)}${n.dtype}`
    + (shapely ? JSON.stringify(n.shape) : '')).join('\n')
}

const exact = (_: string, value: unknown): unknown => (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)) ? `${1 / value < 0 ? '-' : ''}${value}` : value)

type Rename = (shape: Shape) => Shape

interface Batches { readonly rename: Rename; readonly batches: readonly Dim[]; /** A size is taken for a batch that the program does not call one. */ readonly isGuess: boolean }

/**
 * Batch sizes as the function sees them: `0`, `1`, … in the order met, each in units of the largest common factor, so that
 * a network reads the same at a batch of B and of 500·B. Without any, a common leading size counts as the batch.
 */
function batchesOf(program: Program, ids: readonly number[], entryOf: EntryOf): Batches {
  const own = new Set(ids)
  const seen = new Map<string, number>()
  const visit = (shape: Shape): void => {
    for (const d of shape) if (typeof d !== 'number') seen.set(d.batch, gcd(seen.get(d.batch) ?? 0, d.times))
  }
  const outside = new Set<number>()
  const numbers = numbersIn(program.nodes)
  const visitNode = (node: Node): void => {
    visit(node.shape)
    for (const value of Object.values(node.attrs)) for (const shape of shapesIn(value)) visit(shape)
    for (const i of node.inputs) {
      const input = program.nodes[i]!
      visit(input.shape)
      if (own.has(i) || entryOf(i) !== null) continue
      if (numbers.has(i) || isLeafNumber(input)) visitNode(input)
      else outside.add(i)
    }
  }
  for (const id of ids) visitNode(program.nodes[id]!)
  const names = [...seen.keys()]
  if (names.length) {
    const rename: Rename = (shape) =>
      shape.map((d) => (typeof d === 'number' ? d : { batch: String(names.indexOf(d.batch)), times: d.times / seen.get(d.batch)! }))
    return { rename, batches: names.map((batch) => ({ batch, times: seen.get(batch)! })), isGuess: false }
  }
  const [rows, ...others] = new Set([...outside].map((i) => program.nodes[i]!.shape[0]))
  if (typeof rows !== 'number' || others.length) return { rename: (shape) => shape, batches: [], isGuess: false }
  return { rename: (shape) => (shape[0] === rows ? [{ batch: '0', times: 1 }, ...shape.slice(1)] : shape), batches: [rows], isGuess: true }
}

const isLeafNumber = (node: Node): boolean => node.op === 'constant' || node.op === 'size'

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

const isDim = (value: Attr): value is BatchDim => typeof value === 'object' && !Array.isArray(value)

function shapesIn(value: Attr): readonly Shape[] {
  if (isDim(value)) return [[value]]
  if (!Array.isArray(value)) return []
  return value.length > 0 && Array.isArray(value[0]) ? (value as readonly Shape[]) : [value as Shape]
}

/** Attributes with batches renamed. Lists of plain numbers other than `shape` are positions, not sizes. */
const renamed = (attrs: Attrs, rename: Rename): Attrs => Object.fromEntries(Object.entries(attrs).map(([key, value]): [string, Attr] => {
  if (isDim(value)) return [key, rename([value])[0] as BatchDim]
  if (!Array.isArray(value)) return [key, value]
  if (value.length > 0 && Array.isArray(value[0])) return [key, (value as readonly Shape[]).map((s) => (hasBatch(s) ? rename(s) : s))]
  return [key, key === 'shape' || hasBatch(value as Shape) ? rename(value as Shape) : value]
}))

const hasBatch = (shape: Shape): boolean => shape.some((d) => typeof d !== 'number')
