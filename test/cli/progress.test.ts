import { createColors } from 'picocolors'
import { describe, expect, it } from 'vitest'
import { makeProgress } from '../../cli/progress.ts'
import { duration, shortNumber } from '../../runtime/train/words.ts'
import type { Terminal } from '../../cli/terminal.ts'
import type { Schedule } from '../../runtime/train/schedule.ts'

const schedule: Schedule = { rounds: 40, epoch: 20, period: 20, leader: 'x' }

function terminal(options: { readonly tty: boolean; readonly env?: Record<string, string>; readonly columns?: number }): Terminal & { readonly written: string[] } {
  const written: string[] = []
  return {
    out: () => undefined, err: (text) => { written.push(text) }, outIsTerminal: false, errIsTerminal: options.tty, outColors: createColors(false), errColors: createColors(false),
    columns: options.columns ?? 120, env: options.env ?? {}, cwd: '/', input: () => new Uint8Array(), written,
  }
}

/** A clock that moves 10 ms a round. */
function runEpoch(term: Terminal): void {
  let time = 0
  const progress = makeProgress({ terminal: term, schedules: [schedule], done: 0, now: () => time })
  progress.stage('main', schedule, 0)
  for (let round = 1; round <= 20; round++) {
    time += 10
    progress.round({ kind: 'round', stage: 'main', round, schedule, terms: { loss: 100 / round }, samples: 128, progress: null })
  }
  progress.line({ stage: 'main', stageIndex: 0, step: 20, epoch: 1, train: { loss: 9.87654321 }, test: { loss: 10, objective: 10 }, metrics: null, seconds: 0.2 })
  progress.end()
}

describe('progress', () => {
  it('rewrites one line on a terminal, at most ten times a second', () => {
    const term = terminal({ tty: true })
    runEpoch(term)
    const updates = term.written.filter((text) => text.startsWith('\r\x1b[K') && text.length > 4)
    expect(updates.length).toBe(2)
    expect(updates[1]).toMatch(/epoch 1\/2 ▕.*▏ 11\/20 {2}loss 9\.0909 {2}12,800 samples\/s {2}0:00 left/)
    expect(term.written.at(-1)).toBe('epoch 1/2  loss 9.8765  test loss 10.000  objective 10.000  12,800 samples/s  0:00\n')
  })

  it.each([{ tty: false }, { tty: true, env: { CI: 'true' } }, { tty: true, env: { TERM: 'dumb' } }])('is one plain line an epoch for %j', (options) => {
    const term = terminal(options)
    runEpoch(term)
    expect(term.written).toEqual(['epoch 1/2  loss 9.8765  test loss 10.000  objective 10.000  12,800 samples/s  0:00\n'])
  })

  it('counts steps where there are no data, and evaluates on draws', () => {
    const term = terminal({ tty: false })
    const drawn: Schedule = { rounds: 40, epoch: 40, period: 2, leader: null }
    let time = 0
    const progress = makeProgress({ terminal: term, schedules: [drawn], done: 0, now: () => time })
    progress.stage('main', drawn, 0)
    time += 10
    progress.round({ kind: 'round', stage: 'main', round: 1, schedule: drawn, terms: { loss: 1 }, samples: 256, progress: null })
    progress.line({ stage: 'main', stageIndex: 0, step: 40, epoch: 1, train: { loss: 1 }, test: { loss: 2 }, metrics: null, seconds: 1 })
    expect(term.written).toEqual(['step 40/40  loss 1.0000  new draws loss 2.0000  100 steps/s  0:01\n'])
  })

  it('fits the terminal', () => {
    const term = terminal({ tty: true, columns: 50 })
    runEpoch(term)
    for (const text of term.written.filter((one) => one.startsWith('\r'))) expect(text.slice(4).length).toBeLessThan(50)
  })

  it('writes numbers and durations for people', () => {
    expect([105.8333, 0.0123456, 1.23456e-7, 123456, 0, NaN].map(shortNumber)).toEqual(['105.83', '0.012346', '1.235e-7', '123456', '0.0000', 'NaN'])
    expect([7, 754, 3723, -1].map(duration)).toEqual(['0:07', '12:34', '1:02:03', '0:00'])
  })
})
