/** `genc train --progress`: how far a training is, as JSON Lines on standard output between those of `--json`. For editors. */
import type { RoundDone } from '../runtime/train/loop.ts'
import { roundsBefore, secondsFor, type Schedule } from '../runtime/train/schedule.ts'
import type { Terminal } from './terminal.ts'

/** Milliseconds between two lines. */
const PACE = 500

export interface ProgressLine {
  /** Share of all rounds of all stages that are done, 0 to 1. */
  readonly progress: number
  readonly stage: string
  /** Rounds of the stage that are done, and all of it. */
  readonly step: number
  readonly rounds: number
  /** Terms of the newest round that was looked at; numbers that are not finite are null. */
  readonly terms: Readonly<Record<string, number | null>>
  /** Seconds that the rest takes at the speed so far. */
  readonly left: number
}

export interface ProgressLinesOptions {
  readonly terminal: Pick<Terminal, 'out'>
  readonly schedules: readonly (Schedule | null)[]
  /** Rounds done before this process began. */
  readonly done: number
  /** Milliseconds; a test gives its own. */
  readonly now?: () => number
}

/** Is told of stages as they begin and of rounds as they are done. */
export function progressLines({ terminal, schedules, done, now = () => performance.now() }: ProgressLinesOptions): (event: RoundDone | { readonly kind: 'stage'; readonly stage: number }) => void {
  const total = roundsBefore(schedules)
  const began = now()
  let before = 0
  let written = -Infinity
  let terms: ProgressLine['terms'] = {}
  return (event) => {
    if (event.kind === 'stage') {
      before = roundsBefore(schedules, event.stage)
      terms = {}
      return
    }
    if (event.terms !== null) terms = Object.fromEntries(Object.entries(event.terms).map(([name, value]) => [name, Number.isFinite(value) ? value : null]))
    const time = now()
    if (time - written < PACE) return
    written = time
    const all = before + event.round
    const left = secondsFor(total - all, all - done, time - began)
    const line: ProgressLine = { progress: all / total, stage: event.stage, step: event.round, rounds: event.schedule.rounds, terms, left: Math.round(left * 10) / 10 }
    terminal.out(`${JSON.stringify(line)}\n`)
  }
}
