/** Which sides there are for a model, and how each is started. */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { engineNames } from '../cli/engine-option.ts'
import type { Model, Size } from './models.ts'
import { openSide, SideError, type Side, type SideSpec } from './side.ts'
import { spreadOf } from './stats.ts'

export interface Around {
  readonly root: string
  /** Where the bundled sides are. */
  readonly sides: string
  /** Pythons with torch: programs with their arguments, divided by spaces. */
  readonly pythons: readonly string[]
  readonly log: (text: string) => void
}

/** Training data of a model in a file. */
export interface DataFile { readonly path: string; readonly rows: number; readonly shape: readonly number[] }

/** As `--sides` takes them. */
export const sideNames: readonly string[] = [...engineNames, 'tfjs-wasm', 'tfjs-cpu', 'tfjs-webgpu', 'torch', 'torch-compile']

/** `quick`: threads of PyTorch are left as they are by default. */
export interface Wanted { readonly model: Model; readonly size: Size; readonly data: DataFile; readonly names: readonly string[]; readonly device?: 'cuda'; readonly quick?: boolean }

/** Sides by name, ready to be opened; for every Python the best number of threads is found first. */
export async function sidesFor(around: Around, wanted: Wanted): Promise<(SideSpec & Partial<GencSpec>)[]> {
  const specs: (SideSpec & Partial<GencSpec>)[] = []
  for (const name of wanted.names) {
    if ((engineNames as readonly string[]).includes(name)) specs.push(gencSide(around, wanted, name))
    else if (name.startsWith('tfjs-')) specs.push(tfjsSide(around, wanted, name.slice('tfjs-'.length)))
    else for (const python of around.pythons) specs.push(await torchSide(around, wanted, python, name === 'torch' ? undefined : wanted.device ? 'reduce-overhead' : 'default'))
  }
  return specs
}

/** A side that is genc, and its engine. */
export interface GencSpec extends SideSpec { readonly engine: string }

/** `without`: a pass that is left out (`passes.ts`). */
export const gencSide = ({ root, sides }: Around, { model, size }: Pick<Wanted, 'model' | 'size'>, engine: string, without?: string): GencSpec => ({
  name: `genc ${engine}${without === undefined ? '' : ` without ${without}`}`, engine, command: [process.execPath, join(sides, 'genc.mjs')],
  job: { root, model: model.name, size, engine, ...(without !== undefined && { without }) },
})

const tfjsSide = ({ sides }: Around, { model, size, data }: Wanted, backend: string): SideSpec => ({
  name: `tfjs ${backend}, by hand`, command: [process.execPath, join(sides, 'tfjs.mjs')],
  job: { model: model.name, backend, ...size, data: data.path, rows: data.rows, shape: data.shape, fetchEvery: backend === 'webgpu' ? 10 : 1 },
})

/** Given as text: a Python in a file tree of its own does not see the file. */
export const torchScript = ({ root }: Around): string => readFileSync(join(root, 'bench/sides/torch.py'), 'utf8')

export const torchThreads = (threads: number): Record<string, string> =>
  ({ OMP_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) })

/** The number of threads that is fastest; `null` is what Python does when nobody says a number. */
const bestThreads = new Map<string, number | null>()

async function torchSide(around: Around, { model, size, data, device, quick }: Wanted, python: string, compile: string | undefined): Promise<SideSpec> {
  const script = torchScript(around)
  const spec = (threads: number | null, compiled = compile): SideSpec => ({
    name: `torch${compiled === undefined ? '' : ' compiled'} (${python})`, command: [...python.split(' '), '-c', script], input: data.path,
    env: threads === null ? {} : torchThreads(threads),
    job: {
      model: model.name, ...size, rows: data.rows, shape: data.shape, ...(compiled === undefined ? {} : { compile: compiled }),
      ...(threads === null ? {} : { threads }), ...(device === undefined ? {} : { device, fetchEvery: 10 }),
    },
  })
  if (device !== undefined || quick) return spec(null)
  const key = `${python} ${model.name} ${JSON.stringify(size)}`
  if (!bestThreads.has(key)) bestThreads.set(key, await fastest(around, python, threadCounts().map((threads) => ({ threads, side: spec(threads, undefined) }))))
  return spec(bestThreads.get(key)!)
}

function threadCounts(): readonly (number | null)[] {
  const cores = availableParallelism()
  const counts = new Set<number>([cores])
  for (let n = 1; n < cores; n *= 2) counts.add(n)
  return [null, ...[...counts].sort((a, b) => a - b)]
}

async function fastest({ log }: Around, python: string, candidates: readonly { readonly threads: number | null; readonly side: SideSpec }[]): Promise<number | null> {
  let opened: Side[]
  try {
    opened = await Promise.all(candidates.map(({ side }) => openSide(side)))
  } catch (error) {
    // Told again, and written down, when the side itself is opened.
    if (error instanceof SideError) return null
    throw error
  }
  const running = opened.map((side, i) => ({ side, threads: candidates[i]!.threads, walls: [] as number[] }))
  const median = ({ walls }: { readonly walls: readonly number[] }): number => spreadOf(walls).median
  const least = ({ walls }: { readonly walls: readonly number[] }): number => Math.min(...walls)
  const round = async (steps: number, among: typeof running): Promise<void> => {
    for (const one of among) one.walls.push((await one.side.block(steps)).wall)
  }
  await round(3, running)
  for (const { walls } of running) walls.length = 0
  for (let i = 0; i < 2; i++) await round(2, running)
  const best = Math.min(...running.map(least))
  // What is far behind is not measured well.
  const close = running.filter((one) => least(one) <= 3 * best)
  for (let i = 0; i < 5; i++) await round(Math.max(1, Math.round(150 / best)), close)
  await Promise.all(opened.map((side) => side.close()))
  log(`  ${python}: ${running.map((one) => `${one.threads ?? 'default'} threads ${median(one).toFixed(2)} ms`).join(', ')}`)
  return close.reduce((a, b) => (median(b) < median(a) ? b : a)).threads
}
