/** The command line: finds the command that was typed, imports only its file, runs it, turns errors into exit codes. */
import { Command } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import type { Context, Register } from './command.ts'
import { failureOf } from './errors.ts'
import { exit, type ExitCode } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** In the order of `genc --help`. */
const commands: Readonly<Record<string, () => Promise<{ readonly register: Register }>>> = {
  new: () => import('./commands/new.ts'),
  check: () => import('./commands/check.ts'),
  fmt: () => import('./commands/fmt.ts'),
  explain: () => import('./commands/explain.ts'),
  build: () => import('./commands/build.ts'),
  train: () => import('./commands/train.ts'),
  play: () => import('./commands/play.ts'),
  eval: () => import('./commands/eval.ts'),
  sample: () => import('./commands/sample.ts'),
  reconstruct: () => import('./commands/reconstruct.ts'),
  interpolate: () => import('./commands/interpolate.ts'),
  perturb: () => import('./commands/perturb.ts'),
  report: () => import('./commands/report.ts'),
  animate: () => import('./commands/animate.ts'),
  doctor: () => import('./commands/doctor.ts'),
  lsp: () => import('./commands/lsp.ts'),
}

/** Runs one command line (without `node genc`) and returns the exit code. Never throws. */
export async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const context: Context = { terminal, exitCode: exit.done }
  try {
    const program = await programFor(args, context)
    await program.parseAsync([...args], { from: 'user' })
    return context.exitCode
  } catch (error) {
    const { exitCode, text } = failureOf(error, terminal.env.GENC_DEBUG !== undefined && terminal.env.GENC_DEBUG !== '')
    if (text !== '') terminal.err(`${terminal.errColors.red('error:')} ${text}\n`)
    return exitCode
  }
}

async function programFor(args: readonly string[], context: Context): Promise<Command> {
  const { terminal } = context
  const program = new Command('genc')
    .description('Generative models as you would write them on a slide: check, compile and train .gen specs.')
    .version(packageJson.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      outputError: (text, write) => write(text.replace(/^error:/, terminal.errColors.red('error:'))),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
      getOutHasColors: () => terminal.outColors.isColorSupported,
      getErrHasColors: () => terminal.errColors.isColorSupported,
    })
    .addHelpText('after', '\nStart with: genc new my-vae, then genc train my-vae.gen')
    .exitOverride()
  const typed = args[0]
  const load = typed !== undefined && Object.hasOwn(commands, typed) ? [commands[typed]!] : Object.values(commands)
  for (const { register } of await Promise.all(load.map(load => load()))) register(program, context)
  // Options of a command are explained where it is: after a mistake, say how to see them.
  for (const command of program.commands) command.showHelpAfterError(`Type genc ${command.name()} --help for its arguments and options.`)
  program.showHelpAfterError('Type genc --help for all commands.')
  return program
}
