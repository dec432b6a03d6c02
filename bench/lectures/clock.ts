/** The line of progress: what trains, how long it has been going, and about how long is left. */
import type { Lecture } from './lecture.ts'

/** Seconds that are left, if what is to come takes as much longer than expected as what is done. */
export function remaining(done: readonly { readonly expected: number; readonly took: number }[], coming: readonly number[], running: { readonly expected: number; readonly took: number }): number {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
  const pace = done.length === 0 ? 1 : sum(done.map(({ took }) => took)) / Math.max(1, sum(done.map(({ expected }) => expected)))
  return Math.max(0, pace * running.expected - running.took) + pace * sum(coming)
}

export interface Clock {
  lecture(lecture: Lecture, seed: number): void
  /** What began within it. */
  began(run: string): void
  /** The lecture is done with this seed; `text` is left standing above the line. */
  done(text: string | null): void
  stop(): void
}

/** Rewrites one line every second on a terminal; elsewhere a line for each training. */
export function startClock(jobs: readonly { readonly lecture: Lecture; readonly seed: number }[], stream: { write(text: string): unknown; readonly isTTY?: boolean }): Clock {
  const start = performance.now()
  const done: { expected: number; took: number }[] = []
  let [at, began, run, title] = [-1, start, '', '']
  const seconds = (from: number): number => (performance.now() - from) / 1000
  const line = (): string => {
    const left = remaining(done, jobs.slice(at + 1).map(({ lecture }) => lecture.seconds), { expected: jobs[at]!.lecture.seconds, took: seconds(began) })
    return `[${at + 1}/${jobs.length}] ${title}${run === '' ? '' : `: ${run}`}  ${clockText(seconds(start))} so far, about ${clockText(left)} left`
  }
  const clear = (): void => { if (stream.isTTY) stream.write('\r\x1b[K') }
  const show = (): void => { if (stream.isTTY && at >= 0) stream.write(`\r\x1b[K${line()}`) }
  const timer = setInterval(show, 1000)
  timer.unref()
  return {
    lecture(lecture, seed) {
      at++
      ;[began, run, title] = [performance.now(), '', `${lecture.name}, seed ${seed}`]
      show()
    },
    began(name) {
      run = name
      if (stream.isTTY) show()
      else stream.write(`${line()}\n`)
    },
    done(text) {
      done.push({ expected: jobs[at]!.lecture.seconds, took: seconds(began) })
      clear()
      if (text !== null) stream.write(`${text}\n`)
    },
    stop() {
      clearInterval(timer)
      clear()
    },
  }
}

export const clockText = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
