/** Which engine runs: the one asked for, or the first of the registry that this machine can use. */
import type { Engine } from '../engine.ts'
import type { Flavour } from '../../compiler/passes/pipeline.ts'
import { EngineError } from '../engine.ts'
import { askApart } from './ask-apart.ts'
import { gpuSigns, type GpuSigns } from './gpu-signs.ts'
import { installCommand, rebuildCommand } from './install-command.ts'
import { firstLine, installed, isInstalled, type Packages } from './packages.ts'
import { engineNames, engineRows, type Ask, type EngineName, type EngineRow, type Found } from './registry.ts'

export interface Choice {
  readonly name: EngineName
  readonly engine: Engine
  readonly flavour: Flavour
  readonly onDevice: boolean
  /** Why this one, for the first lines of a training. */
  readonly why: string
}

/** What a choice depends on. */
export interface Surroundings {
  readonly packages: Packages
  readonly signs: GpuSigns
  readonly ask: Ask
}

export const here = (): Surroundings => ({ packages: installed, signs: gpuSigns(), ask: askApart })

export type Finding = Found | { readonly state: 'missing' | 'broken'; readonly detail: string; readonly adapter?: undefined; readonly advice?: undefined }

/** What is to be said of an engine before it is opened. */
export async function examine(row: EngineRow, { packages, ask }: Surroundings): Promise<Finding> {
  const absent = row.packages.find((name) => !isInstalled(packages, name))
  if (absent !== undefined) return { state: 'missing', detail: 'is not installed' }
  if (row.probe === null) return { state: 'ready', detail: '' }
  try {
    return await row.probe(packages, ask)
  } catch (error) {
    return { state: 'broken', detail: `does not load: ${reasonOf(error)}` }
  }
}

/** The command that makes a missing or broken engine ready. */
export const remedyOf = ({ packages, scripts }: EngineRow, state: 'missing' | 'broken'): string =>
  (state === 'broken' && scripts ? rebuildCommand(packages) : installCommand(packages, { scripts }))

/** Throws `EngineError` with a remedy. */
export async function chooseEngine(name?: string, around: Surroundings = here()): Promise<Choice> {
  return name === undefined ? fastest(around) : askedFor(name, around)
}

async function askedFor(name: string, { packages }: Surroundings): Promise<Choice> {
  const rows = engineRows.filter((row) => row.name === name)
  if (rows.length === 0) throw new EngineError(`there is no engine '${name}': there are ${engineNames.join(', ')}`)
  const there = rows.filter(({ packages: needed }) => needed.every((one) => isInstalled(packages, one)))
  if (there.length === 0) throw new EngineError(`the engine '${name}' is not installed: ${rows.map((row) => remedyOf(row, 'missing')).join(' or ')} adds it`)
  const failures: EngineError[] = []
  for (const row of there) {
    try {
      const engine = await row.open(packages)
      return choice(row, engine, engine.caveat === undefined ? 'asked for' : `asked for; ${engine.caveat}`)
    } catch (error) {
      // An engine that found nothing to compute on has said what helps.
      const told = error instanceof EngineError && error.cause === undefined
      failures.push(told ? error : new EngineError(`the engine '${name}' does not load: ${reasonOf(error)}. To mend it: ${remedyOf(row, 'broken')}`, { cause: error }))
    }
  }
  throw failures[0]!
}

interface Passed { readonly row: EngineRow; readonly finding: Finding }

async function fastest(around: Surroundings): Promise<Choice> {
  const passed: Passed[] = []
  for (const row of engineRows) {
    if (!row.fits(around.signs)) continue
    // What costs time is asked only where it may change the choice; for others, opening tells.
    const finding = await examine(row.risky ? row : { ...row, probe: null }, around)
    if (finding.state !== 'ready') {
      passed.push({ row, finding })
      continue
    }
    try {
      return choice(row, await row.open(around.packages), row.gpu ? finding.detail : whyNoFaster(passed, around.signs))
    } catch (error) {
      passed.push({ row, finding: { state: 'broken', detail: `does not load: ${reasonOf(error)}` } })
    }
  }
  throw new EngineError(`no engine can be loaded: ${passed.map(({ row, finding }) => `${row.name} ${finding.detail}`).join('; ')}; genc doctor says what helps`)
}

/** Of what was passed, only what the user may want to know, or change by one command. */
function whyNoFaster(passed: readonly Passed[], signs: GpuSigns): string {
  const notable = passed.filter(({ row, finding }) => finding.state !== 'missing' || !row.scripts)
  return [signs.any ? 'the fastest here' : 'the fastest without a GPU', ...notable.map(({ row, finding }) => `${row.name} ${finding.detail}`), ...(notable.length > 0 ? ['genc doctor says more'] : [])].join('; ')
}

const choice = (row: EngineRow, engine: Engine, why: string): Choice => ({ name: row.name, engine, flavour: row.flavour, onDevice: row.onDevice, why })

/** One line. What the TensorFlow packages say at length is that they were installed without their scripts. */
function reasonOf(error: unknown): string {
  const cause = error instanceof EngineError && error.cause !== undefined ? error.cause : error
  const line = firstLine(cause)
  return /tfjs_binding\.node|libtensorflow/.test(line) ? `its native part is missing (${line.includes('tfjs_binding') ? 'tfjs_binding.node' : 'libtensorflow'})` : line
}
