/** Runs a command line in this process, with a terminal that collects. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createColors } from 'picocolors'
import { onTestFinished } from 'vitest'
import { main } from '../../cli/main.ts'
import type { ExitCode } from '../../cli/exit.ts'
import type { Terminal } from '../../cli/terminal.ts'

export interface Run { readonly exitCode: ExitCode; readonly out: string; readonly err: string }

export interface Around { readonly cwd?: string; readonly input?: string | Uint8Array; readonly env?: Terminal['env']; readonly color?: boolean }

export async function genc(args: readonly string[], around: Around = {}): Promise<Run> {
  let out = ''
  let err = ''
  const colors = createColors(around.color ?? false)
  const exitCode = await main(args, {
    out: text => { out += text },
    err: text => { err += text },
    outIsTerminal: false, errIsTerminal: false, outColors: colors, errColors: colors, columns: 100,
    env: around.env ?? {}, cwd: around.cwd ?? process.cwd(),
    input: () => (typeof around.input === 'string' ? new TextEncoder().encode(around.input) : around.input ?? new Uint8Array()),
  })
  return { exitCode, out, err }
}

/** An empty folder, removed when the test ends. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'genc-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
