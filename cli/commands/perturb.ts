/** `genc perturb RUN`: one test row's code, changed one number at a time. */
import { join, resolve } from 'node:path'
import { finish, next, type Context, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit, type ExitCode } from '../exit.ts'
import { collect, whole } from './train.ts'

interface Flags {
  readonly row: number
  readonly count: number
  readonly reach: number
  readonly dims: number
  readonly data?: readonly string[]
  readonly output?: string
  readonly checkpoint: string
  readonly engine?: string
}

/** Test rows that say how far the numbers of a code spread, where no prior does. */
const SPREAD_ROWS = 500

export const register: Register = (program, context) => {
  program
    .command('perturb')
    .description('change the code of a test row one number at a time')
    .argument('<run>', 'run folder, its name in runs/, latest, or the name of a spec for its newest run')
    .option('--row <row>', 'test row to start from', whole('--row', 0), 0)
    .option('-n, --count <n>', 'pictures a line', whole('-n', 2), 11)
    .option('--reach <n>', 'from -n to n; where no prior gives codes a scale, in standard deviations around their mean', whole('--reach', 1), 3)
    .option('--dims <n>', 'numbers of the code at most, from the first', whole('--dims', 1), 20)
    .option('-d, --data <source>', 'other data than it was trained on', collect)
    .option('-o, --output <file>', 'PNG, or .npy for the numbers (default <run>/figures/perturb.png)')
    .option('--checkpoint <which>', 'last or best', 'last')
    .option('--engine <name>', 'engine to run on; genc doctor lists them')
    .action(finish(context, (run: string, flags: Flags) => perturb(context, run, flags)))
}

async function perturb(context: Context, name: string, flags: Flags): Promise<ExitCode> {
  const [{ withRun }, { decodeCodes, encodeRows, spreadOf, testRows }, { savePicture }] = await Promise.all([
    import('../open-run.ts'), import('../../runtime/run/render-model.ts'), import('../../runtime/run/save-picture.ts'),
  ])
  return withRun(context, name, flags, async (opened) => {
    const { plan: { code }, run, config } = opened
    if (code === null) throw new UsageError(`${config.spec} has no code to change: it needs a sampler and a likelihood, or an encoder and a decoder`)
    const { codes } = await encodeRows(opened, code, [flags.row], config.seed)
    const scale = code.prior ? null : spreadOf((await encodeRows(opened, code, testRows(opened, code, SPREAD_ROWS), config.seed)).codes, codes.length)
    const steps = Array.from({ length: flags.count }, (_, i) => -flags.reach + (2 * flags.reach * i) / (flags.count - 1))
    const dims = Array.from({ length: Math.min(flags.dims, codes.length) }, (_, dim) => dim)
    const changed = Float32Array.from(dims.flatMap((dim) => steps.flatMap((step) => Array.from(codes, (value, at) => (at !== dim ? value : scale === null ? step : scale.mean[dim]! + step * scale.std[dim]!)))))
    const pictures = await decodeCodes(opened, code, changed, flags.row, config.seed)
    const line = pictures.length / dims.length
    const shown = flags.output ?? join(run, 'figures', 'perturb.png')
    const heads = steps.map((step) => `${String(Number(step.toFixed(2))).replace('-', '−')}${scale === null ? '' : 'σ'}`)
    await savePicture(resolve(context.terminal.cwd, shown), code.decode, dims.map((dim) => ({ label: `code[${dim}]`, values: pictures.subarray(dim * line, (dim + 1) * line) })), 'rows', heads)
    context.terminal.out(`${shown}\n`)
    if (dims.length < codes.length) context.terminal.err(`${context.terminal.errColors.yellow('note:')} the first ${dims.length} of ${codes.length} numbers; --dims ${codes.length} shows all\n`)
    next(context, `genc interpolate ${run} --from ${flags.row} --to ${flags.row + 1}`, 'walks from it to the next row')
    return exit.done
  })
}
