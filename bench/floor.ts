/** What a training step cannot do without: its arithmetic, and the bytes that must be read and written once. */
import { costOf } from '../compiler/graph/cost.ts'
import type { Node, Program } from '../compiler/graph/graph.ts'
import { countOf, resolveShape } from '../compiler/ops/shapes.ts'
import { prepare } from './genc.ts'
import type { Model, Size } from './models.ts'

export interface Floor {
  /** Floating-point operations of a round, by the costs of the op registry. */
  readonly flops: number
  /** Feeds and store entries read once, updates written once. What lies between may stay in a cache. */
  readonly bytes: number
}

export interface Product { readonly m: number; readonly k: number; readonly n: number; readonly transposeA: boolean; readonly transposeB: boolean }

export function floorOf(root: string, model: Model, size: Size): Floor {
  const { graph, program, batches } = roundOf(root, model, size)
  const { flops } = costOf({ store: graph.store, programs: [program] }, batches).programs[0]!
  const entry = new Map(graph.store.map(({ name, shape }) => [name, 4 * countOf(shape)]))
  const feeds = program.feeds.reduce((sum, { shape }) => sum + 4 * countOf(resolveShape(shape, batches)), 0)
  const reads = new Set(program.nodes.filter(({ op }) => op === 'read').map(({ attrs }) => String(attrs['entry'])))
  const bytes = [...reads, ...program.updates.map((update) => update.entry)].reduce((sum, name) => sum + entry.get(name)!, feeds)
  return { flops, bytes }
}

/** The different matrix products of a round, the largest first. */
export function productsOf(root: string, model: Model, size: Size): readonly Product[] {
  const { program, batches } = roundOf(root, model, size)
  const shapeOf = (node: Node): readonly number[] => resolveShape(node.shape, batches)
  const found = new Map<string, Product>()
  for (const node of program.nodes.filter(({ op, shape }) => op === 'matmul' && shape.length === 2)) {
    const [transposeA, transposeB] = [node.attrs['transposeA'] === true, node.attrs['transposeB'] === true]
    const [m, n] = shapeOf(node) as [number, number]
    const product = { m, k: shapeOf(program.nodes[node.inputs[0]!]!)[transposeA ? 0 : 1]!, n, transposeA, transposeB }
    found.set(showProduct(product), product)
  }
  return [...found.values()].sort((a, b) => flopsOf(b) - flopsOf(a))
}

export const flopsOf = ({ m, k, n }: Product): number => 2 * m * k * n

/** `[784×128]ᵀ·[128×400]`: the factors as they are stored. */
export function showProduct({ m, k, n, transposeA, transposeB }: Product): string {
  const factor = (rows: number, columns: number, transposed: boolean): string => (transposed ? `[${columns}×${rows}]ᵀ` : `[${rows}×${columns}]`)
  return `${factor(m, k, transposeA)}·${factor(k, n, transposeB)}`
}

function roundOf(root: string, model: Model, size: Size) {
  const { compiled, plan } = prepare(root, model, size)
  const { program: name, batch, passes } = plan.stages.find(({ train }) => train !== null)!.train!
  const program: Program = compiled.graph!.programs.find((p) => p.name === name)!
  return { graph: compiled.graph!, program, batches: Object.fromEntries(passes.map((_, i) => [i === 0 ? 'B' : `B${i}`, batch])) }
}
