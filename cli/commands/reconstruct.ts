/** `genc reconstruct RUN`: test data beside what the model makes of them. */
import { join, resolve } from 'node:path'
import { finish, nextEval, type Context, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit, type ExitCode } from '../exit.ts'
import { collect, whole } from './train.ts'

interface Flags { readonly count: number; readonly data?: readonly string[]; readonly output?: string; readonly checkpoint: string; readonly engine?: string }

export const register: Register = (program, context) => {
  program
    .command('reconstruct')
    .description('show test data beside the model\'s rendering of them')
    .argument('<run>', 'run folder, its name in runs/, latest, or the name of a spec for its newest run')
    .option('-n, --count <n>', 'how many', whole('-n', 1), 10)
    .option('-d, --data <source>', 'other data than it was trained on', collect)
    .option('-o, --output <file>', 'PNG, or .npy for the numbers (default <run>/figures/reconstruct.png)')
    .option('--checkpoint <which>', 'last or best', 'last')
    .option('--engine <name>', 'engine to run on; genc doctor lists them')
    .action(finish(context, (run: string, flags: Flags) => reconstruct(context, run, flags)))
}

async function reconstruct(context: Context, name: string, flags: Flags): Promise<ExitCode> {
  const [{ withRun }, { drawReconstructions }, { savePicture }] = await Promise.all([
    import('../open-run.ts'), import('../../runtime/run/render-model.ts'), import('../../runtime/run/save-picture.ts'),
  ])
  return withRun(context, name, flags, async (opened) => {
    const { plan, run, config } = opened
    if (plan.reconstruct === null) throw new UsageError(`${config.spec} does not render its data: it needs a sampler and a likelihood, or an encoder and a decoder`)
    const { input, picture } = await drawReconstructions(opened, plan.reconstruct, flags.count, config.seed)
    const shown = flags.output ?? join(run, 'figures', 'reconstruct.png')
    await savePicture(resolve(context.terminal.cwd, shown), plan.reconstruct, [{ label: 'data', values: input }, { label: 'model', values: picture }], 'rows')
    context.terminal.out(`${shown}\n`)
    nextEval(context, run, plan)
    return exit.done
  })
}
