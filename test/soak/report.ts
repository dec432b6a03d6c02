/** What was found, as text. */
import { BOUNDS, type State } from './state.ts'

export function report({ seed, torn, edits, costs, faults, seconds, sources }: State): string {
  const requests = Object.values(costs).reduce((n, cost) => n + cost.requests, 0)
  return [
    '',
    `seed ${seed}, ${(seconds / 60).toFixed(1)} minutes, sources ${sources.join(', ')}`,
    `torn:  ${torn.cuts} cut texts, ${requests} requests`,
    `edits: ${edits.edits} edits in ${edits.rounds} starts of a server, ${edits.compared} times compared, ${edits.requests} requests, ${edits.diskChanges} changes of files`,
    ...(requests === 0 ? [] : ['', ...table(Object.entries(costs).sort((a, b) => b[1].worst.ms - a[1].worst.ms).map(([method, { requests: n, total, upTo, worst }]) => ({
      request: method.replace('textDocument/', ''), n: String(n), 'mean ms': (total / n).toFixed(2), '99.9 % ≤': `${quantile(upTo, 0.999)}`, 'slowest ms': worst.ms.toFixed(1), at: worst.where,
    })))]),
    '',
    faults.length === 0 ? 'no faults' : `${faults.length} kinds of faults`,
    ...faults.flatMap(({ what, method, where, message, again, times }) => ['', `${what}: ${method}, ${times} times; first ${where}`, `  npm run soak -- ${again}`, ...message.split('\n').slice(0, 12).map((line) => `  ${line}`)]),
    '',
  ].join('\n')
}

/** The bound that a share of them keeps. */
function quantile(upTo: readonly number[], share: number): number {
  const all = upTo.reduce((a, b) => a + b, 0)
  let below = 0
  return BOUNDS.find((_, i) => (below += upTo[i]!) >= share * all) ?? Infinity
}

function table(rows: readonly Readonly<Record<string, string>>[]): readonly string[] {
  const columns = Object.keys(rows[0]!)
  const width = (column: string): number => Math.max(column.length, ...rows.map((row) => row[column]!.length))
  const line = (cells: Readonly<Record<string, string>>): string => columns.map((column, i) => (i === 0 || i === columns.length - 1 ? cells[column]!.padEnd(width(column)) : cells[column]!.padStart(width(column)))).join('  ').trimEnd()
  return [line(Object.fromEntries(columns.map((column) => [column, column]))), ...rows.map(line)]
}
