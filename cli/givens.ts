/** `--given Judge=runs/judge-001`: the runs that the trained parts of a spec come from. */
import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Source } from '../compiler/diagnostics/position.ts'
import type { Graph } from '../compiler/graph/graph.ts'
import type { Model } from '../compiler/model/model.ts'
import type { Given, Spec } from '../grammar/ast.ts'
import { nearest } from '../grammar/nearest.ts'
import { parse } from '../grammar/parse.ts'
import { FileError } from '../runtime/checkpoint/error.ts'
import { partValues } from '../runtime/checkpoint/values.ts'
import { readPart, type PartFile } from '../runtime/run/checkpoint.ts'
import { readConfig, type GivenConfig, type RunConfig } from '../runtime/run/config.ts'
import { RunError } from '../runtime/run/error.ts'
import { findRun, listRuns, RUN_FILES } from '../runtime/run/folder.ts'
import { isBeingTrained } from '../runtime/run/lock.ts'
import type { StoreValues } from '../runtime/train/store.ts'
import { UsageError } from './errors.ts'
import { firstChange } from './first-change.ts'
import { readSpec, standardInput } from './files.ts'
import type { Terminal } from './terminal.ts'

export interface GivenRun {
  /** As the spec calls it. */
  readonly name: string
  /** The file of its spec, as the user would type it. */
  readonly file: string
  /** As the user would type it. */
  readonly run: string
  readonly folder: string
  readonly checkpoint: 'last' | 'best'
  readonly config: RunConfig
}

/** Runs by the names of the givens. Throws a UsageError for a name that the spec does not have, a RunError for a run that is not there. */
export function chooseGivens(terminal: Terminal, source: Source, options: readonly string[]): ReadonlyMap<string, GivenRun> {
  const chosen = new Map<string, GivenRun>()
  if (options.length === 0) return chosen
  const declared = givensOf(parse(source.text).spec)
  for (const option of options) {
    const at = option.indexOf('=')
    const [name, text] = [option.slice(0, at).trim(), option.slice(at + 1).trim()]
    if (at < 0 || name === '' || text === '') throw new UsageError(`--given takes NAME=RUN, for example --given Judge=runs/judge-001; this is ${option}`)
    const node = declared.find((d) => d.name.text === name)
    if (node === undefined) {
      const names = declared.map((d) => d.name.text)
      const near = nearest(name, names)
      throw new UsageError(`--given ${name}: ${names.length === 0 ? `${source.name} has no given` : `${source.name} is given ${list(names)}`}${near === undefined ? '' : `. Did you mean ${near}?`}`)
    }
    if (chosen.has(name)) throw new UsageError(`--given names a run for ${name} twice`)
    chosen.set(name, { name, ...runNamed(terminal, source, node, text) })
  }
  return chosen
}

const givensOf = (spec: Spec): readonly Given[] => spec.declarations.filter((d) => d.kind === 'given')

const list = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`)

/** `runs/judge`, or `runs/judge:best` for the checkpoint with the best objective. */
function runNamed(terminal: Terminal, source: Source, node: Given, text: string): Omit<GivenRun, 'name'> {
  const file = specFile(source, node.from.value)
  const best = text.endsWith(':best')
  const named = best ? text.slice(0, -':best'.length) : text
  try {
    const run = findRun(terminal.cwd, named)
    const folder = resolve(terminal.cwd, run)
    return { file, run, folder, checkpoint: best ? 'best' : 'last', config: readConfig(folder) }
  } catch (error) {
    if (!(error instanceof RunError)) throw error
    throw new RunError(`--given ${node.name.text}: ${error.message}`, `genc train ${file} makes one${error.hint === undefined ? '' : `; ${error.hint}`}`)
  }
}

/** The file of a given spec as the user would type it. */
const specFile = (source: Source, from: string): string => join(source.name === standardInput ? '.' : dirname(source.name), from)

/** What the givens are compiled with. */
export const settingsOfGivens = (runs: ReadonlyMap<string, GivenRun>): Readonly<Record<string, Pick<GivenConfig, 'hyper' | 'givens'>>> =>
  Object.fromEntries([...runs].map(([name, { config }]) => [name, { hyper: hypersOf(config), givens: config.givens ?? {} }]))

export const hypersOf = ({ hyper }: RunConfig): Record<string, number> => Object.fromEntries(Object.entries(hyper).map(([name, { value }]) => [name, value]))

/** The command that trains a spec with its givens, those without a run taken from the newest of their spec. */
export function trainCommandOf(terminal: Terminal, file: string, model: Model, runs: ReadonlyMap<string, GivenRun> = new Map()): string {
  const options = model.givens.map(({ name, from }) => {
    const known = runs.get(name)
    return ` --given ${name}=${known === undefined ? newestOf(terminal, from) ?? basename(from, '.gen') : `${known.run}${known.checkpoint === 'best' ? ':best' : ''}`}`
  })
  return `genc train ${file}${options.join('')}`
}

const newestOf = (terminal: Terminal, from: string): string | undefined => runsOf(terminal, from).find((run) => isTrained(resolve(terminal.cwd, run)))

/** Whether a run has a checkpoint, and no process that goes on with it. */
export const isTrained = (folder: string): boolean => existsSync(join(folder, RUN_FILES.last)) && !isBeingTrained(folder)

/** Runs of a spec by their names, the newest first. */
const runsOf = (terminal: Terminal, from: string): readonly string[] =>
  listRuns(terminal.cwd).filter((run) => run.replace(/-\d{3,}$/, '') === basename(from, '.gen')).map((run) => join('runs', run)).reverse()

/** Throws a UsageError with the commands to type where a given has no run. */
export function requireGivens(terminal: Terminal, source: Source, file: string, model: Model, runs: ReadonlyMap<string, GivenRun>): void {
  const missing = model.givens.filter(({ name }) => !runs.has(name))
  if (missing.length === 0) return
  const untrained = [...new Set(missing.map(({ from }) => from))].filter((from) => newestOf(terminal, from) === undefined)
  const first = untrained.map((from) => {
    const soon = runsOf(terminal, from).find((run) => isBeingTrained(resolve(terminal.cwd, run)))
    return soon === undefined ? `genc train ${specFile(source, from)}` : `wait for ${soon}, which is being trained`
  })
  const commands = [...first, trainCommandOf(terminal, file, model, runs)]
  const what = missing.map(({ name, from }) => `${name}, a trained ${from}`)
  throw new UsageError(`${source.name} is given ${list(what)}: name ${missing.length === 1 ? 'its run' : 'their runs'}\n  help: ${commands.join('\n        ')}`)
}

/** Weights of the givens by the names that the graph has them under, and what `config.json` keeps of them. */
export interface GivenWeights {
  readonly values: StoreValues
  readonly records: Readonly<Record<string, GivenConfig>>
  /** What the user should know: a damaged checkpoint whose predecessor was taken, a run that is not finished. */
  readonly notes: readonly string[]
}

/** Throws a RunError or a FileError that names run, spec and what to do about it. */
export function openGivens(terminal: Terminal, model: Model, graph: Graph, runs: ReadonlyMap<string, GivenRun>): GivenWeights {
  const values: Record<string, StoreValues[string]> = {}
  const records: Record<string, GivenConfig> = {}
  const notes: string[] = []
  for (const { name, from, specHash } of model.givens) {
    const given = runs.get(name)!
    refuseOther(terminal, given, from, specHash)
    const part = openPart(terminal, given)
    Object.assign(values, forGiven(given, () => partValues(graph, name, part.file, part.from)))
    if (part.damage !== null) notes.push(`${part.damage}; the checkpoint before it is used`)
    if (isBeingTrained(given.folder)) notes.push(`${given.run} is being trained: ${name} is as it was at its last checkpoint`)
    const { hyper, givens } = settingsOfGivens(runs)[name]!
    records[name] = { spec: from, specHash, run: given.run, checkpoint: given.checkpoint, weights: part.hash, hyper, givens }
  }
  return { values, records, notes }
}

/** The run must be one of the very spec that is given, with its own values of the hypers. Throws a RunError. */
export function refuseOther(terminal: Terminal, { name, file, run, folder, config }: GivenRun, from: string, specHash: string): void {
  if (config.specHash === specHash) return
  const wanted = basename(from, '.gen')
  if (config.spec !== wanted) throw new RunError(`--given ${name}: ${run} is a run of ${config.spec}.gen, and ${name} is ${from}`, `name a run of ${from}; genc train ${file} makes one`)
  const change = firstChange(readSpec(terminal, join(folder, RUN_FILES.spec)).text, readSpec(terminal, file).text)
  const where = change === null ? '' : ` (line ${change.line}: ${change.text})`
  throw new RunError(`--given ${name}: ${run} was trained from another version of ${from}${where}`, `take the change back, or train it as it is now: genc train ${file}`)
}

/** The checkpoint of a given's run, which must be trained. Throws a RunError that says what to do about it. */
export function openPart(terminal: Terminal, given: GivenRun): PartFile {
  const { name, file, run, folder, checkpoint } = given
  const part = forGiven(given, () => readPart(join(folder, RUN_FILES[checkpoint])))
  if (part === null && checkpoint === 'best') throw new RunError(`--given ${name}: ${run} has no best checkpoint: its spec has no single objective, or no epoch is over`, `--given ${name}=${run} takes the last`)
  if (part === null || (part.untrained && trains(terminal, folder))) {
    throw new RunError(`--given ${name}: ${run} is not trained: it was stopped before its first checkpoint`, `genc train --resume ${run} goes on with it, genc train ${file} makes another`)
  }
  return part
}

/** Throws what `open` throws as a RunError that names the given. */
function forGiven<T>({ name, file }: GivenRun, open: () => T): T {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof FileError || error instanceof RunError)) throw error
    throw new RunError(`--given ${name}: ${error.message}`, `genc train ${file} makes another run`)
  }
}

/** Whether there is anything to train in a run: one that only evaluates is whole from the start. */
const trains = (terminal: Terminal, folder: string): boolean =>
  parse(readSpec(terminal, join(folder, RUN_FILES.spec)).text).spec.declarations
    .some((d) => d.kind === 'train' || (d.kind === 'stage' && d.declarations.some((inner) => inner.kind === 'train')))
