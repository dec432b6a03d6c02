import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LOCK_FILE, lockRun, refuseIfTrained } from '../../runtime/run/lock.ts'

let run = ''
beforeEach(() => { run = mkdtempSync(join(tmpdir(), 'genc-lock-')) })
afterEach(() => rmSync(run, { recursive: true, force: true }))

const file = (): string => join(run, LOCK_FILE)
const change = (values: object): void => writeFileSync(file(), JSON.stringify({ ...JSON.parse(readFileSync(file(), 'utf8')) as object, ...values }))

it('one at a time, and the next when it is done', () => {
  const unlock = lockRun(run, 'runs/vae-001')
  expect(() => lockRun(run, 'runs/vae-001')).toThrow(`runs/vae-001 is being trained by process ${process.pid}`)
  unlock()
  expect(existsSync(file())).toBe(false)
  lockRun(run, 'runs/vae-001')()
})

it('a killed process does not count, nor another one with its number', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'])
  lockRun(run, 'run')
  change({ pid: child.pid })
  if (process.platform === 'linux') expect(() => refuseIfTrained(run, 'run')).not.toThrow()
  change({ pid: child.pid, started: process.platform === 'linux' ? readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[19] : '' })
  expect(() => lockRun(run, 'run')).toThrow(`run is being trained by process ${child.pid}`)
  const gone = new Promise((resolve) => child.on('exit', resolve))
  child.kill('SIGKILL')
  await gone
  lockRun(run, 'run')()
})

it('of a process on another machine only its user can say that it is gone', () => {
  lockRun(run, 'run')
  change({ host: 'elsewhere' })
  expect(() => lockRun(run, 'run')).toThrow(`run is being trained by process ${process.pid} on elsewhere`)
})

it('half a file is that of someone killed while writing it', () => {
  writeFileSync(file(), '{"pid":')
  lockRun(run, 'run')()
  expect(existsSync(file())).toBe(false)
})
