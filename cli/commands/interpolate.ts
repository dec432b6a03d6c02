/** `genc interpolate RUN`: from one test row to another, through the code above and through the pixels below. */
import { join, resolve } from 'node:path'
import { finish, next, type Context, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit, type ExitCode } from '../exit.ts'
import { collect, whole } from './train.ts'

interface Flags {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly data?: readonly string[]
  readonly output?: string
  readonly checkpoint: string
  readonly engine?: string
}

export const register: Register = (program, context) => {
  program
    .command('interpolate')
    .description('walk from one test row to another, in the code and in the pixels')
    .argument('<run>', 'run folder, its name in runs/, latest, or the name of a spec for its newest run')
    .option('--from <row>', 'test row to start at', whole('--from', 0), 0)
    .option('--to <row>', 'test row to end at', whole('--to', 0), 1)
    .option('-n, --count <n>', 'pictures on the way, both ends included', whole('-n', 2), 10)
    .option('-d, --data <source>', 'other data than it was trained on', collect)
    .option('-o, --output <file>', 'PNG, or .npy for the numbers (default <run>/figures/interpolate.png)')
    .option('--checkpoint <which>', 'last or best', 'last')
    .option('--engine <name>', 'engine to run on; genc doctor lists them')
    .action(finish(context, (run: string, flags: Flags) => interpolate(context, run, flags)))
}

async function interpolate(context: Context, name: string, flags: Flags): Promise<ExitCode> {
  const [{ withRun }, { between, decodeCodes, encodeRows }, { savePicture }] = await Promise.all([
    import('../open-run.ts'), import('../../runtime/run/render-model.ts'), import('../../runtime/run/save-picture.ts'),
  ])
  return withRun(context, name, flags, async (opened) => {
    const { plan: { code }, run, config } = opened
    if (code === null) throw new UsageError(`${config.spec} has no code to walk through: it needs a sampler and a likelihood, or an encoder and a decoder`)
    const { input, codes } = await encodeRows(opened, code, [flags.from, flags.to], config.seed)
    const decoded = await decodeCodes(opened, code, between(codes, flags.count), flags.from, config.seed)
    const series = [{ label: 'code', values: decoded }]
    // Pixels fade only into pixels.
    if (code.input.shape.join() === code.decode.shape.join()) series.push({ label: 'pixels', values: between(input, flags.count) })
    const shown = flags.output ?? join(run, 'figures', 'interpolate.png')
    const places = Array.from({ length: flags.count }, (_, i) => `t = ${Number((i / (flags.count - 1)).toFixed(2))}`)
    await savePicture(resolve(context.terminal.cwd, shown), code.decode, series, 'rows', places)
    context.terminal.out(`${shown}\n`)
    next(context, `genc perturb ${run} --row ${flags.from}`, 'changes its code one number at a time')
    return exit.done
  })
}
