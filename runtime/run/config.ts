/** `config.json`: everything that a run was made from. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomic } from '../node/atomic.ts'
import { RunError } from './error.ts'
import { RUN_FILES } from './folder.ts'

export interface RunConfig {
  readonly version: 1
  /** Name of the spec's file, without ending. */
  readonly spec: string
  /** The spec's file as it was typed; `-` for standard input. */
  readonly file: string
  readonly model: string
  /** Of the normalised spec with its hyperparameters: the same after renaming or reformatting. */
  readonly specHash: string
  /** What was asked for on the command line, and what the spec says. */
  readonly hyper: Readonly<Record<string, { readonly value: number; readonly from: 'spec' | 'set' }>>
  /** `--epochs` or `--steps`, where the spec's own length was overruled. */
  readonly length: { readonly unit: 'epochs' | 'rounds'; readonly count: number } | null
  readonly seed: number
  readonly engine: { readonly name: string; readonly backend: string }
  /** By data set of the spec. */
  readonly data: Readonly<Record<string, { readonly source: string; readonly hash: string; readonly description: string }>>
  /** Trained parts, by the names that the spec gives them; absent where there are none. Their weights are in the run's own checkpoints. */
  readonly givens?: Readonly<Record<string, GivenConfig>>
  readonly versions: Readonly<Record<string, string>>
  /** ISO time. */
  readonly started: string
}

/** Where the weights of a trained part came from, and what its run was trained with. */
export interface GivenConfig {
  /** The path of its spec, as the spec that is given it writes it. */
  readonly spec: string
  readonly specHash: string
  /** As the user would have typed it. */
  readonly run: string
  readonly checkpoint: 'last' | 'best'
  /** SHA-256 of all numbers of that checkpoint. */
  readonly weights: string
  readonly hyper: Readonly<Record<string, number>>
  /** What it was given itself. */
  readonly givens: Readonly<Record<string, GivenConfig>>
}

export const writeConfig = (run: string, config: RunConfig): void => writeAtomic(join(run, RUN_FILES.config), `${JSON.stringify(config, null, 2)}\n`)

/** Throws a RunError when the file is missing, cut or of another version. */
export function readConfig(run: string): RunConfig {
  const path = join(run, RUN_FILES.config)
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new RunError(`cannot read ${path}: ${error instanceof SyntaxError ? 'it is not JSON (cut short, or changed by hand)' : error instanceof Error ? error.message : String(error)}`)
  }
  if (typeof value !== 'object' || value === null || (value as { version?: unknown }).version !== 1) throw new RunError(`${path} is not of a kind that this version of genc reads`)
  const lacking = REQUIRED.find(([name, fits]) => !fits((value as Record<string, unknown>)[name]))
  if (lacking !== undefined) throw new RunError(`${path} is damaged: ${lacking[0]} is missing or of another kind`, 'train a new run')
  return value as RunConfig
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What later steps rely on. */
const REQUIRED: readonly (readonly [keyof RunConfig, (value: unknown) => boolean])[] = [
  ['spec', isText], ['file', isText], ['specHash', isText], ['hyper', isRecord], ['seed', Number.isInteger], ['engine', isRecord], ['data', isRecord],
  ['length', (value) => value === null || isRecord(value)],
  ['givens', (value) => value === undefined || (isRecord(value) && Object.values(value as object).every((given) => isRecord(given) && isRecord((given as GivenConfig).hyper) && isRecord((given as GivenConfig).givens)))],
]

/** What differs between a run and what is asked of its resumption, in words; empty when nothing does. */
export function differences(before: RunConfig, now: RunConfig): string[] {
  const list: string[] = []
  for (const name of new Set([...Object.keys(before.hyper), ...Object.keys(now.hyper)])) {
    const [old, fresh] = [before.hyper[name]?.value, now.hyper[name]?.value]
    if (old !== fresh) list.push(old === undefined ? `the hyperparameter ${name} is new` : fresh === undefined ? `the hyperparameter ${name} is gone` : `${name} was ${old} and is ${fresh}`)
  }
  for (const [name, { specHash }] of Object.entries(before.givens ?? {})) {
    if (now.givens?.[name] !== undefined && now.givens[name].specHash !== specHash) list.push(`the given ${name} (${now.givens[name].spec})`)
  }
  if (list.length === 0 && before.specHash !== now.specHash) list.push('the model')
  if (before.seed !== now.seed) list.push(`the seed was ${before.seed} and is ${now.seed}`)
  for (const name of Object.keys(before.data)) {
    const [old, fresh] = [before.data[name]!, now.data[name]]
    if (fresh !== undefined && old.hash !== fresh.hash) list.push(`the data ${name === 'data' ? '' : `${name} `}were ${old.source} and are ${fresh.source}${old.source === fresh.source ? ' with other contents' : ''}`)
  }
  return list
}
