/**
 * What a training shows while it runs, on standard error. On a terminal one line that is rewritten at most ten times a
 * second, and a line that stays for every epoch; without one, or under `CI`, only the lines that stay.
 */
import type { MetricsLine } from '../runtime/run/metrics.ts'
import type { RoundDone } from '../runtime/train/loop.ts'
import { roundsBefore, secondsFor, type Schedule } from '../runtime/train/schedule.ts'
import { count, duration, lengthText, place, shortNumber } from '../runtime/train/words.ts'
import type { Terminal } from './terminal.ts'

/** Milliseconds between two updates. */
const PACE = 100
const BAR = 16

export interface Progress {
  stage(name: string, schedule: Schedule | null, index: number): void
  round(event: RoundDone): void
  line(line: MetricsLine): void
  /** Training goes on after something else took its time: evaluation, pictures. */
  resume(): void
  /** A line of text that stays. */
  note(text: string): void
  /** Takes the rewritten line away. */
  end(): void
}

export interface ProgressOptions {
  readonly terminal: Terminal
  /** Schedules of all stages. */
  readonly schedules: readonly (Schedule | null)[]
  /** Rounds done before this process began. */
  readonly done: number
  /** Milliseconds; a test gives its own. */
  readonly now?: () => number
}

export function makeProgress({ terminal, schedules, done, now = () => performance.now() }: ProgressOptions): Progress {
  const { errColors: colors } = terminal
  const lively = terminal.errIsTerminal && !terminal.env['CI'] && terminal.env['TERM'] !== 'dumb'
  const total = roundsBefore(schedules)
  const began = now()
  let stageIndex = 0
  let shown = -Infinity
  let visible = false
  let terms: Readonly<Record<string, number>> = {}
  /** Samples (steps of a model without data) and milliseconds of about the last second of rounds, evaluations left out, for the speed. */
  let window = { samples: 0, time: 0 }
  let speed = 0
  let before = began
  const measure = (): void => {
    if (window.time > 0) speed = (window.samples * 1000) / window.time
    window = { samples: 0, time: 0 }
  }

  const clear = (): void => {
    if (visible) terminal.err('\r\x1b[K')
    visible = false
  }
  const stay = (text: string): void => {
    clear()
    terminal.err(`${text}\n`)
  }
  const many = schedules.length > 1

  return {
    stage(name, schedule, index) {
      stageIndex = index
      terms = {}
      before = now()
      if (many) stay(`${colors.bold(`stage ${name}`)}${schedule === null ? '' : colors.dim(`  ${lengthText(schedule)}`)}`)
    },
    round(event) {
      if (event.terms !== null) terms = event.terms
      const time = now()
      window = { samples: window.samples + (event.schedule.leader === null ? 1 : event.samples), time: window.time + time - before }
      before = time
      if (window.time > 1000 || speed === 0) measure()
      if (!lively || time - shown < PACE) return
      shown = time
      const { schedule, round } = event
      const here = (round - 1) % schedule.period + 1
      const length = Math.min(schedule.period, schedule.rounds - (round - here))
      const all = roundsBefore(schedules, stageIndex) + round
      const left = secondsFor(total - all, all - done, time - began)
      const parts = [
        `${colors.bold(place(event.round - 1, schedule))} ${colors.cyan(bar(here / length))} ${here}/${length}`,
        ...Object.entries(terms).map(([name, value]) => `${name} ${colors.bold(shortNumber(value))}`),
        colors.dim(rate(speed, schedule)), colors.dim(`${duration(left)} left`),
      ]
      visible = true
      terminal.err(`\r\x1b[K${fit(parts, terminal.columns - 1)}`)
    },
    line(line) {
      if (window.time > 200) measure()
      const schedule = schedules[stageIndex]
      const when = schedule ? place(Math.max(0, line.step - 1), schedule) : many ? line.stage : 'evaluated'
      const metrics = line.metrics === null ? [] : [`${colors.dim('metrics')} ${numbers(line.metrics)}`]
      const alone = line.train === null && line.test === null
      const parts = [
        colors.bold(when),
        ...(line.train === null ? [] : [numbers(line.train)]),
        ...(line.test === null ? [] : [`${colors.dim(schedule?.leader === null ? 'new draws' : 'test')} ${numbers(line.test)}`]),
        ...(alone ? metrics : []),
        ...(line.train === null ? [] : [colors.dim(rate(speed, schedule))]),
        colors.dim(duration(line.seconds)),
      ]
      stay(parts.join('  '))
      // What one compares is not to be looked for at the end of a long line.
      if (!alone) for (const text of metrics) stay(`  ${text}`)
    },
    resume() { before = now() },
    note: stay,
    end: clear,
  }
}

const numbers = (values: Readonly<Record<string, number | null>>): string =>
  Object.entries(values).map(([name, value]) => `${name} ${value === null ? 'NaN' : shortNumber(value)}`).join('  ')

/** How many draws a step of a model without data takes is said by its terms only. */
const rate = (speed: number, schedule: Schedule | null | undefined): string => `${count(speed)} ${schedule?.leader === null ? 'steps' : 'samples'}/s`

const EIGHTHS = ' ▏▎▍▌▋▊▉█'

function bar(share: number): string {
  const filled = Math.round(Math.min(1, share) * BAR * 8)
  return `▕${Array.from({ length: BAR }, (_, i) => EIGHTHS[Math.max(0, Math.min(8, filled - 8 * i))]).join('')}▏`
}

/** Parts side by side, as many as there is room for. Colours take none. */
function fit(parts: readonly string[], columns: number): string {
  let line = parts[0]!
  for (const part of parts.slice(1)) {
    const longer = `${line}  ${part}`
    if (visibleLength(longer) > columns) break
    line = longer
  }
  return line
}

const visibleLength = (text: string): number => text.replace(/\x1b\[[0-9;]*m/g, '').length
