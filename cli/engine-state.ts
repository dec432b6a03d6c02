/** Which engines this machine has, for `genc doctor`: the same questions that the choice asks, put to all of them. */
import { availableParallelism } from 'node:os'
import { examine, here, remedyOf, type Finding, type Surroundings } from '../runtime/engines/choose.ts'
import { versionOf } from '../runtime/engines/packages.ts'
import { engineRows, type Adapter, type EngineName, type EngineRow } from '../runtime/engines/registry.ts'

export interface EngineState {
  /** As `--engine` takes it. */
  readonly name: EngineName
  readonly packages: readonly string[]
  readonly what: string
  readonly state: Finding['state']
  /** Of the first package, null when it is not installed. */
  readonly version: string | null
  /** What was found or what stands in the way; goes on after the engine's name. May be empty. */
  readonly detail: string
  readonly adapter: Adapter | null
  /** What would have to be there for it to use the GPU of this machine; null where there is none to be seen, or nothing is amiss. */
  readonly advice: string | null
  /** Threads of one computation, null where the engine decides itself. */
  readonly threads: number | null
  /** The command that adds or mends it; null where none would help. */
  readonly command: string | null
}

export interface Inspection {
  /** In the order of choice. */
  readonly engines: readonly EngineState[]
  readonly chosen: EngineState | null
  readonly why: string
  /** What would be faster on this machine, once it is added or mended. */
  readonly faster: EngineState | null
}

export async function inspectEngines(around: Surroundings = here()): Promise<Inspection> {
  const states = await Promise.all(engineRows.map(async (row) => ({ row, engine: await inspect(row, around) })))
  const at = states.findIndex(({ engine }) => engine.state === 'ready')
  const before = states.slice(0, at < 0 ? states.length : at).filter(({ row, engine }) => row.fits(around.signs) && engine.command !== null)
  // What npm alone installs is easier to have than what a script must fetch.
  const faster = before.find(({ row }) => !row.scripts) ?? before[0]
  return { engines: states.map(({ engine }) => engine), chosen: states[at]?.engine ?? null, why: reason(states[at]?.row, around), faster: faster?.engine ?? null }
}

async function inspect(row: EngineRow, around: Surroundings): Promise<EngineState> {
  const found = await examine(row, around)
  const finding: Finding = found.state === 'ready' && !row.fits(around.signs) ? { ...found, state: 'passed-over', detail: 'works, but this machine shows no GPU' } : found
  const { state, detail } = finding
  return {
    name: row.name, packages: row.packages, what: row.what, state, version: versionOf(around.packages, row.packages[0]), detail,
    adapter: finding.adapter ?? null, threads: row.threads === 'all' ? availableParallelism() : row.threads,
    advice: (row.fits(around.signs) ? finding.advice : undefined) ?? null,
    command: state === 'missing' || state === 'broken' ? remedyOf(row, state) : null,
  }
}

function reason(row: EngineRow | undefined, { signs }: Surroundings): string {
  if (row === undefined) return 'no engine can be loaded'
  if (row.gpu) return 'the first of the list that is ready; it computes on the GPU'
  return `the first of the list that is ready; ${signs.any ? 'no engine here can use a GPU' : 'this machine shows no GPU'}`
}
