/** `genc eval RUN`: loss terms, objective and metrics of a trained model on a split. */
import { finish, next, type Context, type Register } from '../command.ts'
import { exit, type ExitCode } from '../exit.ts'
import { collect } from './train.ts'

interface Flags { readonly data?: readonly string[]; readonly split: string; readonly checkpoint: string; readonly engine?: string; readonly json?: true }

export const register: Register = (program, context) => {
  program
    .command('eval')
    .description('evaluate a run: loss terms, objective and metrics')
    .argument('<run>', 'run folder, its name in runs/, latest, or the name of a spec for its newest run')
    .option('-d, --data <source>', 'other data than it was trained on', collect)
    .option('--split <split>', 'test or train', 'test')
    .option('--checkpoint <which>', 'last or best', 'last')
    .option('--engine <name>', 'engine to run on; genc doctor lists them')
    .option('--json', 'print one JSON object on standard output')
    .action(finish(context, (run: string, flags: Flags) => evaluateRun(context, run, flags)))
}

async function evaluateRun(context: Context, name: string, flags: Flags): Promise<ExitCode> {
  const [{ withRun }, { oneOf }, { summarize }, { plural, shortNumber }] = await Promise.all([
    import('../open-run.ts'), import('../options.ts'), import('../../runtime/run/summary.ts'), import('../../runtime/train/words.ts'),
  ])
  const split = oneOf('--split', flags.split, ['test', 'train'] as const)
  const { terminal } = context
  return withRun(context, name, flags, async (opened) => {
    const result = await summarize(opened, split)
    if (flags.json) terminal.out(`${JSON.stringify(result)}\n`)
    else {
      const colors = terminal.outColors
      const lines = [
        ...(result.objective === null ? [] : [['objective', result.objective] as const]),
        ...Object.entries(result.terms), ...Object.entries(result.metrics),
      ]
      const width = Math.max(10, ...lines.map(([label]) => label.length)) + 2
      const over = opened.plan.data.length === 0 ? plural(result.n, 'draw') : `${result.split} split, ${plural(result.n, 'sample')}`
      terminal.out(`${colors.bold(opened.run)}  ${over}\n`)
      for (const [label, value] of lines) terminal.out(`${label.padEnd(width)}${value === null ? 'not finite' : shortNumber(value)}\n`)
    }
    if (opened.plan.sample !== null) next(context, `genc sample ${opened.run}`, 'draws new samples')
    return exit.done
  })
}
