/** `genc build SPEC`: writes what the spec compiles to. `--check` compares with the files on disk instead. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Graph } from '../../compiler/graph/graph.ts'
import type { Plan } from '../../compiler/lower/plan.ts'
import type { Model } from '../../compiler/model/model.ts'
import { finish, next, type Context, type Register } from '../command.ts'
import { UsageError } from '../errors.ts'
import { exit, type ExitCode } from '../exit.ts'
import { oneOf, overridesOf } from '../options.ts'
import { collect } from './train.ts'

const targets = ['tfjs', 'onnx', 'graph', 'model'] as const
type Target = (typeof targets)[number]

interface Options { readonly target: string; readonly output: string; readonly check?: true; readonly set: readonly string[]; readonly given?: readonly string[] }

interface Built { readonly source: string; readonly model: Model; readonly graph: Graph; readonly plan: Plan }

/** Text, or the bytes of a file that is none. */
type Content = string | Uint8Array
type Files = Readonly<Record<string, Content>>

export const register: Register = (program, context) => {
  program
    .command('build')
    .description('compile a spec to files')
    .argument('<spec>', 'spec file, or - for standard input')
    .option('-t, --target <target>', 'tfjs (an ES module), onnx (a file for each program), graph (text and JSON) or model', 'tfjs')
    .option('-o, --output <dir>', 'folder to write to; - is standard output', 'build')
    .option('--check', 'write nothing; fail when the files are not what the spec compiles to')
    .option('-s, --set <name=value>', 'set a hyper; may be repeated', (value: string, before: string[]) => [...before, value], [] as string[])
    .option('-g, --given <name=run>', 'the run of a trained part (given), whose sizes it then has; may be repeated', collect)
    .action(finish(context, (path: string, options: Options) => build(context, path, options)))
}

async function build(context: Context, path: string, options: Options): Promise<ExitCode> {
  const target = oneOf('--target', options.target, targets)
  const overrides = overridesOf(options.set)
  const toOutput = options.output === '-'
  if (toOutput && options.check) throw new UsageError('--check compares with files; -o - names none')
  if (toOutput && target === 'onnx') throw new UsageError('--target onnx writes several files that are no text; -o names a folder')
  const [{ compileSpec }, { readSpec }, { chooseGivens, settingsOfGivens, trainCommandOf }] = await Promise.all([import('../compile-spec.ts'), import('../files.ts'), import('../givens.ts')])
  const { terminal } = context
  const source = readSpec(terminal, path)
  const runs = chooseGivens(terminal, source, options.given ?? [])
  const compiled = compileSpec(context, source, { overrides, givens: settingsOfGivens(runs), flavour: target === 'tfjs' ? 'tfjs' : 'portable' }, runs)
  const { model, graph, plan } = compiled
  if (model === null || graph === null || plan === null) return compiled.exitCode
  const files = await filesOf(target, path === '-' ? model.name : basename(path, '.gen'), { source: source.text, model, graph, plan })
  if (toOutput) {
    terminal.out(String(Object.values(files)[0]))
    return exit.done
  }
  return options.check ? compare(context, path, options, files) : write(context, options, files, path === '-' ? null : trainCommandOf(terminal, path, model, runs))
}

/** Content by file name; the first is the one for people. */
async function filesOf(target: Target, name: string, { source, model, graph, plan }: Built): Promise<Files> {
  switch (target) {
    case 'tfjs': {
      const { writeTfjs } = await import('../../compiler/targets/tfjs/target.ts')
      const file = `${name}.js`
      return { [file]: await writeTfjs({ graph, plan, spec: { model, source }, file }) }
    }
    case 'onnx': {
      const { writeOnnx } = await import('../../compiler/targets/onnx/target.ts')
      return Object.fromEntries(graph.programs.map((program) => [`${name}.${program.name}.onnx`, writeOnnx(program)]))
    }
    case 'graph': {
      const [{ graphText }, { writeGraphJson }] = await Promise.all([import('../../compiler/graph/text.ts'), import('../../compiler/graph/json.ts')])
      return { [`${name}.graph.txt`]: graphText(graph), [`${name}.graph.json`]: writeGraphJson(graph) }
    }
    case 'model': {
      const { printModel } = await import('../../compiler/model/print.ts')
      return { [`${name}.model.txt`]: printModel(model) }
    }
  }
}

async function write(context: Context, options: Options, files: Files, train: string | null): Promise<ExitCode> {
  const { writeWhole } = await import('../files.ts')
  for (const [name, content] of Object.entries(files)) {
    writeWhole(resolve(context.terminal.cwd, options.output, name), content)
    context.terminal.out(`${join(options.output, name)}\n`)
  }
  if (train !== null) next(context, train, 'trains it')
  return exit.done
}

function compare(context: Context, path: string, options: Options, files: Files): ExitCode {
  const { terminal } = context
  let stale = false
  for (const [name, content] of Object.entries(files)) {
    const shown = join(options.output, name)
    const file = resolve(terminal.cwd, options.output, name)
    const found = existsSync(file) ? readFileSync(file) : null
    if (found?.equals(Buffer.from(content))) terminal.out(`${shown}: ${terminal.outColors.green('up to date')}\n`)
    else {
      stale = true
      const how = found === null ? 'missing' : typeof content === 'string' ? `differs from line ${firstDifference(found.toString(), content)}` : 'differs'
      terminal.out(`${shown}: ${terminal.outColors.red(how)}\n`)
    }
  }
  if (stale) {
    const target = options.target === 'tfjs' ? '' : ` --target ${options.target}`
    const output = options.output === 'build' ? '' : ` -o ${options.output}`
    next(context, `genc build ${path}${target}${output}${options.set.map(set => ` --set ${set}`).join('')}${(options.given ?? []).map(given => ` --given ${given}`).join('')}`, 'writes what the spec compiles to')
  }
  return stale ? exit.spec : exit.done
}

/** From 1. */
function firstDifference(a: string, b: string): number {
  const left = a.split('\n')
  const right = b.split('\n')
  return left.findIndex((line, i) => line !== right[i]) + 1 || left.length + 1
}
