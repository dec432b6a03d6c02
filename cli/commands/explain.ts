/** `genc explain CODE`: what a diagnostic means. `genc explain SPEC`: its formulas, and what the type checker understood of it. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { finish, next, type Context, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit, type ExitCode } from '../exit.ts'

export const register: Register = (program, context) => {
  program
    .command('explain')
    .description('explain a diagnostic, or print the formulas of a spec and what genc understood of it')
    .argument('<code-or-spec>', 'a code such as syntax/missing, a spec file, or - for standard input')
    .option('--latex', 'print the formulas of a spec only, as LaTeX')
    .action(finish(context, (subject: string, options: { latex?: true }) => {
      const isSpec = subject === '-' || subject.endsWith('.gen') || existsSync(resolve(context.terminal.cwd, subject))
      if (isSpec) return explainSpec(context, subject, options.latex === true)
      if (options.latex) throw new UsageError('--latex is for a spec; a code has no formulas')
      return explainCode(context, subject)
    }))
}

async function explainCode(context: Context, code: string): Promise<ExitCode> {
  const { codes, explainText } = await import('../../compiler/diagnostics/pages.ts')
  const known = codes.find(known => known === code)
  if (known === undefined) {
    const { nearest } = await import('../../grammar/nearest.ts')
    const sameEnd = codes.filter(known => known.endsWith(`/${code}`))
    const near = sameEnd[0] ?? nearest(code, codes)
    throw new UsageError(`there is no diagnostic ${code} and no file of this name${near === undefined ? '' : `; did you mean ${near}?`}\n  help: the code stands in brackets after error or warning: genc explain shapes/reshape`)
  }
  context.terminal.out(explainText(known, context.terminal.outColors, Math.min(context.terminal.columns, 90)))
  return exit.done
}

async function explainSpec(context: Context, path: string, latex: boolean): Promise<ExitCode> {
  const { readSpec } = await import('../files.ts')
  const { compileSpec } = await import('../compile-spec.ts')
  const { printModel } = await import('../../compiler/model/print.ts')
  const { formulaText, latexText } = await import('../../compiler/model/formula-text.ts')
  const { model, exitCode } = await compileSpec(context, readSpec(context.terminal, path))
  if (model === null) return exitCode
  context.terminal.out(latex ? latexText(model) : `${formulaText(model)}\n${printModel(model)}`)
  if (latex) return exit.done
  const { trainCommandOf } = await import('../givens.ts')
  if (path !== '-') next(context, trainCommandOf(context.terminal, path, model), 'trains it')
  return exit.done
}
