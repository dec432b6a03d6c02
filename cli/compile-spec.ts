/** Checking and compiling a spec for a command: diagnostics go to standard error, the exit code says how it went. */
import { checkSource, compile, type Checked, type Compiled, type CompileOptions } from '../compiler/compile.ts'
import { isError, type Diagnostic } from '../compiler/diagnostics/diagnostic.ts'
import type { Source } from '../compiler/diagnostics/position.ts'
import { countText, renderDiagnostics } from '../compiler/diagnostics/render.ts'
import type { Context } from './command.ts'
import { UsageError } from './errors.ts'
import { exit, type ExitCode } from './exit.ts'
import { namingRuns } from './given-fit.ts'
import type { GivenRun } from './givens.ts'
import { importsBeside } from './imports.ts'
import type { Terminal } from './terminal.ts'

export interface Outcome { readonly exitCode: ExitCode }

export const checkSpec = (context: Context, source: Source, options: CompileOptions = {}): Checked & Outcome =>
  told(context, source, checkSource(source.text, { imports: importsBeside(context.terminal, source.name), ...options }))

/** `runs`: of the givens. Their settings are in `options`. */
export function compileSpec(context: Context, source: Source, options: CompileOptions = {}, runs: ReadonlyMap<string, GivenRun> = new Map()): Compiled & Outcome {
  const known = { imports: importsBeside(context.terminal, source.name), ...options }
  const compiled = compile(source.text, known)
  return told(context, source, { ...compiled, diagnostics: namingRuns(context.terminal, source, known, runs, compiled.diagnostics) })
}

/** Throws a UsageError for a `--set` of what the spec does not declare: the mistake is in the command line, not in the spec. */
function told<C extends Checked>(context: Context, source: Source, result: C): C & Outcome {
  const setting = result.diagnostics.find(({ code }) => code === 'names/unknown-hyper')
  if (setting !== undefined) throw new UsageError(`--set: ${setting.message}${setting.help === undefined ? '' : ` ${setting.help}`}`)
  // Notes belong to checking; here they would be repeated by every command.
  printDiagnostics(context.terminal, source, result.diagnostics.filter(({ severity }) => severity !== 'info'))
  return { ...result, exitCode: result.diagnostics.some(isError) ? exit.spec : exit.done }
}

/** Nothing when there are none. */
export function printDiagnostics(terminal: Terminal, source: Source, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return
  terminal.err(`${renderDiagnostics(diagnostics, source, { colors: terminal.errColors, width: terminal.columns })}\n`)
  terminal.err(`${source.name}: ${countText(diagnostics)}\n`)
}
