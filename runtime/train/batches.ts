/**
 * Which rows a pass of a round sees: a function of the seed and the round, so that a training can go on anywhere.
 *
 * The leading data set is shuffled anew for every epoch and cut into batches, the last one short. Where several passes
 * of a round read it, each takes the next batch; an epoch's last round starts over at its beginning if it must. The
 * other data sets go round independently: they have their own laps, and give as many rows as the first's batch has.
 */
import type { TrainPlan } from '../../compiler/lower/plan.ts'
import { shuffle } from '../noise/shuffle.ts'
import type { Schedule } from './schedule.ts'

export interface PassBatch {
  /** Name of the batch axis: `B`, `B1`, `B2`, … */
  readonly axis: string
  readonly size: number
  /** Row numbers by data set. */
  readonly rows: Readonly<Record<string, Uint32Array>>
}

export interface BatchOptions {
  readonly train: TrainPlan
  readonly schedule: Schedule
  /** Rows that the stage may use, by data set. */
  readonly choices: Readonly<Record<string, Uint32Array>>
  readonly seed: number
  /** Epochs of the stages before. */
  readonly epochOffset: number
}

export type Batcher = (round: number) => readonly PassBatch[]

/** Axis of pass `index`. */
export const axisOf = (index: number): string => (index === 0 ? 'B' : `B${index}`)

export function makeBatcher(options: BatchOptions): Batcher {
  const { train, schedule, choices, seed, epochOffset } = options
  const { leader } = schedule
  const followers = [...new Set(train.passes.flatMap((pass) => pass.datasets))].filter((name) => name !== leader)
  const leading = leader === null ? null : choices[leader]!
  const readers = leader === null ? 0 : train.passes.filter((pass) => pass.datasets.includes(leader)).length
  const slots = leading === null ? 0 : Math.ceil(leading.length / train.batch)

  /** Batches of one round of an epoch: sizes, and where the leading rows start. */
  const sizes = (inEpoch: number): readonly { readonly size: number; readonly start: number }[] => {
    let reader = 0
    return train.passes.map((pass) => {
      if (leading === null || !pass.datasets.includes(leader!)) return { size: train.batch, start: 0 }
      const start = ((inEpoch * readers + reader++) % slots) * train.batch
      return { size: Math.min(train.batch, leading.length - start), start }
    })
  }
  const consumed = Object.fromEntries(followers.map((name) => [name, prefixSums(name, train, schedule, sizes)]))
  const orders = makeOrders(seed, epochOffset)

  return (round) => {
    const epoch = Math.floor(round / schedule.epoch)
    const inEpoch = round % schedule.epoch
    const before = Object.fromEntries(followers.map((name) => {
      const sums = consumed[name]!
      return [name, epoch * sums[schedule.epoch]! + sums[inEpoch]!]
    }))
    return sizes(inEpoch).map(({ size, start }, index) => {
      const rows: Record<string, Uint32Array> = {}
      for (const name of train.passes[index]!.datasets) {
        const choice = choices[name]!
        const out = new Uint32Array(size)
        if (name === leader) {
          const order = orders(name, choice.length, epoch)
          for (let i = 0; i < size; i++) out[i] = choice[order[start + i]!]!
        } else {
          const first = before[name]!
          for (let i = 0; i < size; i++) {
            const order = orders(name, choice.length, Math.floor((first + i) / choice.length))
            out[i] = choice[order[(first + i) % choice.length]!]!
          }
          before[name] = first + size
        }
        rows[name] = out
      }
      return { axis: axisOf(index), size, rows }
    })
  }
}

/** Rows of `name` used by the first 0, 1, … rounds of an epoch. */
function prefixSums(
  name: string, train: TrainPlan, schedule: Schedule, sizes: (inEpoch: number) => readonly { readonly size: number }[],
): Float64Array {
  const sums = new Float64Array(schedule.epoch + 1)
  for (let round = 0; round < schedule.epoch; round++) {
    let used = 0
    sizes(round).forEach(({ size }, index) => { if (train.passes[index]!.datasets.includes(name)) used += size })
    sums[round + 1] = sums[round]! + used
  }
  return sums
}

/** Orders by data set and lap; the last two of each are kept. */
function makeOrders(seed: number, epochOffset: number): (name: string, rows: number, lap: number) => Uint32Array {
  const kept = new Map<string, { readonly lap: number; readonly order: Uint32Array }[]>()
  return (name, rows, lap) => {
    const known = kept.get(name) ?? []
    const found = known.find((entry) => entry.lap === lap)
    if (found) return found.order
    const order = shuffle(rows, seed, epochOffset + lap, name)
    kept.set(name, [...known.slice(-1), { lap, order }])
    return order
  }
}
