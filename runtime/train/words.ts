/** Numbers, times and lengths of a training in words, for terminals and pages. */
import type { Schedule } from './schedule.ts'

/** `epoch 3/20`, or `step 250/5000` where the spec counts rounds. */
export function place(round: number, schedule: Schedule): string {
  if (schedule.period !== schedule.epoch) {
    const end = Math.min(schedule.rounds, (Math.floor(round / schedule.period) + 1) * schedule.period)
    return `step ${String(end).padStart(String(schedule.rounds).length)}/${schedule.rounds}`
  }
  const epochs = Math.ceil(schedule.rounds / schedule.epoch)
  return `epoch ${String(Math.floor(round / schedule.epoch) + 1).padStart(String(epochs).length)}/${epochs}`
}

/** `20 epochs of 469 steps`, `5,000 steps`. */
export const lengthText = (schedule: Schedule): string =>
  schedule.period === schedule.epoch && schedule.leader !== null
    ? `${plural(Math.ceil(schedule.rounds / schedule.epoch), 'epoch')} of ${plural(schedule.epoch, 'step')}`
    : plural(schedule.rounds, 'step')

export const plural = (n: number, word: string): string => `${n.toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`

/** Five figures: `105.83`, `0.012346`, `1.2346e-7`. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential(3)
  return size >= 1e5 ? value.toFixed(0) : value.toPrecision(5)
}

/** `12,345`, `3.2`. */
export const count = (n: number): string => (n >= 100 ? Math.round(n).toLocaleString('en-US') : n.toPrecision(2))

/** `0:07`, `12:34`, `1:02:03`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}` : `${m}:${String(s).padStart(2, '0')}`
}
