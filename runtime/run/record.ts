/**
 * A training that leaves a run behind: checkpoints, log lines and figures are written as the loop tells of them.
 * A file that cannot be written (a full disk) does not end a training at once: what was saved before is untouched, it is
 * tried again at the next occasion, and only when that fails too, or nothing is left to train, is it an error.
 */
import { join } from 'node:path'
import { FileError } from '../checkpoint/error.ts'
import type { AtomicOptions } from '../node/atomic.ts'
import { DivergedError } from '../train/diverged.ts'
import { clockAt, train, type Milestone, type Progress, type TrainEvent, type TrainOptions } from '../train/loop.ts'
import { schedulesOf } from '../train/loop.ts'
import { findNotFinite, readStore } from '../train/store.ts'
import { saveCheckpoint } from './checkpoint.ts'
import { RUN_FILES } from './folder.ts'
import { appendMetrics, curvePoints, lineOf, readMetrics, type MetricsLine } from './metrics.ts'
import { writeFigures } from './pictures.ts'

export interface RecordOptions extends TrainOptions {
  /** The run's folder. */
  readonly run: string
  /** Hashes of the data, by data set. */
  readonly data: Readonly<Record<string, string>>
  /** Seconds between two checkpoints within an epoch. */
  readonly saveSeconds?: number
  /** Rounds between two checkpoints within an epoch, instead of seconds. */
  readonly saveRounds?: number
  /** True once the training should stop: it is then saved first. */
  readonly stopped?: () => boolean
  /** Stands in for the disk in tests. */
  readonly disk?: AtomicOptions
}

export type RunEvent = TrainEvent
  | { readonly kind: 'line'; readonly line: MetricsLine; readonly milestone: Milestone }
  | { readonly kind: 'saved'; readonly path: string; readonly progress: Progress }
  | { readonly kind: 'figures'; readonly files: readonly string[]; readonly seconds: number }
  | { readonly kind: 'trouble'; readonly message: string }
  | { readonly kind: 'stopped'; readonly progress: Progress }

const SAVE_SECONDS = 30
/** So many saves in a row may fail before the training stops. */
const PATIENCE = 3

/** Throws `DivergedError`, a FileError when files cannot be written for good, and whatever the engine or the data throw. */
export async function* record(options: RecordOptions): AsyncGenerator<RunEvent, void> {
  const { run, plan, graph, session, seed } = options
  const began = performance.now()
  const lines = readMetrics(run)
  const before = lines.at(-1)?.seconds ?? 0
  const seconds = (): number => before + (performance.now() - began) / 1000
  /** Lines not on disk yet. */
  let pending: MetricsLine[] = []
  let failures = 0
  let saved = performance.now()
  // At the very start there is nothing to go on from.
  let savedAt: Progress | null = options.from === undefined || (options.from.stage === 0 && options.from.round === 0) ? null : options.from
  let drawn = lines.length > 0
  const schedules = schedulesOf(options)

  /** Saves what there is; null when it worked, else what went wrong. Throws for weights that are not finite. */
  const save = async (progress: Progress, best: boolean): Promise<FileError | null> => {
    const values = await readStore(session, graph)
    const entry = findNotFinite(values)
    if (entry !== null) {
      const schedule = schedules[progress.stage]
      throw new DivergedError({
        stage: plan.stages[progress.stage]!.name, step: Math.max(0, progress.round - 1),
        epoch: schedule ? clockAt(Math.max(0, progress.round - 1), schedule).epoch : 0, terms: [], entry,
      })
    }
    saved = performance.now()
    try {
      // The log first: a line beyond the checkpoint is dropped on resuming, one that is missing would be missed.
      while (pending.length > 0) {
        appendMetrics(run, pending[0]!)
        pending = pending.slice(1)
      }
      const checkpoint = { values, progress, specHash: graph.specHash, seed, data: options.data }
      saveCheckpoint(join(run, RUN_FILES.last), graph, checkpoint, options.disk)
      savedAt = progress
      if (best) saveCheckpoint(join(run, RUN_FILES.best), graph, checkpoint, options.disk)
      failures = 0
      return null
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      failures++
      return error
    }
  }
  const giveUp = (error: FileError): FileError => {
    const safe = savedAt === null ? 'nothing of this training is saved yet' : `the checkpoint after step ${savedAt.round} is whole: go on from it with genc train --resume ${run}`
    return new FileError(error.message, error.file, { hint: `${safe}${error.hint === undefined ? '' : `; ${error.hint}`}`, ...(error.code === undefined ? {} : { code: error.code }) })
  }

  const stopped = (): boolean => options.stopped?.() === true
  const isDue = (round: number): boolean => (options.saveRounds === undefined
    ? performance.now() - saved > (options.saveSeconds ?? SAVE_SECONDS) * 1000
    : round % options.saveRounds === 0)

  for await (const event of train({ ...options, rest: (round) => stopped() || isDue(round) })) {
    yield event
    if (event.kind === 'stage' || event.progress === null) continue
    const stop = stopped()
    let draw = false
    if (event.kind === 'milestone') {
      if (event.train !== null || event.test !== null || event.metrics !== null) {
        const line = lineOf(event, seconds())
        lines.push(line)
        pending.push(line)
        yield { kind: 'line', line, milestone: event }
      }
      draw = event.end || event.metrics !== null || !drawn
    }
    const failed = await save(event.progress, event.kind === 'milestone' && event.best)
    if (failed === null) yield { kind: 'saved', path: join(run, RUN_FILES.last), progress: event.progress }
    else {
      const last = stop || (event.kind === 'milestone' && event.end && event.progress.stage === plan.stages.length - 1)
      if (last || failures >= PATIENCE) throw giveUp(failed)
      yield { kind: 'trouble', message: `${failed.message}; training goes on and saving is tried again` }
    }
    if (draw && event.kind === 'milestone' && !stop) {
      drawn = true
      const start = performance.now()
      const schedule = schedules[event.progress.stage]
      const clock = schedule ? clockAt(event.progress.round, schedule) : { step: 0, epoch: 0, progress: 0 }
      try {
        const { files, problems } = await writeFigures(run, plan, event.progress.stage, { ...options, clock, known: event.known, log: curvePoints(lines) })
        if (files.length > 0) yield { kind: 'figures', files, seconds: (performance.now() - start) / 1000 }
        for (const message of problems) yield { kind: 'trouble', message }
      } catch (error) {
        if (!(error instanceof FileError)) throw error
        yield { kind: 'trouble', message: error.message }
      }
    }
    if (stop) {
      yield { kind: 'stopped', progress: event.progress }
      return
    }
  }
}
