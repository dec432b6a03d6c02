/** `genc check SPEC…`: parses and type-checks, nothing else. */
import { finish, next, type Context, type Register } from '../command.ts'
import { exit, type ExitCode } from '../exit.ts'

export const register: Register = (program, context) => {
  program
    .command('check')
    .description('parse and type-check specs')
    .argument('<spec...>', 'spec files, or - for standard input')
    .option('--json', 'print diagnostics as JSON Lines on standard output')
    .action(finish(context, (paths: string[], options: { json?: true }) => check(context, paths, options.json === true)))
}

async function check(context: Context, paths: readonly string[], json: boolean): Promise<ExitCode> {
  const [{ checkSource }, { isError }, { jsonDiagnostics, jsonLine, jsonSummary }, { readSpec }, { importsBeside }, { printDiagnostics }] = await Promise.all([
    import('../../compiler/compile.ts'), import('../../compiler/diagnostics/diagnostic.ts'), import('../../compiler/diagnostics/json.ts'),
    import('../files.ts'), import('../imports.ts'), import('../compile-spec.ts'),
  ])
  const { terminal } = context
  // All files are read first: a name mistyped is told before the first page of diagnostics.
  const sources = paths.map(path => readSpec(terminal, path))
  const all = sources.map(source => {
    const { diagnostics: found, model } = checkSource(source.text, { imports: importsBeside(terminal, source.name) })
    return { source, found, model }
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
    const trains = all[0]!.model?.stages.some(({ train }) => train !== null) === true
    if (trains) next(context, `genc train ${paths[0]!}`, 'trains it')
    else next(context, `genc explain ${paths[0]!}`, 'prints what genc understood of it')
  }
  return exitCode
}
