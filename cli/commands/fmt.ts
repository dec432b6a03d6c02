/** `genc fmt SPEC…`: writes specs in the one layout. */
import { finish, next, type Context, type Register } from '../command.ts'
import { exit, type ExitCode } from '../exit.ts'

export const register: Register = (program, context) => {
  program
    .command('fmt')
    .description('format specs in place')
    .argument('<spec...>', 'spec files, or - to format standard input to standard output')
    .option('--check', 'write nothing; fail when a file is not formatted')
    .action(finish(context, (paths: string[], options: { check?: true }) => fmt(context, paths, options.check === true)))
}

async function fmt(context: Context, paths: readonly string[], onlyCheck: boolean): Promise<ExitCode> {
  const [{ format }, { parse }, { syntaxDiagnostics }, { readSpec, writeWhole }, { printDiagnostics }, { resolve }] = await Promise.all([
    import('../../grammar/print.ts'), import('../../grammar/parse.ts'), import('../../compiler/diagnostics/syntax.ts'),
    import('../files.ts'), import('../compile-spec.ts'), import('node:path'),
  ])
  const { terminal } = context
  const sources = paths.map(path => readSpec(terminal, path))
  const broken: string[] = []
  const changed: string[] = []
  for (const [i, source] of sources.entries()) {
    const errors = parse(source.text).errors.filter(({ code }) => code !== 'syntax/empty')
    if (errors.length > 0) {
      printDiagnostics(terminal, source, syntaxDiagnostics(errors, source.text))
      broken.push(source.name)
      continue
    }
    const formatted = await format(source.text)
    if (formatted !== source.text) changed.push(paths[i]!)
    if (onlyCheck) continue
    if (paths[i] === '-') terminal.out(formatted)
    else if (formatted !== source.text) writeWhole(resolve(terminal.cwd, paths[i]!), formatted)
  }
  if (broken.length > 0) terminal.err(`${broken.join(', ')}: left as ${broken.length === 1 ? 'it is' : 'they are'}, because of the errors above\n`)
  if (onlyCheck) {
    for (const path of changed) terminal.out(`${path}\n`)
    const files = changed.filter(path => path !== '-')
    if (files.length > 0) next(context, `genc fmt ${files.join(' ')}`, 'formats what is listed')
    return broken.length + changed.length > 0 ? exit.spec : exit.done
  }
  for (const path of changed) if (path !== '-') terminal.out(`${path}\n`)
  if (broken.length > 0) return exit.spec
  const files = paths.filter(path => path !== '-')
  if (files.length > 0 && files.length <= 3) next(context, `genc check ${files.join(' ')}`, 'checks what was formatted')
  return exit.done
}
