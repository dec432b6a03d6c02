/** `genc check SPEC…`: parses, checks types, and says what could not be compiled. */
import { finish, next, type Context, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit, type ExitCode } from '../exit.ts'
import { collect } from './train.ts'

export const register: Register = (program, context) => {
  program
    .command('check')
    .description('parse and type-check specs')
    .argument('<spec...>', 'spec files, or - for standard input')
    .option('-g, --given <name=run>', 'the run of a trained part (given), whose sizes it then has; may be repeated', collect)
    .option('--json', 'print diagnostics as JSON Lines on standard output')
    .action(finish(context, (paths: string[], options: { json?: true; given?: string[] }) => check(context, paths, options.given ?? [], options.json === true)))
}

async function check(context: Context, paths: readonly string[], given: readonly string[], json: boolean): Promise<ExitCode> {
  const [{ checkWhole }, { isError }, { jsonDiagnostics, jsonLine, jsonSummary }, { readSpec }, { importsBeside }, { printDiagnostics }, { chooseGivens, settingsOfGivens, trainCommandOf }, { namingRuns }] = await Promise.all([
    import('../../compiler/compile.ts'), import('../../compiler/diagnostics/diagnostic.ts'), import('../../compiler/diagnostics/json.ts'),
    import('../files.ts'), import('../imports.ts'), import('../compile-spec.ts'), import('../givens.ts'), import('../given-fit.ts'),
  ])
  const { terminal } = context
  // All files are read first: a name mistyped is told before the first page of diagnostics.
  const sources = paths.map(path => readSpec(terminal, path))
  if (given.length > 0 && sources.length > 1) throw new UsageError('--given names the runs of one spec; check one at a time with it')
  const runs = chooseGivens(terminal, sources[0]!, given)
  const all = sources.map(source => {
    const options = { imports: importsBeside(terminal, source.name), givens: settingsOfGivens(runs) }
    const { diagnostics, model } = checkWhole(source.text, options)
    return { source, found: namingRuns(terminal, source, options, runs, diagnostics), model }
  })
  const diagnostics = all.flatMap(({ found }) => found)
  const exitCode = diagnostics.some(isError) ? exit.spec : exit.done
  if (json) {
    for (const { source, found } of all) for (const line of jsonDiagnostics(found, source)) terminal.out(jsonLine(line))
    terminal.out(jsonLine(jsonSummary(sources.length, diagnostics)))
    return exitCode
  }
  for (const { source, found } of all) {
    // Beside a mistake, notes on what is right would only be in the way.
    printDiagnostics(terminal, source, found.some(isError) ? found.filter(({ severity }) => severity !== 'info') : found)
    if (!found.some(isError)) terminal.out(`${source.name}: ${terminal.outColors.green('ok')}\n`)
  }
  if (exitCode === exit.spec) {
    const code = diagnostics.find(isError)!.code
    next(context, `genc explain ${code}`, 'explains the first error, with an example')
  } else if (paths.length === 1 && paths[0] !== '-') {
    const model = all[0]!.model!
    if (model.stages.some(({ train }) => train !== null)) next(context, trainCommandOf(terminal, paths[0]!, model, runs), 'trains it')
    else if (model.givens.length > 0) next(context, trainCommandOf(terminal, paths[0]!, model, runs), 'evaluates it')
    else next(context, `genc explain ${paths[0]!}`, 'prints what genc understood of it')
  }
  return exitCode
}
