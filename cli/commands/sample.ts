/** `genc sample RUN`: new samples from a trained model, as a picture. */
import { join, resolve } from 'node:path'
import { finish, next, nextEval, type Context, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit, type ExitCode } from '../exit.ts'
import { whole } from './train.ts'

interface Flags { readonly count: number; readonly output?: string; readonly seed?: number; readonly checkpoint: string; readonly engine?: string }

export const register: Register = (program, context) => {
  program
    .command('sample')
    .description('draw new samples from a run')
    .argument('<run>', 'run folder, its name in runs/, latest, or the name of a spec for its newest run')
    .option('-n, --count <n>', 'how many', whole('-n', 1), 64)
    .option('-o, --output <file>', 'PNG, or .npy for the numbers (default <run>/figures/sample.png)')
    .option('--seed <n>', 'seed of the noise (default: that of the run)', whole('--seed', 0))
    .option('--checkpoint <which>', 'last or best', 'last')
    .option('--engine <name>', 'engine to run on; genc doctor lists them')
    .action(finish(context, (run: string, flags: Flags) => sample(context, run, flags)))
}

async function sample(context: Context, name: string, flags: Flags): Promise<ExitCode> {
  const [{ withRun }, { drawSamples }, { savePicture }, { whyNoSample }] = await Promise.all([
    import('../open-run.ts'), import('../../runtime/run/render-model.ts'), import('../../runtime/run/save-picture.ts'), import('../no-sample.ts'),
  ])
  return withRun(context, name, flags, async (opened) => {
    const { plan, run, config } = opened
    if (plan.sample === null) throw new UsageError(whyNoSample({ ...opened, spec: config.spec }))
    const rendered = await drawSamples(opened, plan.sample, flags.count, flags.seed ?? config.seed)
    const shown = flags.output ?? join(run, 'figures', 'sample.png')
    await savePicture(resolve(context.terminal.cwd, shown), plan.sample, [{ label: 'samples', values: rendered }], 'sheet')
    context.terminal.out(`${shown}\n`)
    if (plan.reconstruct !== null) next(context, `genc reconstruct ${run}`, 'shows data beside the model\'s rendering')
    else nextEval(context, run, plan)
    return exit.done
  })
}
