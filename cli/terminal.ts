/** What a command sees of the world around it; tests pass one that collects. */
import { createColors } from 'picocolors'
import { readFileSync } from 'node:fs'

export type Colors = ReturnType<typeof createColors>

export interface Terminal {
  /** Results: standard output. */
  readonly out: (text: string) => void
  /** Progress, diagnostics for people, what to type next: standard error. */
  readonly err: (text: string) => void
  readonly outIsTerminal: boolean
  readonly errIsTerminal: boolean
  readonly outColors: Colors
  readonly errColors: Colors
  /** Columns of standard error's terminal; 100 when it has none. */
  readonly columns: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** All of standard input. */
  readonly input: () => Uint8Array
}

/** `NO_COLOR` (any value) wins over `FORCE_COLOR`, that over the terminal's own ability; `TERM=dumb` has none. */
export function wantsColor(env: Terminal['env'], isTerminal: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return isTerminal && env.TERM !== 'dumb'
}

export function processTerminal(): Terminal {
  const outIsTerminal = process.stdout.isTTY === true
  const errIsTerminal = process.stderr.isTTY === true
  return {
    out: text => { process.stdout.write(text) },
    err: text => { process.stderr.write(text) },
    outIsTerminal,
    errIsTerminal,
    outColors: createColors(wantsColor(process.env, outIsTerminal)),
    errColors: createColors(wantsColor(process.env, errIsTerminal)),
    columns: process.stderr.columns ?? 100,
    env: process.env,
    cwd: process.cwd(),
    input: () => readFileSync(0),
  }
}
