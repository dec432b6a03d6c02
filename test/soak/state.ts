/** What is done and what was found: printable, so that a run that was stopped goes on where it was. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type Part = 'torn' | 'edits'

/** What is wrong: an exception, an answer that clients refuse, too slow, or another answer than of the same texts opened anew. */
export interface Fault {
  readonly part: Part
  readonly what: 'exception' | 'refused by clients' | 'slow' | 'different'
  readonly method: string
  readonly message: string
  readonly where: string
  /** The arguments of `npm run soak --` that show it again. */
  readonly again: string
  /** How often the like of it was met; the rest tells of the first. */
  times: number
}

/** Processor time of a method, in ms. */
export interface Cost {
  requests: number
  total: number
  /** How many took up to 1, 2, 5, 10, 20, 50, 100 and 200 ms, and longer, as measured once. */
  readonly upTo: number[]
  /** The slowest; above `CLEAR` the least of four times. */
  worst: { readonly ms: number; readonly where: string }
}

/** Milliseconds that are taken as they were measured: what is slower is measured again, as other work of the process may have come between. */
export const CLEAR = 20

export const BOUNDS = [1, 2, 5, 10, 20, 50, 100, 200, Infinity]

export interface State {
  readonly seed: number
  /** Which sources were asked; more than one where they changed before it went on. */
  readonly sources: string[]
  /** By spec: its text as a hash, and the offset to go on at. */
  readonly torn: { readonly specs: Record<string, { readonly text: string; next: number }>; cuts: number }
  readonly edits: { rounds: number; edits: number; compared: number; requests: number; diskChanges: number }
  readonly costs: Record<string, Cost>
  readonly faults: Fault[]
  /** Seconds at work, all starts together. */
  seconds: number
}

export const beginning = (seed: number): State => ({
  seed, sources: [], torn: { specs: {}, cuts: 0 }, edits: { rounds: 0, edits: 0, compared: 0, requests: 0, diskChanges: 0 }, costs: {}, faults: [], seconds: 0,
})

export const readState = (file: string): State | null => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as State : null)

/** Whole or not at all. */
export function writeState(file: string, state: State): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.tmp`, JSON.stringify(state, null, 1))
  renameSync(`${file}.tmp`, file)
}

export function addFault({ faults }: State, fault: Omit<Fault, 'times'>): void {
  const kind = ({ part, what, method, message }: Omit<Fault, 'times'>): string => [part, what, method, message.split('\n')[0]!.replace(/\d+/g, '#')].join(' ')
  const known = faults.find((f) => kind(f) === kind(fault))
  if (known === undefined) faults.push({ ...fault, times: 1 })
  else known.times++
}

/** Whether it is the slowest so far, if that is so when measured again. */
export function addCost({ costs }: State, method: string, ms: number, where: string): boolean {
  const cost = costs[method] ??= { requests: 0, total: 0, upTo: BOUNDS.map(() => 0), worst: { ms: 0, where: '' } }
  cost.requests++
  cost.total += ms
  const i = BOUNDS.findIndex((bound) => ms <= bound)
  cost.upTo[i] = cost.upTo[i]! + 1
  if (ms <= CLEAR) addWorst(cost, ms, where)
  return ms > CLEAR && ms > cost.worst.ms
}

export function addWorst(cost: Cost, ms: number, where: string): void {
  if (ms > cost.worst.ms) cost.worst = { ms, where }
}

/** Milliseconds of processor time that this process has used, helping threads included. */
export const processorTime = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
