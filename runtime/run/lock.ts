/**
 * One process at a time trains a run: a file in its folder names the process. Who is killed leaves the file behind, but is
 * seen to be gone, and the next takes it over.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { errorCode } from '../node/readFile.ts'
import { RunError } from './error.ts'

/** In the run's folder, while a process trains it. */
export const LOCK_FILE = 'training.lock'

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process started, so that another one with its number is told apart; empty where that is not known. */
  readonly started: string
}

/** Takes the run in `folder`, called `shown` in messages, until the returned function is called. Throws a RunError when another process has it. */
export function lockRun(folder: string, shown: string): () => void {
  refuseIfTrained(folder, shown)
  const path = join(folder, LOCK_FILE)
  const holder: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid) }
  rmSync(path, { force: true })
  try {
    writeFileSync(path, `${JSON.stringify(holder)}\n`, { flag: 'wx' })
  } catch (error) {
    refuseIfTrained(folder, shown)
    throw new RunError(`cannot write ${join(shown, LOCK_FILE)}: ${error instanceof Error ? error.message : String(error)}`)
  }
  return () => { rmSync(path, { force: true }) }
}

/** Whether a process trains the run in `folder`. */
export const isBeingTrained = (folder: string): boolean => trainerOf(folder) !== null

/** Throws a RunError when a process trains the run in `folder`. */
export function refuseIfTrained(folder: string, shown: string): void {
  const holder = trainerOf(folder)
  if (holder === null) return
  const elsewhere = holder.host !== hostname()
  throw new RunError(
    `${shown} is being trained by process ${holder.pid}${elsewhere ? ` on ${holder.host}` : ''}`,
    `wait for it or stop it, or train a run of its own${elsewhere ? `; if it is gone, delete ${join(shown, LOCK_FILE)}` : ''}`,
  )
}

/** Who holds the lock and is there, as far as this machine can tell. */
function trainerOf(folder: string): Holder | null {
  const holder = holderOf(join(folder, LOCK_FILE))
  if (holder === null) return null
  return holder.host !== hostname() || (isThere(holder.pid) && startOf(holder.pid) === holder.started) ? holder : null
}

function holderOf(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    // There is none, or it was killed while writing this.
    return null
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of someone else.
    return errorCode(error) === 'EPERM'
  }
}

/** In ticks since the machine was started, where the system tells: the 20th number behind the name, which is in parentheses. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
