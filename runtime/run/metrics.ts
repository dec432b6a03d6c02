/** `metrics.jsonl`: one JSON object a line, for every epoch and every report. Schema: `metrics.schema.json`. */
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { FileError } from '../checkpoint/error.ts'
import type { CurvePoint } from '../figures/curves.ts'
import { writeAtomic } from '../node/atomic.ts'
import type { Milestone, Progress } from '../train/loop.ts'
import { RUN_FILES } from './folder.ts'

/** Numbers that are not finite are null: JSON has no other way to write them. */
type Numbers = Readonly<Record<string, number | null>>

export interface MetricsLine {
  readonly stage: string
  /** Index of the stage. */
  readonly stageIndex: number
  /** Rounds done in this stage. */
  readonly step: number
  /** Epochs completed in this stage. */
  readonly epoch: number
  /** Means over the period that ends here, null where this is a report between two. */
  readonly train: Numbers | null
  /** Loss terms and objective on the test split. */
  readonly test: Numbers | null
  readonly metrics: Numbers | null
  /** Seconds of training so far. */
  readonly seconds: number
}

export const lineOf = (milestone: Milestone, seconds: number): MetricsLine => ({
  stage: milestone.stage, stageIndex: milestone.progress.stage, step: milestone.progress.round, epoch: milestone.epoch,
  train: milestone.train && finite(milestone.train), test: milestone.test && finite(milestone.test), metrics: milestone.metrics && finite(milestone.metrics),
  seconds: Math.round(seconds * 1000) / 1000,
})

const finite = (numbers: Readonly<Record<string, number>>): Numbers =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number.isFinite(value) ? value : null]))

/** Appends one line and waits for the disk. Throws a FileError. */
export function appendMetrics(run: string, line: MetricsLine): void {
  const path = join(run, RUN_FILES.metrics)
  try {
    const file = openSync(path, 'a')
    try {
      writeSync(file, `${JSON.stringify(line)}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw new FileError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`, path)
  }
}

/** All whole lines. A line cut short by a crash is left out. */
export function readMetrics(run: string): MetricsLine[] {
  const path = join(run, RUN_FILES.metrics)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').split('\n').flatMap((text) => {
    try {
      return text === '' ? [] : [JSON.parse(text) as MetricsLine]
    } catch {
      return []
    }
  })
}

/** Leaves out what a resumed training will write again: lines beyond its position. */
export function truncateMetrics(run: string, progress: Progress): MetricsLine[] {
  const kept = readMetrics(run).filter((line) => line.stageIndex < progress.stage || (line.stageIndex === progress.stage && line.step <= progress.round))
  const path = join(run, RUN_FILES.metrics)
  if (existsSync(path)) writeAtomic(path, kept.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return kept
}

/** The log as curves read it: steps counted over all stages. */
export function curvePoints(lines: readonly MetricsLine[]): CurvePoint[] {
  const ends = new Map<number, number>()
  for (const line of lines) ends.set(line.stageIndex, Math.max(ends.get(line.stageIndex) ?? 0, line.step))
  const before = (stage: number): number => [...ends].reduce((sum, [index, steps]) => (index < stage ? sum + steps : sum), 0)
  return lines.map((line) => ({ stage: line.stage, round: before(line.stageIndex) + line.step, train: known(line.train), test: known(line.test), metrics: known(line.metrics) }))
}

const known = (numbers: Numbers | null): Record<string, number> | null =>
  numbers && Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, value ?? NaN]))

export const startMetrics = (run: string): void => appendFileSync(join(run, RUN_FILES.metrics), '')
