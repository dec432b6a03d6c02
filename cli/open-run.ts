/** A run opened for evaluating and for pictures: its spec compiled as it was trained, its weights on an engine, its data bound. */
import { dirname, join, resolve } from 'node:path'
import type { FromOutside, Imports } from '../compiler/check.ts'
import type { Graph } from '../compiler/graph/graph.ts'
import type { Plan } from '../compiler/lower/plan.ts'
import type { Model } from '../compiler/model/model.ts'
import type { Session } from '../runtime/engine.ts'
import { loadCheckpoint } from '../runtime/run/checkpoint.ts'
import { readConfig, type RunConfig } from '../runtime/run/config.ts'
import { RunError } from '../runtime/run/error.ts'
import { findRun, RUN_FILES } from '../runtime/run/folder.ts'
import { clockAt, schedulesOf, type Progress } from '../runtime/train/loop.ts'
import { withLength } from '../runtime/train/schedule.ts'
import type { Clock } from '../runtime/train/feeds.ts'
import type { Sources } from '../runtime/train/source.ts'
import { writeStore } from '../runtime/train/store.ts'
import type { Context } from './command.ts'
import { compileSpec } from './compile-spec.ts'
import { importsIn } from './imports.ts'
import { openDataSets } from './data-option.ts'
import { openEngine, programsFor } from './engine-option.ts'
import { readSpec } from './files.ts'
import { oneOf } from './options.ts'
import type { Source } from '../compiler/diagnostics/position.ts'

export interface OpenRun {
  /** As the user would type it. */
  readonly run: string
  readonly folder: string
  readonly config: RunConfig
  readonly model: Model
  readonly graph: Graph
  readonly plan: Plan
  readonly session: Session
  readonly sources: Sources
  readonly progress: Progress
  readonly clock: Clock
}

interface OpenRunOptions {
  readonly data: readonly string[]
  readonly engine: string | undefined
  readonly checkpoint: 'last' | 'best'
}

/** As commands over a run have them: `--data`, `--checkpoint`, `--engine`. */
export interface RunFlags { readonly data?: readonly string[]; readonly checkpoint: string; readonly engine?: string }

/** Opens a run for as long as `use` takes. Throws what `openRun` and `use` throw. */
export async function withRun<T>(context: Context, name: string, { data = [], checkpoint, engine }: RunFlags, use: (opened: OpenRun) => Promise<T>): Promise<T> {
  const opened = await openRun(context, name, { data, engine, checkpoint: oneOf('--checkpoint', checkpoint, ['last', 'best'] as const) })
  try {
    return await use(opened)
  } finally {
    opened.session.dispose()
  }
}

/** Throws what stands in the way: RunError, UsageError, DataError, FileError. */
async function openRun(context: Context, name: string, options: OpenRunOptions): Promise<OpenRun> {
  const { terminal } = context
  const run = findRun(terminal.cwd, name)
  const folder = resolve(terminal.cwd, run)
  const config = readConfig(folder)
  const source = specOf(context, folder, config)
  const compiled = compileSpec(context, source, outsideOf(folder, config))
  if (compiled.graph === null || compiled.plan === null || compiled.model === null) throw new RunError(`the spec in ${run} does not compile with this version of genc`, 'train it anew')
  if (compiled.graph.specHash !== config.specHash) {
    throw new RunError(`${join(run, RUN_FILES.spec)} is not the spec that ${run} was trained from`, 'its weights belong to another model: train the changed spec as a run of its own')
  }
  const plan = withLength(compiled.plan, config.length)
  const chosen = await openEngine(options.engine)
  const graph = programsFor(compiled, chosen)
  const known = Object.fromEntries(Object.entries(config.data).map(([dataset, { source: from }]) => [dataset, from]))
  const { sources } = openDataSets(plan, options.data, terminal, known)
  const { values, progress, damage } = loadCheckpoint(join(folder, options.checkpoint === 'best' ? RUN_FILES.best : RUN_FILES.last), graph)
  if (damage !== null) terminal.err(`${terminal.errColors.yellow('note:')} ${damage}; the checkpoint before it is used\n`)
  const session = await chosen.engine.load(graph)
  writeStore(session, graph, values)
  const schedule = schedulesOf({ plan, sources })[progress.stage]
  return { run, folder, config, model: compiled.model, graph, plan, session, sources, progress, clock: schedule ? clockAt(progress.round, schedule) : { step: 0, epoch: 0, progress: 0 } }
}

/** What a run's spec was compiled with. */
export const outsideOf = (folder: string, config: RunConfig): FromOutside =>
  ({ overrides: settingsOf(config), givens: config.givens ?? {}, imports: importsOf(folder) })

/** What a run's spec imports and is given: the run has copies. */
export const importsOf = (folder: string): Imports => importsIn(join(folder, RUN_FILES.imports))

/** The run's own copy of the spec, by the name that it had. */
export function specOf(context: Context, folder: string, config: RunConfig): Source {
  const { text } = readSpec(context.terminal, join(folder, RUN_FILES.spec))
  return { name: config.file === '-' ? `${config.spec}.gen` : join(dirname(config.file), `${config.spec}.gen`), text }
}

/** Hyperparameters that were set on the command line. */
export const settingsOf = (config: RunConfig): Record<string, number> =>
  Object.fromEntries(Object.entries(config.hyper).flatMap(([name, { value, from }]) => (from === 'set' ? [[name, value]] : [])))
