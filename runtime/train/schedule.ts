/**
 * How long a stage is, in rounds. An epoch is one pass over the stage's first data set; a period is what is logged,
 * evaluated and saved as one line: an epoch, or a twentieth of the training where the spec counts rounds.
 */
import type { Plan, TrainPlan } from '../../compiler/lower/plan.ts'
import { roundsPerEpoch } from '../data/batches.ts'

export interface Schedule {
  /** Rounds of the stage. */
  readonly rounds: number
  /** Rounds of one pass over the leading data set; all rounds for a model without data. */
  readonly epoch: number
  /** Rounds between two log lines; the last period may be shorter. */
  readonly period: number
  /** The data set whose length gives the epoch; null for a model without data. */
  readonly leader: string | null
}

const PERIODS = 20

/** `counts`: rows that the stage trains on, by data set. Throws a RangeError where the plan has no length. */
export function scheduleOf(train: TrainPlan, counts: Readonly<Record<string, number>>): Schedule {
  const leader = leaderOf(train, Object.keys(counts))
  if (leader === null) {
    if (train.length.unit === 'epochs') throw new RangeError('a model without data has no epochs: write `rounds` in its train block')
    const rounds = train.length.count
    return { rounds, epoch: Math.max(1, rounds), period: chunk(rounds), leader }
  }
  const readers = train.passes.filter((pass) => pass.datasets.includes(leader)).length
  const epoch = roundsPerEpoch(counts[leader]!, train.batch, readers)
  if (epoch === 0) throw new RangeError(`${counts[leader]!} rows of ${leader} are too few for ${readers} batches a round`)
  if (train.length.unit === 'rounds') return { rounds: train.length.count, epoch, period: chunk(train.length.count), leader }
  return { rounds: epoch * train.length.count, epoch, period: epoch, leader }
}

/** Every stage of another length: `--epochs`, `--steps`. Null leaves the plan as it is. */
export const withLength = (plan: Plan, length: TrainPlan['length'] | null): Plan => (length === null ? plan : {
  ...plan, stages: plan.stages.map((stage) => (stage.train === null ? stage : { ...stage, train: { ...stage.train, length } })),
})

/** The first data set, in the order of the spec, that a pass reads. */
export const leaderOf = (train: TrainPlan, datasets: readonly string[]): string | null =>
  datasets.find((name) => train.passes.some((pass) => pass.datasets.includes(name))) ?? null

const chunk = (rounds: number): number => Math.max(1, Math.ceil(rounds / PERIODS))

/** True when a period of a given length ends after `round` rounds of a stage. */
export const endsPeriod = (schedule: Schedule, round: number): boolean => round === schedule.rounds || round % schedule.period === 0

/**
 * Periods between two evaluations over `rows` rows: as many as it takes to train on so many, so that looking never costs
 * more than training.
 */
export const periodsOf = ({ batch, passes }: Pick<TrainPlan, 'batch' | 'passes'>, { period }: Schedule, rows: number): number =>
  Math.max(1, Math.ceil(rows / (period * batch * passes.length)))

/** Rounds of all stages before the one with this number; of all of them without it. A stage that trains nothing has none. */
export const roundsBefore = (schedules: readonly (Schedule | null)[], stage: number = schedules.length): number =>
  schedules.slice(0, stage).reduce((sum, schedule) => sum + (schedule?.rounds ?? 0), 0)

/** Seconds that `left` rounds take at the speed of `done` rounds in `milliseconds`. */
export const secondsFor = (left: number, done: number, milliseconds: number): number => (milliseconds / Math.max(1, done)) * left / 1000

/** Epochs that a stage takes from the numbering of shuffles and noise, so that no two stages share them. */
export const epochsOf = (schedule: Schedule): number => Math.max(1, Math.ceil(schedule.rounds / schedule.epoch))
