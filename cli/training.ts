/** What `genc train` does, in order: spec, engine, data, memory, folder, and then the training itself. */
import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import type { Compiled } from '../compiler/compile.ts'
import type { Source } from '../compiler/diagnostics/position.ts'
import type { Plan, TrainPlan } from '../compiler/lower/plan.ts'
import type { Model } from '../compiler/model/model.ts'
import { writeAtomic, previousOf } from '../runtime/node/atomic.ts'
import { loadCheckpoint, saveCheckpoint } from '../runtime/run/checkpoint.ts'
import { differences, readConfig, writeConfig, type RunConfig } from '../runtime/run/config.ts'
import { RunError } from '../runtime/run/error.ts'
import { createRun, findRun, removeTemporary, RUN_FILES } from '../runtime/run/folder.ts'
import { lockRun } from '../runtime/run/lock.ts'
import { truncateMetrics } from '../runtime/run/metrics.ts'
import { record } from '../runtime/run/record.ts'
import { DivergedError } from '../runtime/train/diverged.ts'
import { nothingToDo } from '../runtime/train/idle.ts'
import { schedulesOf, START, train, type Progress as Position, type TrainOptions } from '../runtime/train/loop.ts'
import { estimateMemory, parametersText, showBytes } from '../runtime/train/memory.ts'
import { roundsBefore, withLength } from '../runtime/train/schedule.ts'
import { initializeStore, readStore, writeStore } from '../runtime/train/store.ts'
import { duration, lengthText, shortNumber } from '../runtime/train/words.ts'
import { next, nextEval, type Context } from './command.ts'
import type { TrainFlags } from './commands/train.ts'
import { compileSpec, printDiagnostics } from './compile-spec.ts'
import { openDataSets, type BoundData } from './data-option.ts'
import { divergenceText, hugeTerm } from './divergence.ts'
import { openEngine, programsFor, type ChosenEngine } from './engine-option.ts'
import { exit, type ExitCode } from './exit.ts'
import { readSpec, writeWhole } from './files.ts'
import { firstChange } from './first-change.ts'
import { chooseGivens, openGivens, requireGivens, settingsOfGivens, type GivenRun, type GivenWeights } from './givens.ts'
import { importsBeside, remembered, type Remembered } from './imports.ts'
import { memoryDiagnostic } from './memory-limit.ts'
import { overridesOf } from './options.ts'
import { importsOf, specOf, settingsOf } from './open-run.ts'
import { makeProgress } from './progress.ts'
import { progressLines } from './progress-lines.ts'

/** What is to be trained, before anything heavy is loaded. */
interface Job {
  readonly source: Source
  /** The spec's file as typed, or as it was when the run began. */
  readonly file: string
  readonly name: string
  /** What the spec imports and is given. */
  readonly found: Remembered
  readonly overrides: Readonly<Record<string, number>>
  /** Runs of the trained parts; none for a run gone on with, whose own checkpoint has their weights. */
  readonly givens: ReadonlyMap<string, GivenRun>
  readonly length: TrainPlan['length'] | null
  readonly seed: number
  readonly engine: string | undefined
  /** The run to go on with, and its folder. */
  readonly resumed: { readonly run: string; readonly config: RunConfig } | null
}

export async function trainCommand(context: Context, spec: string | undefined, flags: TrainFlags): Promise<ExitCode> {
  const asked = flags.resume === undefined ? newJob(context, spec!, flags) : resumedJob(context, spec, flags)
  const { terminal } = context
  const compiled = compileSpec(context, asked.source, {
    overrides: asked.overrides, imports: asked.found.imports, givens: asked.resumed === null ? settingsOfGivens(asked.givens) : asked.resumed.config.givens ?? {},
  }, asked.givens)
  if (compiled.graph === null || compiled.plan === null || compiled.model === null) return compiled.exitCode
  // A spec from standard input has no file to be named after.
  const job: Job = asked.file === '-' && asked.resumed === null ? { ...asked, name: compiled.model.name.toLowerCase() } : asked
  const plan = withLength(compiled.plan, job.length)
  const idle = nothingToDo(compiled.model, plan)
  if (idle !== null) {
    terminal.err(`${terminal.errColors.red('error:')} ${job.source.name} has no train block: ${idle}\n`
      + '  help: add one, for example train { minimize TERM with adam(1e-3); batch 128; epochs 10 }, TERM being an equation of its loss\n')
    return exit.spec
  }
  if (job.resumed === null) requireGivens(terminal, job.source, job.file, compiled.model, job.givens)
  const given = job.resumed === null ? openGivens(terminal, compiled.model, compiled.graph, job.givens) : null
  const tooLarge = memoryDiagnostic(compiled.graph, plan)
  if (tooLarge !== null) {
    printDiagnostics(context.terminal, job.source, [tooLarge])
    return exit.spec
  }
  const known = Object.fromEntries(Object.entries(job.resumed?.config.data ?? {}).map(([name, { source }]) => [name, source]))
  const data = openDataSets(plan, flags.data ?? [], context.terminal, known)
  // Throws where a stage finds no rows, before anything is made on the disk.
  schedulesOf({ plan, sources: data.sources })
  const opened = await openEngine(job.engine)
  const chosen = job.resumed !== null && flags.engine === undefined ? { ...opened, why: 'as before' } : opened
  const graph = programsFor(compiled, chosen)
  const config = configOf(job, compiled, chosen, data, given?.records ?? givenAgain(job.resumed!.config, compiled.model))
  if (job.resumed !== null) refuseChanges(context, job.resumed, job, config)
  const session = await chosen.engine.load(graph)
  try {
    const options: TrainOptions = { session, graph, plan, sources: data.sources, seed: job.seed, fetchEvery: chosen.onDevice ? FETCH_EVERY : 1 }
    const training: Training = { job, compiled, chosen, data, config, given, options, flags }
    if (flags.dryRun) {
      summary(context, training, null)
      begin(options, given)
      return await dryRun(context, { ...options, fetchEvery: 1 })
    }
    return await trainRun(context, training)
  } finally {
    session.dispose()
  }
}

/** A device that works on its own is asked for numbers this seldom. */
export const FETCH_EVERY = 10

/** First values of the store: those of the trained parts are their own. */
function begin({ session, graph, seed }: TrainOptions, given: GivenWeights | null): void {
  initializeStore(session, graph, seed)
  for (const [name, values] of Object.entries(given?.values ?? {})) session.write(name, values)
}

/** What a run says of its givens, with the hashes of their specs as they are now. */
const givenAgain = ({ givens }: RunConfig, model: Model): NonNullable<RunConfig['givens']> => Object.fromEntries(Object.entries(givens ?? {}).map(([name, given]) =>
  [name, { ...given, specHash: model.givens.find((one) => one.name === name)?.specHash ?? given.specHash }]))

function newJob({ terminal }: Context, spec: string, flags: TrainFlags): Job {
  const source = readSpec(terminal, spec)
  return {
    source, found: remembered(importsBeside(terminal, source.name)), givens: chooseGivens(terminal, source, flags.given ?? []), file: spec, name: spec === '-' ? 'spec' : basename(spec, '.gen'), overrides: overridesOf(flags.set ?? []), length: lengthOf(flags),
    seed: flags.seed ?? 0, engine: flags.engine, resumed: null,
  }
}

function resumedJob(context: Context, spec: string | undefined, flags: TrainFlags): Job {
  const { terminal } = context
  const run = findRun(terminal.cwd, typeof flags.resume === 'string' ? flags.resume : flags.output ?? basename(spec!, '.gen'))
  const folder = resolve(terminal.cwd, run)
  const config = readConfig(folder)
  const source = spec === undefined ? specOf(context, folder, config) : readSpec(terminal, spec)
  return {
    source, found: remembered(spec === undefined ? importsOf(folder) : importsBeside(terminal, source.name)), givens: new Map(), file: spec ?? config.file, name: config.spec,
    overrides: { ...settingsOf(config), ...overridesOf(flags.set ?? []) }, length: lengthOf(flags) ?? config.length,
    seed: flags.seed ?? config.seed, engine: flags.engine ?? config.engine.name, resumed: { run, config },
  }
}

const lengthOf = ({ epochs, steps }: TrainFlags): TrainPlan['length'] | null =>
  epochs !== undefined ? { unit: 'epochs', count: epochs } : steps !== undefined ? { unit: 'rounds', count: steps } : null

function configOf(job: Job, compiled: Compiled, chosen: ChosenEngine, data: BoundData, givens: NonNullable<RunConfig['givens']>): RunConfig {
  return {
    version: 1, spec: job.name, file: job.file, model: compiled.model!.name, specHash: compiled.graph!.specHash,
    hyper: Object.fromEntries(compiled.model!.hypers.map(({ name, value, source }) => [name, { value, from: source }])),
    length: job.length, seed: job.seed, engine: { name: chosen.name, backend: chosen.engine.backend }, data: data.info,
    ...(Object.keys(givens).length === 0 ? {} : { givens }),
    versions: { genc: packageJson.version, node: process.versions.node },
    started: job.resumed?.config.started ?? new Date().toISOString(),
  }
}

/** Throws a RunError that names what is different. */
function refuseChanges(context: Context, { run, config }: { readonly run: string; readonly config: RunConfig }, job: Job, now: RunConfig): void {
  const changes = differences(config, now)
  if (changes.length === 0) return
  const stored = specOf(context, resolve(context.terminal.cwd, run), config)
  const where = firstChange(stored.text, job.source.text)
  const named = changes.map((change) => (change === 'the model' && where !== null ? `the model (${job.source.name}, line ${where.line}: ${where.text})` : change))
  throw new RunError(`cannot go on with ${run}, for it is another training: ${named.join('; ')}`, `take the change back, or train a new run without --resume`)
}

interface Training {
  readonly job: Job
  readonly compiled: Compiled
  readonly chosen: ChosenEngine
  readonly data: BoundData
  readonly config: RunConfig
  /** Null for a run gone on with. */
  readonly given: GivenWeights | null
  readonly options: TrainOptions
  readonly flags: TrainFlags
}

async function trainRun(context: Context, training: Training): Promise<ExitCode> {
  const { job, flags } = training
  const { cwd } = context.terminal
  const run = job.resumed?.run ?? createRun({ cwd, spec: job.name, output: flags.output, force: flags.force })
  const unlock = lockRun(resolve(cwd, run), run)
  try {
    return await trainIn(run, context, training)
  } finally {
    unlock()
  }
}

/** Trains in a run's folder, new or gone on with. */
async function trainIn(run: string, context: Context, training: Training): Promise<ExitCode> {
  const { job, config, options, flags } = training
  const { terminal } = context
  const folder = resolve(terminal.cwd, run)
  if (job.resumed === null) {
    writeAtomic(join(folder, RUN_FILES.spec), job.source.text)
    for (const [path, text] of job.found.files) writeWhole(join(folder, RUN_FILES.imports, path), text)
  }
  writeConfig(folder, config)
  const { from, notes } = await restore(folder, training)
  summary(context, training, run)
  for (const text of notes) terminal.err(`${terminal.errColors.yellow('note:')} ${text}\n`)
  if (job.resumed !== null) {
    terminal.err(`going on after step ${from.round}${options.plan.stages.length > 1 ? ` of stage ${options.plan.stages[from.stage]!.name}` : ''}\n`)
    const before = job.resumed.config.engine.name
    if (before !== config.engine.name) terminal.err(`it was trained on ${before} so far: with ${config.engine.name} the last digits will differ\n`)
  }

  const schedules = schedulesOf(options)
  const done = roundsBefore(schedules, from.stage) + from.round
  const progress = makeProgress({ terminal, schedules, done })
  const tell = flags.progress ? progressLines({ terminal, schedules, done }) : null
  const interrupt = catchInterrupts(() => progress.note('stopping: saving first (Ctrl-C again aborts)'))
  const files = new Set<string>()
  let warned = false
  let saved: Position | null = job.resumed === null ? null : from
  const began = performance.now()
  try {
    const recorded = record({
      ...options, from, run: folder, data: hashesOf(config),
      stopped: interrupt.asked, ...(flags.checkpointEvery === undefined ? {} : { saveRounds: flags.checkpointEvery }),
    })
    for await (const event of recorded) {
      if (event.kind !== 'round') progress.resume()
      if (event.kind === 'stage' || event.kind === 'round') tell?.(event)
      if (event.kind === 'stage') progress.stage(event.name, event.schedule, event.stage)
      else if (event.kind === 'round') {
        progress.round(event)
        const large = warned ? null : hugeTerm(event.terms)
        if (large !== null) {
          warned = true
          progress.note(`${terminal.errColors.yellow('note:')} step ${event.round}: ${large}`)
        }
      }
      else if (event.kind === 'line') {
        progress.line(event.line)
        if (flags.json) terminal.out(`${JSON.stringify(event.line)}\n`)
      } else if (event.kind === 'saved') saved = event.progress
      else if (event.kind === 'figures') {
        if (files.size === 0) progress.note(terminal.errColors.dim(`first pictures in ${join(run, RUN_FILES.figures)}`))
        for (const file of event.files) files.add(file)
      } else if (event.kind === 'trouble') progress.note(`${terminal.errColors.yellow('note:')} ${event.message}`)
      else if (event.kind === 'stopped') {
        progress.end()
        terminal.err(`stopped and saved after step ${event.progress.round}: ${join(run, RUN_FILES.last)}\n`)
        next(context, `genc train --resume ${run}`, 'goes on where it stopped')
        return exit.interrupted
      }
    }
  } catch (error) {
    progress.end()
    if (!(error instanceof DivergedError)) throw error
    terminal.err(divergenceText(error, { model: training.compiled.model!, source: job.source, colors: terminal.errColors, width: terminal.columns }))
    terminal.err(saved === null ? 'No checkpoint was written before.\n' : `The last good checkpoint, after step ${saved.round}: ${join(run, RUN_FILES.last)}\n`)
    return exit.diverged
  } finally {
    progress.end()
    interrupt.release()
  }
  conclude(context, run, [...files].sort(), (performance.now() - began) / 1000, options.plan)
  return exit.done
}

/** Fills the store from the checkpoint, or with first values; gives the position, and what the user should know of it. */
async function restore(folder: string, { job, options, given, config }: Training): Promise<{ readonly from: Position; readonly notes: readonly string[] }> {
  const { session, graph, seed } = options
  const last = join(folder, RUN_FILES.last)
  if (job.resumed === null || !(existsSync(last) || existsSync(previousOf(last)))) {
    if (job.resumed !== null && config.givens !== undefined) throw new RunError(`${job.resumed.run} was stopped before it had saved what it is given`, 'train a new run')
    begin(options, given)
    if (job.resumed === null) {
      // From here on the run needs no other.
      if (config.givens !== undefined) saveCheckpoint(last, graph, { values: await readStore(session, graph), progress: START, specHash: graph.specHash, seed, data: hashesOf(config) })
      return { from: START, notes: given?.notes ?? [] }
    }
    truncateMetrics(folder, START)
    return { from: START, notes: ['there is no checkpoint in it: the training starts from the beginning'] }
  }
  removeTemporary(folder)
  const { values, progress, damage } = loadCheckpoint(last, graph)
  writeStore(session, graph, values)
  truncateMetrics(folder, progress)
  return { from: progress, notes: damage === null ? [] : [`${damage}; the checkpoint before it is used`] }
}

const hashesOf = ({ data }: RunConfig): Record<string, string> => Object.fromEntries(Object.entries(data).map(([name, { hash }]) => [name, hash]))

/** The first Ctrl-C asks the training to stop, the second ends the process. */
function catchInterrupts(tell: () => void): { readonly asked: () => boolean; readonly release: () => void } {
  let asked = false
  const handle = (signal: NodeJS.Signals): void => {
    if (asked) {
      // By the signal itself: an orderly exit would take the engine's library down while it computes.
      remove()
      process.kill(process.pid, signal)
    }
    asked = true
    tell()
  }
  process.on('SIGINT', handle)
  process.on('SIGTERM', handle)
  const remove = (): void => {
    process.off('SIGINT', handle)
    process.off('SIGTERM', handle)
  }
  // After the training a signal ends the process as it always does.
  return { asked: () => asked, release: remove }
}

async function dryRun({ terminal }: Context, options: TrainOptions): Promise<ExitCode> {
  const began = performance.now()
  for await (const event of train({ ...options, rest: () => true })) {
    if (event.kind === 'milestone') {
      const numbers = Object.entries({ ...event.test, ...event.metrics }).map(([name, value]) => `${name} ${shortNumber(value)}`)
      terminal.err(`nothing is trained: ${numbers.join('  ')}  (nothing written)\n`)
      break
    }
    if (event.kind !== 'round') continue
    const terms = Object.entries(event.terms ?? {}).map(([name, value]) => `${name} ${shortNumber(value)}`)
    terminal.err(`one batch of ${event.samples}: ${terms.join('  ')}  (${((performance.now() - began) / 1000).toFixed(2)} s, nothing written)\n`)
    break
  }
  return exit.done
}

function summary({ terminal }: Context, { job, compiled, chosen, data, options, config: { givens } }: Training, run: string | null): void {
  const colors = terminal.errColors
  const line = (title: string, text: string): void => terminal.err(`${colors.bold(title.padEnd(8))}${text}\n`)
  const { total } = estimateMemory(options.graph, options.plan)
  const set = compiled.model!.hypers.filter(({ source }) => source === 'set').map(({ name, value }) => `${name}=${value}`)
  line('model', `${compiled.model!.name}, ${parametersText(options.graph, compiled.model!)}, about ${showBytes(total)} in memory${set.length > 0 ? `; set ${set.join(', ')}` : ''}`)
  if (options.plan.data.length === 0) line('data', 'none: the spec draws from its own distributions')
  for (const [name, { description }] of Object.entries(data.info)) line('data', Object.keys(data.info).length > 1 ? `${name}: ${description}` : description)
  for (const [name, { run: from, checkpoint }] of Object.entries(givens ?? {})) line('given', `${name}: ${from}${checkpoint === 'best' ? ', its best checkpoint' : ''}`)
  line('engine', `${chosen.name} (${chosen.why})`)
  const schedules = schedulesOf(options)
  const lengths = options.plan.stages.map(({ name, train: plan }, i) => `${schedules.length > 1 ? `${name}: ` : ''}${schedules[i] ? `${lengthText(schedules[i])}, batch ${plan!.batch}` : 'evaluated only'}`)
  line('length', lengths.join('; '))
  line('seed', `${job.seed}`)
  if (run !== null) line('run', run)
}

function conclude(context: Context, run: string, figures: readonly string[], seconds: number, plan: Plan): void {
  const { terminal } = context
  const folder = resolve(terminal.cwd, run)
  const written = [RUN_FILES.last, RUN_FILES.best, RUN_FILES.metrics].filter((file) => existsSync(join(folder, file))).map((file) => join(run, file))
  const pictures = figures.map((file) => join(run, RUN_FILES.figures, basename(file)))
  const done = plan.stages.some((stage) => stage.train !== null) ? 'trained' : 'evaluated'
  terminal.err(`${done} in ${duration(seconds)}; wrote\n${[...written, ...pictures].map((file) => `  ${file}\n`).join('')}`)
  if (plan.sample !== null) next(context, `genc sample ${run}`, 'draws new samples')
  else if (plan.reconstruct !== null) next(context, `genc reconstruct ${run}`, 'shows data beside the model\'s rendering')
  else nextEval(context, run, plan)
  next(context, `genc report ${run}`, 'puts spec, numbers and pictures on one page')
}
