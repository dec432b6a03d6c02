/** Results as text for a terminal, and as Markdown for a page. */
import { spreadOf } from '../stats.ts'
import { failures, misses, type CheckResult, type LectureResult, type Results } from './results.ts'

const HEAD = ['lecture', 'gate', 'measured', 'bound', 'beside it', '', 'seconds'] as const
/** Columns of numbers. */
const RIGHT = [2, 6]

export function textTable({ lectures }: Results): string {
  const all = [HEAD, ...lectures.flatMap((lecture) => rowsOf(lecture, (verdict) => (verdict === 'missed' ? 'MISSED' : verdict)))]
  const widths = HEAD.map((_, column) => Math.max(...all.map((row) => [...row[column]!].length)))
  return all.map((row) => row.map((cell, i) => (RIGHT.includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ').trimEnd()).join('\n')
}

/** What the table has no room for: bounds that were missed, and why there are no results. */
export function notes(results: Results): string {
  const lines = results.lectures.flatMap(({ lecture, checks, absent }) => [
    ...checks.filter(({ verdict }) => verdict === 'missed').map((check) => `${lecture}, ${check.what}: ${numbers(check.measured, check.unit)} where ${boundOf(check)} is asked`
      + `${check.why === null ? '' : ` (${check.why})`}. ${check.cause === null ? 'No cause is known.' : `Cause: ${check.cause}`}`),
    ...(absent?.kind === 'error' ? [`${lecture}: ${absent.reason}`] : []),
  ])
  const [missed, failed] = [misses(results), failures(results)]
  const bounded = results.lectures.flatMap(({ checks }) => checks).filter(({ verdict }) => verdict === 'kept' || verdict === 'missed')
  const kept = bounded.filter(({ verdict }) => verdict === 'kept').length
  const last = missed.length + failed.length === 0 ? `all ${kept} bounds kept`
    : [`${kept} of ${bounded.length} bounds kept`, ...(missed.length > 0 ? [`missed: ${missed.join(', ')}`] : []), ...(failed.length > 0 ? [`without a result: ${failed.join(', ')}`] : [])].join('; ')
  return [...lines, last].join('\n')
}

/** The table, and below it where the bounds come from. */
export function markdown(results: Results): string {
  const { lectures, seeds, data, cores, node, genc, date, engine } = results
  const total = lectures.reduce((sum, { seconds }) => sum + seconds, 0)
  const table = [HEAD, HEAD.map((_, i) => (RIGHT.includes(i) ? '---:' : '---')), ...lectures.flatMap((lecture) => rowsOf(lecture, (verdict) => (verdict === 'missed' ? '**missed**' : verdict)))]
  const reasons = lectures.flatMap(({ lecture, checks }) => {
    const found = [...new Set(checks.flatMap(({ why, what }) => (why === null ? [] : [`${what}: ${why}`])))]
    return found.length === 0 ? [] : [`- **${lecture}** – ${found.join('; ')}`]
  })
  return [
    `${seeds.length === 1 ? `Seed ${seeds[0]}` : `Seeds ${seeds.join(', ')}: median [least, greatest]; a bound holds when every seed keeps it, but where it is said to be of the median`}. ${
      data.mnist === 'files' ? 'Images of MNIST' : 'The built-in digits in place of MNIST'}; engine ${engine}; ${cores} cores; Node ${node}; genc ${genc}; ${date.slice(0, 10)}. ${
      Math.ceil(total / 60)} minutes for one seed.`,
    table.map((row) => `| ${row.map(escaped).join(' | ')} |`).join('\n'),
    ...(reasons.length === 0 ? [] : ['Where the bounds come from:', reasons.join('\n')]),
    notes(results).split('\n').join('\n\n'),
  ].join('\n\n')
}

const escaped = (cell: string): string => cell.replaceAll('|', '\\|')

function rowsOf({ lecture, checks, absent, seconds }: LectureResult, verdictOf: (verdict: string) => string): readonly (readonly string[])[] {
  if (absent !== null) return [[lecture, absent.kind === 'data' ? absent.reason : 'came to no result: see below', '', '', '', absent.kind === 'data' ? 'left out' : verdictOf('missed'), seconds.toFixed(0)]]
  return checks.map((check, i) => [
    i === 0 ? lecture : '', check.what, numbers(check.measured, check.unit), boundOf(check),
    check.baseline === null ? '' : `${check.baseline.name} ${numbers(check.baseline.values, check.unit)}`, check.verdict === 'reported' ? '' : verdictOf(check.verdict), i === 0 ? seconds.toFixed(0) : '',
  ])
}

function boundOf({ atLeast, atMost, unit }: CheckResult): string {
  if (atLeast !== null && atMost !== null) return `${numbers(atLeast, unit)} … ${numbers(atMost, unit)}`
  return atLeast !== null ? `≥ ${numbers(atLeast, unit)}` : atMost !== null ? `≤ ${numbers(atMost, unit)}` : ''
}

/** One number, or the median of several with the least and the greatest. */
export function numbers(values: readonly (number | null)[], unit: string): string {
  const known = values.filter((value) => value !== null)
  if (known.length < values.length) return 'not finite'
  const { median } = spreadOf(known)
  const [least, greatest] = [Math.min(...known), Math.max(...known)]
  return `${short(median)}${least === greatest ? '' : ` [${short(least)}, ${short(greatest)}]`}${unit}`
}

/** Whole numbers as they are, others with four digits that count, and no more than the sign of nothing. */
const short = (value: number): string =>
  (Number.isInteger(value) ? value.toLocaleString('en-US', { useGrouping: false }) : Math.abs(value) >= 1e5 || Math.abs(value) < 1e-4 ? value.toExponential(2) : `${Number(value.toPrecision(4))}`).replace('-', '−')
