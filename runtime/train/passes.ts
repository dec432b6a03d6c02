/** Which rows the passes of any round of a stage see: epochs of `runtime/data/batches`, addressed by the stage's rounds. */
import type { TrainPlan } from '../../compiler/lower/plan.ts'
import { batches, rowOrder, type PassRows } from '../data/batches.ts'
import type { Schedule } from './schedule.ts'

export interface Pass {
  /** Name of the batch axis: `B`, `B1`, `B2`, … */
  readonly axis: string
  readonly size: number
  /** Number in the epoch of its first sample: what noise is keyed by. */
  readonly first: number
  /** Row numbers by data set. Valid until the next round is asked for. */
  readonly rows: Readonly<Record<string, Uint32Array>>
}

export interface PassesOptions {
  readonly train: TrainPlan
  readonly schedule: Schedule
  /** Rows that the stage may use, by data set, in the order of the spec. */
  readonly choices: Readonly<Record<string, Uint32Array>>
  readonly seed: number
  /** Epochs of the stages before. */
  readonly epochOffset: number
}

/** Axis of pass `index`. */
export const axisOf = (index: number): string => (index === 0 ? 'B' : `B${index}`)

/** A function of the round, quick when asked in order. */
export function makePasses({ train, schedule, choices, seed, epochOffset }: PassesOptions): (round: number) => readonly Pass[] {
  if (schedule.leader === null) {
    return (round) => train.passes.map((_, index) => ({ axis: axisOf(index), size: train.batch, first: round * train.batch, rows: {} }))
  }
  const orders = Object.fromEntries(Object.entries(choices).map(([dataset, rows]) => [dataset, rowOrder({ dataset, seed, shuffle: true, rows })]))
  const epochFrom = (round: number): Generator<readonly PassRows[], void> => batches({
    orders, batch: train.batch, epoch: epochOffset + Math.floor(round / schedule.epoch), passes: train.passes, from: round % schedule.epoch,
  })
  let expected = -1
  let epoch: Generator<readonly PassRows[], void> | null = null
  return (round) => {
    if (epoch === null || round !== expected || round % schedule.epoch === 0) epoch = epochFrom(round)
    expected = round + 1
    const taken = epoch.next()
    if (taken.done) throw new RangeError(`round ${round} is not in its epoch`)
    return taken.value.map(({ count, first, rows }, index) => ({ axis: axisOf(index), size: count, first, rows }))
  }
}
