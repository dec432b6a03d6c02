/** Matrix products alone, in onnxruntime and in every PyTorch, on one thread and on all: what a model's step is bounded by. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { flopsOf, productsOf, showProduct, type Product } from './floor.ts'
import { sizeOf, type Model } from './models.ts'
import { openSide, SideError, type Side, type SideSpec } from './side.ts'
import { torchScript, torchThreads, type Around } from './sides.ts'
import { short, spreadOf } from './stats.ts'

export interface GemmResult {
  readonly products: readonly Product[]
  /** GFLOP/s by product, a number a round; null for a side that cannot run. */
  readonly sides: readonly { readonly side: string; readonly threads: number; readonly about: Readonly<Record<string, unknown>>; readonly rates: readonly (readonly number[])[] }[]
}

/** The size at which runtimes are compared by habit. */
const HABIT: Product = { m: 1024, k: 1024, n: 1024, transposeA: false, transposeB: false }

const BLOCK_MS = 60

export async function measureGemm(around: Around, models: readonly Model[], rounds: number): Promise<GemmResult> {
  const found = new Map([HABIT, ...models.flatMap((model) => productsOf(around.root, model, sizeOf(model)).slice(0, 8))].map((p) => [showProduct(p), p]))
  // The smallest are over before a clock can tell.
  const products = [...found.values()].filter((product) => flopsOf(product) > 1e6)
  const script = torchScript(around)
  const specs = [...new Set([1, availableParallelism()])].flatMap((threads): (SideSpec & { threads: number })[] => [
    { name: 'onnxruntime', threads, command: [process.execPath, join(around.sides, 'gemm.mjs')], job: { products, threads } },
    ...around.pythons.map((python) => ({ name: `torch (${python})`, threads, command: [...python.split(' '), '-c', script], env: torchThreads(threads), job: { products, threads } })),
  ])
  const sides: { side: Side; spec: SideSpec & { threads: number }; rates: number[][] }[] = []
  for (const spec of specs) {
    try {
      sides.push({ side: await openSide(spec), spec, rates: products.map(() => []) })
    } catch (error) {
      if (!(error instanceof SideError)) throw error
      around.log(`  ${spec.name}: cannot: ${error.message}`)
    }
  }
  for (const [i, product] of products.entries()) {
    around.log(`  ${showProduct(product)}`)
    const steps: number[] = []
    for (const { side } of sides) {
      await side.block(2, i)
      steps.push(Math.max(1, Math.round(BLOCK_MS / (await side.block(3, i)).wall)))
    }
    for (let round = 0; round < rounds; round++) {
      for (const [j, { side, rates }] of sides.entries()) {
        const { wall, engine } = await side.block(steps[j]!, i)
        rates[i]!.push(flopsOf(product) / (engine ?? wall) / 1e6)
      }
    }
  }
  for (const { side } of sides) await side.close()
  return { products, sides: sides.map(({ side, spec, rates }) => ({ side: spec.name, threads: spec.threads, about: side.about, rates })) }
}

/** The most that any side reached with any product: GFLOP/s. A floor stands on what the machine can do when nobody disturbs it. */
export const bestRate = ({ sides }: GemmResult): number => Math.max(...sides.flatMap(({ rates }) => rates.flat()))

export function gemmRows({ products, sides }: GemmResult): string[][] {
  return [
    ['GFLOP/s', ...sides.map(({ side, threads, about }) => `${about['torch'] === undefined ? side : `PyTorch ${String(about['torch'])}`}, ${threads} thread${threads > 1 ? 's' : ''}`)],
    ...products.map((product, i) => [showProduct(product), ...sides.map(({ rates }) => short(spreadOf(rates[i]!).median))]),
  ]
}
