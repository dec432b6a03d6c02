/** What the status bar says of a training: from the lines of `genc train --json --progress`. */
import type { ProgressLine } from '../../../cli/progress-lines.ts'
import type { MetricsLine } from '../../../runtime/run/metrics.ts'

/** The newest lines of both kinds. */
export interface Standing {
  readonly progress: ProgressLine | null
  readonly metrics: MetricsLine | null
}

/** After another line; null where it is none of these. */
export function taken(standing: Standing, line: string): Standing | null {
  if (!line.startsWith('{')) return null
  try {
    const value = JSON.parse(line) as Partial<ProgressLine & MetricsLine>
    if (typeof value.stage !== 'string' || typeof value.step !== 'number') return null
    if (typeof value.progress === 'number') return { ...standing, progress: value as ProgressLine }
    return typeof value.epoch === 'number' ? { ...standing, metrics: value as MetricsLine } : null
  } catch {
    return null
  }
}

/** `vae: 43% · objective 105.3`, with the terms of the loss as long as there is no single objective. The only stage of a spec without stages has no name. */
export function statusText(name: string, { progress, metrics }: Standing): string {
  const stage = (progress ?? metrics)?.stage ?? 'main'
  const where = [...(stage === 'main' ? [] : [stage]), ...(progress === null ? [] : [`${Math.floor(progress.progress * 100)}%`])].join(' ')
  const objective = metrics?.stage === stage ? metrics.test?.['objective'] : undefined
  const terms = objective === undefined ? Object.entries(progress?.terms ?? metrics?.train ?? {}).slice(0, 3) : [['objective', objective] as const]
  return [where === '' ? name : `${name}: ${where}`, ...terms.map(([term, value]) => `${term} ${short(value)}`)].join(' · ')
}

/** All that is known, for the tooltip. */
export function detailsText({ progress, metrics }: Standing): string {
  const list = (title: string, numbers: MetricsLine['train']): readonly string[] =>
    (numbers === null ? [] : [title, ...Object.entries(numbers).map(([term, value]) => `  ${term} ${short(value)}`)])
  return [
    ...(progress === null ? [] : [...list('this step', progress.terms), `step ${progress.step} of ${progress.rounds}, ${timeText(progress.left)} left`]),
    ...(metrics === null ? [] : [...list(metrics.epoch > 0 ? `training, epoch ${metrics.epoch}` : 'training', metrics.train), ...list('test', metrics.test), ...list('metrics', metrics.metrics)]),
  ].join('\n')
}

const short = (value: number | null): string => (value === null ? 'not finite' : String(Number(value.toPrecision(4))))
const timeText = (seconds: number): string => (seconds < 60 ? `${Math.round(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`)
