/** `genc animate RUN`: the training as a moving picture, one for each figure that `report every` drew. */
import { join } from 'node:path'
import { finish, next, type Context, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit, type ExitCode } from '../exit.ts'
import { whole } from './train.ts'

interface Flags { readonly every: number }

export const register: Register = (program, context) => {
  program
    .command('animate')
    .description('make an animated GIF of each figure over the training')
    .argument('<run>', 'run folder, its name in runs/, latest, or the name of a spec for its newest run')
    .option('--every <ms>', 'milliseconds a frame', whole('--every', 20), 250)
    .action(finish(context, (run: string, flags: Flags) => animate(context, run, flags)))
}

async function animate(context: Context, name: string, flags: Flags): Promise<ExitCode> {
  const [{ findRun }, { animateRun }, { basename, resolve }] = await Promise.all([import('../../runtime/run/folder.ts'), import('../../runtime/run/animation.ts'), import('node:path')])
  const run = findRun(context.terminal.cwd, name)
  const files = await animateRun(resolve(context.terminal.cwd, run), flags.every)
  if (files.length === 0) throw new UsageError(`${run} has no frames: a spec that says report every 100 rounds (or epochs) in its train block keeps one of each figure at every report`)
  for (const file of files) context.terminal.out(`${join(run, 'figures', basename(file))}\n`)
  next(context, `genc report ${run}`, 'puts them on a page')
  return exit.done
}
