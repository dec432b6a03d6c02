/**
 * Training: stages, epochs, rounds. A generator that runs the plan and says what happened; files, screens and signals
 * are its reader's business. Whoever stops reading stops the training, and whoever kept the store's values with the
 * `Progress` beside them can go on later with the very same numbers.
 */
import type { Graph, Program } from '../../compiler/graph/graph.ts'
import type { EvaluationPlan, Plan, StagePlan, TrainPlan } from '../../compiler/lower/plan.ts'
import type { Session, Values } from '../engine.ts'
import { addTo, EMPTY, meansOf, type Sums } from './average.ts'
import { makeAhead } from './ahead.ts'
import { DivergedError } from './diverged.ts'
import { canEvaluate, evaluate, rowsOf } from './evaluate.ts'
import { fillFeeds, type Buffers, type Clock } from './feeds.ts'
import { makePasses, type Pass } from './passes.ts'
import { endsPeriod, epochsOf, periodsOf, scheduleOf, type Schedule } from './schedule.ts'
import { chooseRows } from './select.ts'
import type { Sources } from './source.ts'
import { initializeStore, isOptimizer } from './store.ts'
import { makeTurns } from './turn.ts'
import { emptySplit, programOf, type Known } from './values.ts'

/** Where a training stands between two rounds. Plain data; together with the store, all there is to go on from. */
export interface Progress {
  /** Index of the stage. */
  readonly stage: number
  /** Rounds of the stage done. */
  readonly round: number
  /** Loss terms of the current period so far. */
  readonly sums: Sums
  /** The smallest objective on the test split so far in this stage (plans negate what is maximised). */
  readonly best: number | null
}

export const START: Progress = { stage: 0, round: 0, sums: EMPTY, best: null }

export interface TrainOptions {
  readonly session: Session
  readonly graph: Graph
  readonly plan: Plan
  readonly sources: Sources
  readonly seed: number
  /** Where to go on; the store must hold the values of that moment. */
  readonly from?: Progress
  /** Loss terms are brought back from the device every so many rounds, and in the last of a period. */
  readonly fetchEvery?: number
  /**
   * Rounds are given to the engine before the ones before them are done. Whoever wants to save asks for a rest by it:
   * true, and no further round begins before the reader has seen the end of this one. Asked of every round, perhaps twice.
   */
  readonly rest?: (round: number) => boolean
}

export type TrainEvent =
  | { readonly kind: 'stage'; readonly stage: number; readonly name: string; readonly schedule: Schedule | null }
  | RoundDone
  | Milestone

export interface RoundDone {
  readonly kind: 'round'
  readonly stage: string
  /** Rounds of the stage done. */
  readonly round: number
  readonly schedule: Schedule
  /** Null where they stayed on the device. */
  readonly terms: Readonly<Record<string, number>> | null
  readonly samples: number
  /**
   * Where the store stands. Null where there is nothing to be saved: the next round is under way, or a milestone follows,
   * without which a saved training would go on.
   */
  readonly progress: Progress | null
}

/** The end of a period, of a stage, or the time for a report. */
export interface Milestone {
  readonly kind: 'milestone'
  readonly progress: Progress
  readonly stage: string
  /** Epochs completed in this stage. */
  readonly epoch: number
  /** Means of the loss terms over the period, while training and on the test split; null where no period ended. */
  readonly train: Readonly<Record<string, number>> | null
  readonly test: Readonly<Record<string, number>> | null
  /** Metrics, where it is their time. */
  readonly metrics: Readonly<Record<string, number>> | null
  /** What was computed of whole splits for the metrics: figures of the same moment need not ask again. */
  readonly known: Known
  /** The objective on the test split is the best of the stage. */
  readonly best: boolean
  /** The stage is over. */
  readonly end: boolean
}

/** Throws `DivergedError`, and whatever the engine or the data throw. */
export async function* train(options: TrainOptions): AsyncGenerator<TrainEvent, void> {
  const from = options.from ?? START
  let epochOffset = 0
  for (const [index, stage] of options.plan.stages.entries()) {
    const setup = stage.train === null ? null : prepare(stage.train, stage.terms, options)
    if (index >= from.stage) {
      const start = index === from.stage ? from : { ...START, stage: index }
      yield { kind: 'stage', stage: index, name: stage.name, schedule: setup?.schedule ?? null }
      if (setup === null) yield await evaluateOnly(stage, start, options)
      else yield* runStage(stage, setup, start, epochOffset, options)
    }
    if (setup !== null) epochOffset += epochsOf(setup.schedule)
  }
}

interface Setup {
  readonly train: TrainPlan
  readonly choices: Readonly<Record<string, Uint32Array>>
  readonly schedule: Schedule
  /** Rounds between two evaluations of the loss terms: whole periods. */
  readonly evaluation: number
}

/** The rows and the length of a stage. */
function prepare(train: TrainPlan, terms: EvaluationPlan | null, { plan, sources }: Pick<TrainOptions, 'plan' | 'sources'>): Setup {
  const choices: Record<string, Uint32Array> = {}
  for (const { name, fields } of plan.data) {
    if (!train.passes.some((pass) => pass.datasets.includes(name))) continue
    choices[name] = chooseRows(sources, name, train.rows, fields)
    if (choices[name].length === 0) throw emptySplit(name, 'train')
  }
  const schedule = scheduleOf(train, Object.fromEntries(Object.entries(choices).map(([name, rows]) => [name, rows.length])))
  return { train, choices, schedule, evaluation: schedule.period * (terms === null ? 1 : periodsOf(train, schedule, rowsOf(terms, sources))) }
}

/** Schedules of the stages, for whoever wants to know how long it will be. Null for a stage that only evaluates. */
export const schedulesOf = (options: Pick<TrainOptions, 'plan' | 'sources'>): readonly (Schedule | null)[] =>
  options.plan.stages.map((stage) => (stage.train === null ? null : prepare(stage.train, stage.terms, options).schedule))

async function* runStage(
  stage: StagePlan, { train: plan, choices, schedule, evaluation }: Setup, start: Progress, epochOffset: number, options: TrainOptions,
): AsyncGenerator<TrainEvent, void> {
  const { session, graph, sources, seed } = options
  const program = programOf(graph, plan.program)
  const passesOf = makePasses({ train: plan, schedule, choices, seed, epochOffset })
  const fetchEvery = options.fetchEvery ?? 1
  const buffers: Buffers = new Map()
  if (start.round === 0 && start.stage > 0) initializeStore(session, graph, seed, isOptimizer)
  let { sums, best } = start
  const turn = makeTurns()
  const ahead = makeAhead()
  const underWay: Issued[] = []
  for (let round = start.round; round < schedule.rounds; round++) {
    const done = round + 1
    const ended = endsPeriod(schedule, done)
    const reported = done === schedule.rounds || isReport(plan, schedule, done)
    const clock = clockAt(round, schedule)
    const passes = passesOf(round)
    const fetched = ended || done % fetchEvery === 0
    const terms = runRound(program, passes, fetched ? plan.terms : [], { session, sources, seed, clock, buffers, epoch: epochOffset + clock.epoch })
    // It may fail after the reader has left.
    terms.catch(() => undefined)
    underWay.push({ done, clock, samples: passes[0]!.size, fetched, terms })
    await turn()
    while (underWay.length > (ended || reported || options.rest?.(done) === true ? 0 : ahead.rounds())) {
      const one = underWay.shift()!
      const values = await one.terms
      ahead.done()
      if (one.fetched) {
        blame(stage, plan.terms, values, one.clock)
        sums = addTo(sums, values, one.samples)
      }
      yield {
        kind: 'round', stage: stage.name, round: one.done, schedule, terms: one.fetched ? values : null, samples: one.samples,
        progress: underWay.length > 0 || ended || reported ? null : { stage: start.stage, round: one.done, sums, best },
      }
    }
    if (ended || reported) {
      ahead.pause()
      const now = clockAt(done, schedule)
      const evaluated = done % evaluation === 0 || done === schedule.rounds ? await evaluateIfPossible(stage.terms, options, now) : null
      const known: Known = new Map()
      const metrics = reported ? await evaluateIfPossible(stage.metrics, options, now, known) : null
      const means = ended ? meansOf(sums) : null
      if (ended) sums = EMPTY
      const objective = evaluated?.['objective']
      const value = objective === undefined || !Number.isFinite(objective) ? null : objective
      const improved = value !== null && (best === null || value < best)
      if (improved) best = value
      yield {
        kind: 'milestone', progress: { stage: start.stage, round: done, sums, best }, stage: stage.name, epoch: now.epoch,
        train: means, test: evaluated, metrics, known, best: improved, end: done === schedule.rounds,
      }
    }
  }
  if (start.round >= schedule.rounds) {
    // A training that was stopped after its last round: its results are logged, its pictures perhaps not drawn.
    yield {
      kind: 'milestone', progress: start, stage: stage.name, epoch: clockAt(start.round, schedule).epoch,
      train: null, test: null, metrics: null, known: new Map(), best: false, end: true,
    }
  }
}

export const clockAt = (round: number, schedule: Schedule): Clock =>
  ({ step: round, epoch: Math.floor(round / schedule.epoch), progress: schedule.rounds === 0 ? 0 : round / schedule.rounds })

/** A round that was given to the engine. */
interface Issued {
  /** Its number, from 1. */
  readonly done: number
  readonly clock: Clock
  readonly samples: number
  readonly fetched: boolean
  readonly terms: Promise<Record<string, number>>
}

interface RoundContext {
  readonly session: Session
  readonly sources: Sources
  readonly seed: number
  readonly clock: Clock
  readonly buffers: Buffers
  /** For noise: counted over all stages. */
  readonly epoch: number
}

async function runRound(program: Program, passes: readonly Pass[], fetch: readonly string[], context: RoundContext): Promise<Record<string, number>> {
  const { session, sources, seed, clock, epoch } = context
  const batches = Object.fromEntries(passes.map(({ axis, size }) => [axis, size]))
  const feeds = fillFeeds(program, {
    sources, batches, clock, noise: { seed, epoch, firstOf: (pass) => passes[pass]!.first },
    rowsOf: (dataset, pass) => ({ split: 'train', rows: passes[pass]!.rows[dataset]! }),
  }, context.buffers)
  return scalars(await session.run(program.name, feeds, batches, fetch), fetch)
}

const scalars = (outputs: Readonly<Record<string, Values>>, names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, outputs[name]![0]!]))

function blame(stage: StagePlan, names: readonly string[], terms: Readonly<Record<string, number>>, { step, epoch }: Clock): void {
  const bad = names.filter((name) => !Number.isFinite(terms[name]!))
  if (bad.length > 0) throw new DivergedError({ stage: stage.name, step, epoch, terms: bad.map((name) => ({ name, value: terms[name]! })), entry: null })
}

function isReport({ report }: TrainPlan, schedule: Schedule, round: number): boolean {
  if (report === null) return false
  return round % (report.unit === 'epochs' ? report.every * schedule.epoch : report.every) === 0
}

/** Null where there is nothing to evaluate, or no test split to do it on. */
async function evaluateIfPossible(plan: EvaluationPlan | null, options: TrainOptions, clock: Clock, known: Known = new Map()): Promise<Record<string, number> | null> {
  if (plan === null || !canEvaluate(plan, options.sources)) return null
  return (await evaluate(plan, { ...options, clock }, known)).results
}

async function evaluateOnly(stage: StagePlan, progress: Progress, options: TrainOptions): Promise<Milestone> {
  const clock: Clock = { step: 0, epoch: 0, progress: 0 }
  const test = await evaluateIfPossible(stage.terms, options, clock)
  const known: Known = new Map()
  const metrics = await evaluateIfPossible(stage.metrics, options, clock, known)
  return { kind: 'milestone', progress, stage: stage.name, epoch: 0, train: null, test, metrics, known, best: false, end: true }
}
