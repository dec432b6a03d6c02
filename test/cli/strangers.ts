/**
 * Mistakes of strangers, made through the built command: each is one message that says what, where and what would fit,
 * with the right exit code, and nothing of theirs is lost. See `mistakes-*.test.ts`.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect } from 'vitest'
// @ts-expect-error a script without types
import { bundle } from '../../scripts/build.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Run { readonly code: number | null; readonly out: string; readonly err: string }

/** The built command and a place for files, both gone after the tests of a file. */
export interface Stranger {
  /** The command's script. */
  readonly command: () => string
  /** All folders are in here. */
  readonly home: () => string
  readonly environment: () => Record<string, string | undefined>
  readonly start: (cwd: string, args: readonly string[]) => { readonly child: ChildProcess; readonly ended: Promise<Run> }
  /** Runs to the end; whatever went wrong is never told by a stack trace, nor as a fault of genc's. */
  readonly genc: (cwd: string, args: readonly string[], input?: string) => Promise<Run>
  /** A folder with these files in it. */
  readonly folderWith: (files?: Readonly<Record<string, string | Uint8Array>>) => string
}

export function stranger(): Stranger {
  /** Inside the project, so that packages left out of the bundle are found. */
  let built: string
  let home: string
  let folders = 0

  beforeAll(async () => {
    mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
    built = mkdtempSync(join(root, 'node_modules/.cache/genc-'))
    home = mkdtempSync(join(tmpdir(), 'genc-mistakes-'))
    await (bundle as (outdir: string) => Promise<unknown>)(built)
  })
  afterAll(() => {
    for (const folder of [built, home]) rmSync(folder, { recursive: true, force: true })
  })

  const environment: Stranger['environment'] = () => ({ PATH: process.env['PATH'], GENC_DATA: join(home, 'no-data') })

  const start: Stranger['start'] = (cwd, args) => {
    const child = spawn(process.execPath, [join(built, 'genc.js'), ...args], { cwd, env: environment(), timeout: 50_000, killSignal: 'SIGKILL' })
    let [out, err] = ['', '']
    child.stdout.on('data', (text: Buffer) => { out += text.toString() })
    child.stderr.on('data', (text: Buffer) => { err += text.toString() })
    return { child, ended: new Promise((done) => { child.on('close', (code) => { done({ code, out, err }) }) }) }
  }

  return {
    command: () => join(built, 'genc.js'),
    home: () => home,
    environment,
    start,
    async genc(cwd, args, input = '') {
      const { child, ended } = start(cwd, args)
      child.stdin!.end(input)
      const run = await ended
      expect(run.err).not.toMatch(/^\s+at .*:\d+:\d+/m)
      expect(run.err).not.toContain('fault of genc')
      return run
    },
    folderWith(files = {}) {
      const folder = join(home, String(++folders))
      mkdirSync(folder)
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), content)
      }
      return folder
    },
  }
}

/** One error, these phrases, this exit code. */
export function expectOne({ err, code }: Run, exitCode: number, phrases: readonly string[]): void {
  for (const phrase of phrases) expect(err).toContain(phrase)
  expect(err.match(/^error/gm), err).toHaveLength(1)
  expect(code, err).toBe(exitCode)
}
