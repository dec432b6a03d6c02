/**
 * What a file of `cli/commands/` is.
 *
 *     export const register: Register = (program, context) => {
 *       program
 *         .command('check')
 *         .description('…')
 *         .argument('<spec...>', 'spec files, or - for standard input')
 *         .option('--json', '…')
 *         .action(finish(context, async (specs: string[], options: { json?: true }) => {
 *           const { compile } = await import('../../compiler/compile.ts')      // heavy modules only here
 *           …
 *           return exit.done
 *         }))
 *     }
 *
 * `main.ts` lists the files by command name and imports only the one that was typed. A command returns its exit code, or
 * throws one of the errors that `errors.ts` knows; anything else that is thrown is a fault of genc's own.
 */
import type { Command } from 'commander'
import type { Plan } from '../compiler/lower/plan.ts'
import type { ExitCode } from './exit.ts'
import type { Terminal } from './terminal.ts'

export interface Context {
  readonly terminal: Terminal
  /** Set by `finish`; read by `main.ts` when the command has ended. */
  exitCode: ExitCode
}

/** Every command file exports `register` of this type. */
export type Register = (program: Command, context: Context) => void

/** Makes a commander action of a function that returns the exit code. */
export function finish<A extends readonly unknown[]>(context: Context, run: (...args: A) => Promise<ExitCode> | ExitCode): (...args: A) => Promise<void> {
  return async (...args) => { context.exitCode = await run(...args) }
}

/** The line at the end that names the command worth typing next. */
export function next(context: Context, command: string, why: string): void {
  const colors = context.terminal.errColors
  context.terminal.err(`${colors.dim('next:')} ${colors.bold(command)}  ${colors.dim(`(${why})`)}\n`)
}

/** `genc eval`, on what there is to evaluate on. */
export const nextEval = (context: Context, run: string, { data }: Pick<Plan, 'data'>): void =>
  next(context, `genc eval ${run}`, data.length === 0 ? 'evaluates it on new draws' : 'evaluates it on the test split')
