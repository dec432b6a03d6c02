/** `genc report RUN`: figures, numbers, formulas, spec and origin of runs on one page. */
import { basename, join, resolve } from 'node:path'
import { finish, next, type Context, type Register } from '../command.ts'
import { exit, type ExitCode } from '../exit.ts'

interface Flags { readonly output?: string }

export const register: Register = (program, context) => {
  program
    .command('report')
    .description('put runs on one HTML page: figures, numbers, formulas, spec, and how they were made')
    .argument('<run...>', 'run folders, their names in runs/, latest, or names of specs; several stand side by side')
    .option('-o, --output <file>', 'HTML file (default: report.html in the folder of the run; of several runs, report-<run>-<run>.html in the working folder)')
    .action(finish(context, (runs: readonly string[], flags: Flags) => report(context, runs, flags)))
}

async function report(context: Context, names: readonly string[], flags: Flags): Promise<ExitCode> {
  const [{ RUN_FILES }, { readRun }, { reportPage }, { gatherPictures }, { animateRun }, { writeWhole }, { default: temml }] = await Promise.all([
    import('../../runtime/run/folder.ts'), import('../read-run.ts'), import('../../runtime/report/page.ts'), import('../../runtime/run/report-pictures.ts'), import('../../runtime/run/animation.ts'), import('../files.ts'), import('temml'),
  ])
  const runs = []
  for (const name of names) {
    const read = readRun(context, name)
    await animateRun(read.folder)
    runs.push({ run: read.run, source: read.source.text, model: read.model, config: read.config, log: read.log, pictures: gatherPictures(read.folder, read.run, read.source.text, read.model) })
  }
  const shown = flags.output ?? (runs.length === 1 ? join(runs[0]!.run, RUN_FILES.report) : sharedName(runs.map(({ run }) => run)))
  writeWhole(resolve(context.terminal.cwd, shown), reportPage(runs, (latex) => temml.renderToString(latex, { displayMode: false })))
  context.terminal.out(`${shown}\n`)
  if (names.length === 1) next(context, `genc report ${runs[0]!.run} OTHER`, 'puts another run beside it')
  return exit.done
}

/** A page of several runs belongs to none of them: it is named after all, or after the first where they are many. */
const sharedName = (runs: readonly string[]): string => `report-${runs.length > 3 ? `${basename(runs[0]!)}-and-${runs.length - 1}-more` : runs.map((run) => basename(run)).join('-')}.html`
