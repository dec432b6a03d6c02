/** Checking and compiling a spec for a command: diagnostics go to standard error, the exit code says how it went. */
import { checkSource, compile, type Checked, type Compiled, type CompileOptions } from '../compiler/compile.ts'
import { isError, type Diagnostic } from '../compiler/diagnostics/diagnostic.ts'
import type { Source } from '../compiler/diagnostics/position.ts'
import { countText, renderDiagnostics } from '../compiler/diagnostics/render.ts'
import { nearest } from '../grammar/nearest.ts'
import type { Context } from './command.ts'
import { UsageError } from './errors.ts'
import { exit, type ExitCode } from './exit.ts'
import { importsBeside } from './imports.ts'
import type { Terminal } from './terminal.ts'

export interface Outcome { readonly exitCode: ExitCode }

export const checkSpec = (context: Context, source: Source, options: CompileOptions = {}): Checked & Outcome =>
  told(context, source, checkSource(source.text, { imports: importsBeside(context.terminal, source.name), ...options }))

export const compileSpec = (context: Context, source: Source, options: CompileOptions = {}): Compiled & Outcome =>
  told(context, source, compile(source.text, { imports: importsBeside(context.terminal, source.name), ...options }))

function told<C extends Checked>(context: Context, source: Source, result: C): C & Outcome {
  printDiagnostics(context.terminal, source, result.diagnostics)
  return { ...result, exitCode: result.diagnostics.some(isError) ? exit.spec : exit.done }
}

/** Nothing when there are none. */
export function printDiagnostics(terminal: Terminal, source: Source, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return
  terminal.err(`${renderDiagnostics(diagnostics, source, { colors: terminal.errColors, width: terminal.columns })}\n`)
  terminal.err(`${source.name}: ${countText(diagnostics)}\n`)
}

/** `--set latent=8 --set beta=0.5` as numbers by name. Names and kinds are the checker's business. */
export function overridesOf(settings: readonly string[]): Record<string, number> {
  const overrides: Record<string, number> = {}
  for (const setting of settings) {
    const at = setting.indexOf('=')
    const name = setting.slice(0, at).trim()
    const text = setting.slice(at + 1).trim()
    if (at < 0 || name === '') throw new UsageError(`--set takes name=value, for example --set latent=8; this is ${setting}`)
    const value = Number(text)
    if (text === '' || !Number.isFinite(value)) throw new UsageError(`--set ${name} takes a number; ${text === '' ? 'nothing' : text} is none`)
    overrides[name] = value
  }
  return overrides
}

/** For options with a closed list of values. */
export function oneOf<T extends string>(option: string, value: string, values: readonly T[]): T {
  const found = values.find(known => known === value)
  if (found !== undefined) return found
  const near = nearest(value, values)
  throw new UsageError(`${option} takes ${values.slice(0, -1).join(', ')} or ${values.at(-1)}; this is ${value}${near === undefined ? '' : `. Did you mean ${near}?`}`)
}
