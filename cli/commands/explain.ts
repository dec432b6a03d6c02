/** `genc explain CODE`: what a diagnostic means. `genc explain SPEC`, `genc explain RUN`: formulas, and what the type checker understood. */
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Model } from '../../compiler/model/model.ts'
import { finish, next, type Context, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit, type ExitCode } from '../exit.ts'

export const register: Register = (program, context) => {
  program
    .command('explain')
    .description('explain a diagnostic, or print the formulas of a spec or a run and what genc understood of it')
    .argument('<code-or-spec-or-run>', 'a code such as syntax/missing, a spec file, - for standard input, or a run: its folder, its name in runs/, latest')
    .option('--latex', 'print the formulas of a spec or a run only, as LaTeX')
    .action(finish(context, async (subject: string, { latex = false }: { latex?: boolean }) => {
      const path = resolve(context.terminal.cwd, subject)
      if (subject === '-' || subject.endsWith('.gen') || (existsSync(path) && statSync(path).isFile())) return explainSpec(context, subject, latex)
      const { codes, explainText } = await import('../../compiler/diagnostics/pages.ts')
      const code = codes.find(known => known === subject)
      if (code === undefined) return explainRun(context, subject, latex, codes)
      if (latex) throw new UsageError('--latex is for a spec or a run; a code has no formulas')
      context.terminal.out(explainText(code, context.terminal.outColors, Math.min(context.terminal.columns, 90)))
      return exit.done
    }))
}

async function explainRun(context: Context, subject: string, latex: boolean, codes: readonly string[]): Promise<ExitCode> {
  const [{ findRun }, { RunError }] = await Promise.all([import('../../runtime/run/folder.ts'), import('../../runtime/run/error.ts')])
  const { cwd } = context.terminal
  try {
    findRun(cwd, subject)
  } catch (error) {
    // A folder that is no run is told of as what it is.
    if (!(error instanceof RunError) || existsSync(resolve(cwd, subject))) throw error
    const { nearest } = await import('../../grammar/nearest.ts')
    const near = codes.find(known => known.endsWith(`/${subject}`)) ?? nearest(subject, codes)
    throw new UsageError(`there is no diagnostic ${subject}, and no file or run of this name${near === undefined ? '' : `; did you mean ${near}?`}\n  help: the code stands in brackets after error or warning: genc explain shapes/reshape`)
  }
  const { readRun } = await import('../read-run.ts')
  const { run, model } = readRun(context, subject)
  await print(context, model, latex)
  if (!latex) next(context, `genc report ${run}`, 'puts spec, numbers and pictures on one page')
  return exit.done
}

async function explainSpec(context: Context, path: string, latex: boolean): Promise<ExitCode> {
  const { readSpec } = await import('../files.ts')
  const { compileSpec } = await import('../compile-spec.ts')
  const { model, exitCode } = compileSpec(context, readSpec(context.terminal, path))
  if (model === null) return exitCode
  await print(context, model, latex)
  if (latex) return exit.done
  const { trainCommandOf } = await import('../givens.ts')
  if (path !== '-') next(context, trainCommandOf(context.terminal, path, model), 'trains it')
  return exit.done
}

async function print(context: Context, model: Model, latex: boolean): Promise<void> {
  const { printModel } = await import('../../compiler/model/print.ts')
  const { formulaText, latexText } = await import('../../compiler/model/formula-text.ts')
  context.terminal.out(latex ? latexText(model) : `${formulaText(model)}\n${printModel(model)}`)
}
