/** What the status bar says of a training: from the lines of `genc train --json`. */
import type { MetricsLine } from '../../../runtime/run/metrics.ts'

/** A line of metrics, or null for anything else. */
export function readLine(line: string): MetricsLine | null {
  if (!line.startsWith('{')) return null
  try {
    const value = JSON.parse(line) as Partial<MetricsLine>
    return typeof value.stage === 'string' && typeof value.step === 'number' && typeof value.epoch === 'number' ? value as MetricsLine : null
  } catch {
    return null
  }
}

/** `vae: epoch 3 · reconstruction 101.3 · regulariser 24.1`. The single stage of a spec without stages has no name. */
export function statusText(name: string, line: MetricsLine): string {
  const stage = line.stage === 'main' ? '' : `${line.stage}, `
  const when = line.epoch > 0 ? `epoch ${line.epoch}` : `round ${line.step}`
  return [`${name}: ${stage}${when}`, ...Object.entries(line.train ?? line.test ?? {}).slice(0, 3).map(([term, value]) => `${term} ${short(value)}`)].join(' · ')
}

/** All that a line says, for the tooltip. */
export function detailsText(line: MetricsLine): string {
  const list = (title: string, numbers: MetricsLine['train']): readonly string[] =>
    (numbers === null ? [] : [title, ...Object.entries(numbers).map(([term, value]) => `  ${term} ${short(value)}`)])
  return [...list('training', line.train), ...list('test', line.test), ...list('metrics', line.metrics), `${line.seconds.toFixed(1)} s, ${line.step} rounds`].join('\n')
}

const short = (value: number | null): string => (value === null ? 'not finite' : String(Number(value.toPrecision(4))))
