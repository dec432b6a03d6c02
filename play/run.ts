/** A training told to a page: rounds at a pace, every period, and pictures as often as they cost little. */
import { FigureError } from '../runtime/figures/drawing.ts'
import type { CurvePoint } from '../runtime/figures/curves.ts'
import { drawFigure } from '../runtime/figures/figure.ts'
import { imageOf, type Image } from '../runtime/figures/svg.ts'
import type { FigurePlan } from '../compiler/lower/plan.ts'
import { clockAt, train, type Progress, type RoundDone, type TrainOptions } from '../runtime/train/loop.ts'
import { endsPeriod, roundsBefore, type Schedule } from '../runtime/train/schedule.ts'
import type { Clock } from '../runtime/train/feeds.ts'
import { place } from '../runtime/train/words.ts'
import type { Known } from '../runtime/train/values.ts'
import type { FromWorker, Numbers } from './messages.ts'

/** Milliseconds between two messages about rounds. */
const PACE = 120
/** Pictures between two periods come at most this often, in milliseconds, and take at most this share of the time. */
const PICTURE_PACE = 1500
const PICTURE_SHARE = 0.1

type Tell = (message: FromWorker) => void

/** Trains to the end, or until `stopped`. Throws what training throws. */
export async function follow(options: TrainOptions, schedules: readonly (Schedule | null)[], tell: Tell, stopped: () => boolean): Promise<void> {
  const { plan } = options
  const began = performance.now()
  const placeOf = (stage: number, round: number): string => {
    const schedule = schedules[stage]
    return `${plan.stages.length > 1 ? `${plan.stages[stage]!.name}, ` : ''}${schedule ? place(Math.max(0, round - 1), schedule) : 'evaluated'}`
  }
  const pace = makePace(began, roundsBefore(schedules), tell)
  const pictures = makePictures(options, tell)
  const log: CurvePoint[] = []
  let stage = 0
  for await (const event of train({ ...options, rest: () => stopped() || pictures.due() })) {
    if (event.kind === 'stage') {
      stage = event.stage
      continue
    }
    if (event.kind === 'round') {
      pace.round(event, roundsBefore(schedules, stage) + event.round, placeOf(stage, event.round))
      if (endsPeriod(event.schedule, event.round)) tell({ kind: 'doing', text: `${placeOf(stage, event.round)}: looking at ${plan.data.length === 0 ? 'new draws' : 'the test split'}` })
    } else {
      const at = roundsBefore(schedules, stage) + event.progress.round
      log.push({ stage: event.stage, round: at, train: event.train, test: event.test, metrics: event.metrics })
      tell({ kind: 'period', round: at, place: placeOf(stage, event.progress.round), train: event.train ?? {}, test: event.test ?? {}, metrics: event.metrics ?? {} })
    }
    if (event.progress === null) continue
    const clock = clockOf(event.progress, schedules)
    if (event.kind === 'milestone') {
      // Curves are drawn by the page as they come.
      if (event.end || stopped() || event.metrics !== null || pictures.due()) await pictures.draw(stage, { clock, known: event.known, log, round: roundsBefore(schedules, stage) + event.progress.round, all: event.end || event.metrics !== null })
    } else if (stopped() || pictures.due()) await pictures.draw(stage, { clock, known: new Map(), log, round: roundsBefore(schedules, stage) + event.progress.round, all: false })
    if (stopped()) break
    pace.resume()
  }
  tell({ kind: 'ended', trained: schedules.some((schedule) => schedule !== null), stopped: stopped(), seconds: (performance.now() - began) / 1000 })
}

function clockOf({ stage, round }: Progress, schedules: readonly (Schedule | null)[]): Clock {
  const schedule = schedules[stage]
  return schedule ? clockAt(round, schedule) : { step: 0, epoch: 0, progress: 0 }
}

interface Pace {
  readonly round: (event: RoundDone, round: number, place: string) => void
  /** Training goes on after something else took its time. */
  readonly resume: () => void
}

/** Tells of rounds now and then: means of what came since. */
function makePace(began: number, rounds: number, tell: Tell): Pace {
  let sums: Record<string, number> = {}
  let looked = 0
  let told = -Infinity
  let last = began
  /** Samples and milliseconds of rounds, the first left out, in which kernels are compiled; older ones count less. */
  let window = { samples: 0, time: 0, rounds: 0 }
  return {
    round({ terms, samples }, round, place) {
      const now = performance.now()
      if (round > 1) window = { samples: window.samples + samples, time: window.time + now - last, rounds: window.rounds + 1 }
      last = now
      if (terms !== null) {
        looked++
        for (const [name, value] of Object.entries(terms)) sums[name] = (sums[name] ?? 0) + value
      }
      if (now - told < PACE && round < rounds) return
      told = now
      const means: Numbers = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / looked]))
      const { samples: count, time, rounds: counted } = window
      tell({ kind: 'round', round, rounds, place, terms: means, speed: time > 0 ? (1000 * count) / time : 0, left: counted > 0 ? (rounds - round) * (time / counted) / 1000 : 0 })
      sums = {}
      looked = 0
      if (time > 2000) window = { samples: count / 2, time: time / 2, rounds: counted / 2 }
    },
    resume() { last = performance.now() },
  }
}

interface Moment { readonly clock: Clock; readonly known: Known; readonly log: readonly CurvePoint[]; readonly round: number; readonly all: boolean }

interface Pictures {
  readonly due: () => boolean
  readonly draw: (stage: number, moment: Moment) => Promise<void>
}

function makePictures(options: TrainOptions, tell: Tell): Pictures {
  const { plan } = options
  const told = new Set<string>()
  let last = performance.now()
  /** Milliseconds that the last drawing took. */
  let cost = 0
  const draw = async (figure: FigurePlan, stage: number, moment: Moment): Promise<void> => {
    const name = plan.stages.length > 1 ? `${plan.stages[stage]!.name}: ${figure.name}` : figure.name
    try {
      const image = await imageOf(await drawFigure(figure, { ...options, ...moment }))
      tell({ kind: 'picture', name, round: moment.round, image: blobOf(image) })
    } catch (error) {
      if (!(error instanceof FigureError)) throw error
      if (!told.has(error.message)) tell({ kind: 'note', text: error.message })
      told.add(error.message)
    }
  }
  return {
    due: () => performance.now() - last > Math.max(PICTURE_PACE, cost / PICTURE_SHARE),
    async draw(stage, moment) {
      const start = performance.now()
      for (const figure of plan.stages[stage]!.figures) {
        // What takes whole splits waits for the end of a period, and curves need one.
        if (figure.kind === 'curves' ? moment.log.length > 0 : moment.all || (figure.steps ?? []).length === 0) await draw(figure, stage, moment)
      }
      last = performance.now()
      cost = last - start
    },
  }
}

const blobOf = (image: Image): Blob => (image.type === 'image/png' ? new Blob([image.bytes as Uint8Array<ArrayBuffer>], { type: image.type }) : new Blob([image.text], { type: image.type }))
