/** Results of gates as text. */
import { isBounded, passes, type Check } from './gate.ts'

export interface Row {
  readonly gate: string
  readonly checks: readonly Check[]
  /** Why there are no checks. */
  readonly error: string | null
  readonly seconds: number
}

export function table(rows: readonly Row[]): string {
  const cells = rows.flatMap(({ gate, checks, error, seconds }) => [
    ...checks.map((check, i) => [i === 0 ? gate : '', check.what, number(check.measured, check), bound(check), verdict(check), i === 0 ? seconds.toFixed(0) : '']),
    ...(error === null ? [] : [[gate, 'did not come to a result: see below', '', '', 'FAIL', seconds.toFixed(0)]]),
  ])
  const all = [['gate', 'what', 'measured', 'bound', '', 'seconds'], ...cells]
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => [...row[column]!].length)))
  const lines = all.map((row) => row.map((cell, i) => (i === 2 || i === 5 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ').trimEnd())
  const errors = rows.flatMap(({ gate, error }) => (error === null ? [] : [`\n${gate}: ${error}`]))
  return [...lines, ...errors].join('\n')
}

function bound(check: Check): string {
  const { atLeast, atMost } = check
  if (atLeast !== undefined && atMost !== undefined) return `${number(atLeast, check)} … ${number(atMost, check)}`
  return atLeast !== undefined ? `≥ ${number(atLeast, check)}` : atMost !== undefined ? `≤ ${number(atMost, check)}` : ''
}

const verdict = (check: Check): string => (!isBounded(check) ? '' : passes(check) ? 'pass' : 'FAIL')

const number = (value: number, { unit = '' }: Check): string => `${Number.isInteger(value) ? value : value.toPrecision(value !== 0 && Math.abs(value) < 1 ? 3 : 5)}${unit}`
