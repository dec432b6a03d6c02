/** `genc train SPEC`: trains and leaves a run folder. */
import { finish, type Context, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import type { ExitCode } from '../exit.ts'

export interface TrainFlags {
  readonly data?: readonly string[]
  readonly set?: readonly string[]
  readonly given?: readonly string[]
  readonly epochs?: number
  readonly steps?: number
  readonly seed?: number
  readonly engine?: string
  readonly output?: string
  readonly force?: true
  /** True without a value. */
  readonly resume?: string | true
  readonly dryRun?: true
  readonly json?: true
  readonly progress?: true
  readonly checkpointEvery?: number
}

export const register: Register = (program, context) => {
  program
    .command('train')
    .description('train a spec, or go on with a run')
    .argument('[spec]', 'spec file, or - for standard input; may be left out with --resume RUN')
    .option('-d, --data <source>', 'built-in data (digits, ring8, …), a name, a folder or a file; NAME=SOURCE where a spec has several', collect)
    .option('-e, --epochs <n>', 'length in epochs, instead of the spec\'s', whole('--epochs', 1))
    .option('--steps <n>', 'length in steps (rounds), instead of the spec\'s', whole('--steps', 1))
    .option('--seed <n>', 'seed of weights, order and noise (default 0)', whole('--seed', 0))
    .option('--engine <name>', 'engine to run on; genc doctor lists them')
    .option('-s, --set <name=value>', 'set a hyper; may be repeated', collect)
    .option('-g, --given <name=run>', 'the run of a trained part (given) of the spec; RUN:best takes its best checkpoint; may be repeated', collect)
    .option('-o, --output <run>', 'run folder (default runs/<spec>-001, -002, …)')
    .option('--force', 'replace the run in the folder of -o')
    .option('--resume [run]', 'go on with a run, by default the newest of this spec')
    .option('--dry-run', 'do one batch and write nothing')
    .option('--json', 'print metrics as JSON Lines on standard output')
    .option('--progress', 'print how far it is as JSON Lines on standard output, twice a second, for editors')
    .option('--checkpoint-every <steps>', 'save every so many steps, besides after every epoch (default: every 30 seconds)', whole('--checkpoint-every', 1))
    .action(finish(context, (spec: string | undefined, flags: TrainFlags) => run(context, spec, flags)))
}

async function run(context: Context, spec: string | undefined, flags: TrainFlags): Promise<ExitCode> {
  if (flags.epochs !== undefined && flags.steps !== undefined) throw new UsageError('--epochs and --steps both say how long; give one')
  if (flags.resume !== undefined && flags.force) throw new UsageError('--resume goes on with a run and --force replaces one; give one')
  if (flags.force && flags.output === undefined) throw new UsageError('--force replaces the run in the folder of -o; name it, for example -o runs/vae-001. Without -o every run has a new folder')
  if (flags.resume !== undefined && flags.given !== undefined) throw new UsageError('--resume goes on with a run, which has its own copy of what it was given; --given is for a new run')
  if (flags.resume !== undefined && flags.dryRun) throw new UsageError('--dry-run tries a spec; it does not go on with a run')
  if (spec === undefined && flags.resume === undefined) throw new UsageError('name a spec: genc train specs/vae.gen')
  const { trainCommand } = await import('../training.ts')
  // `--resume vae.gen` means the newest run of that spec.
  return typeof flags.resume === 'string' && spec === undefined && flags.resume.endsWith('.gen')
    ? trainCommand(context, flags.resume, { ...flags, resume: true })
    : trainCommand(context, spec, flags)
}

/** For options that may be repeated. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]

/** A commander parser of whole numbers from `least`. */
export const whole = (option: string, least: number) => (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) throw new UsageError(`${option} takes a whole number from ${least}; this is ${text}`)
  return value
}
