/** The command line of the measurements. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { engineRows } from '../runtime/engines/registry.ts'
import { measureCompile } from './compile.ts'
import { measureEditor } from './editor.ts'
import { measureFirstStep } from './first-step.ts'
import { floorOf } from './floor.ts'
import { bestRate, gemmRows, measureGemm } from './gemm.ts'
import { gpuSides } from './gpu.ts'
import { machine } from './machine.ts'
import { measureMemory } from './memory.ts'
import { measurePasses } from './passes.ts'
import { modelNamed, models, type Model, type Size } from './models.ts'
import { intoPage } from './page.ts'
import { compileMarkdown, editorMarkdown, firstStepMarkdown, goalsMarkdown, FIGURES, markdownTable, memoryMarkdown, passesMarkdown, reportMarkdown, stepsMarkdown, sweepMarkdown, type Measured, type MeasuredSteps } from './report.ts'
import { sideNames, type Around } from './sides.ts'
import { measureSteps, stepsTable, type StepsOptions } from './steps.ts'

interface Flags {
  readonly models?: readonly string[]
  readonly sides?: readonly string[]
  readonly rounds?: number
  readonly block?: number
  readonly last: number
  readonly python: readonly string[]
  readonly gpu?: true
  readonly software?: true
  readonly json?: string
  readonly report?: string
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** What can be measured, in the order of measuring. */
const WHAT = ['gemm', 'steps', 'sweep', 'memory', 'startup', 'compile', 'passes', 'editor'] as const

const list = (text: string): string[] => text.split(',').map((word) => word.trim()).filter((word) => word !== '')
const known = (what: string, names: readonly string[]) => (text: string): string[] => {
  const unknown = list(text).filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Error(`there is no ${what} ${unknown.join(', ')}: there are ${names.join(', ')}`)
  return list(text)
}

/** Exit codes: 0 done, 2 wrong command line, 3 `--gpu` without a GPU. */
export async function main(args: readonly string[], { root, sides }: { readonly root: string; readonly sides: string }): Promise<number> {
  let exitCode = 0
  const command = new Command('bench')
    .exitOverride((error) => { process.exit(error.exitCode === 0 ? 0 : 2) })
    .description('Measures genc beside its peers: every side a process, in turns. Without names everything, with a short setting.')
    .argument('[what...]', `${WHAT.join(', ')}`)
    .option('-m, --models <names>', `which models: ${models.map(({ name }) => name).join(', ')}`, known('model', models.map(({ name }) => name)))
    .option('-s, --sides <names>', `which sides: ${sideNames.join(', ')}`, known('side', sideNames))
    .option('-r, --rounds <n>', 'blocks of each side (default 15; 5 when everything is measured)', Number)
    .option('--block <ms>', 'how long a block lasts, about (default 300)', Number)
    .option('--last <step>', 'the step, or the edit, after which memory is read last', Number, 10_000)
    .option('-p, --python <command>', 'a Python with torch; may be repeated', (python, before: string[]) => [...before, python], [])
    .option('--gpu', 'the table of the GPU: MLP VAE and DCGAN at batch 64 and 1024; exit code 3 without a GPU')
    .option('--software', 'take a GPU made of software for one')
    .option('--json <file>', 'write machine, versions and every sample there')
    .option('--report <file>', 'measure nothing: write the figures of such a file into docs/performance.md, those of the editor into docs/editor.md')
    .action(async (what: string[], flags: Flags) => {
      const around: Around = { root, sides, pythons: flags.python, log: (text) => { process.stderr.write(`${text}\n`) } }
      exitCode = flags.report !== undefined ? report(root, flags.report) : flags.gpu ? await measureGpu(around, flags, args) : await measure(around, what, flags, args)
    })
  try {
    await command.parseAsync([...args], { from: 'user' })
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    exitCode = 2
  }
  return exitCode
}

function report(root: string, file: string): number {
  const { editor, ...measured } = figuresIn(file)
  const write = (page: string, markdown: string): void => { writeFileSync(join(root, page), intoPage(readFileSync(join(root, page), 'utf8'), FIGURES, markdown)) }
  if (editor !== undefined) write('docs/editor.md', editorMarkdown(editor, measured))
  if (Object.keys(measured).some((part) => part !== 'command' && part !== 'machine')) write('docs/performance.md', reportMarkdown(measured))
  return 0
}

/** Throws for a file that `--json` did not write. */
function figuresIn(file: string): Measured {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Measured
  } catch (error) {
    throw new Error(`${file} holds no figures: --json FILE writes such a file, --report FILE reads it (${error instanceof Error ? error.message : String(error)})`)
  }
}

const commandOf = (args: readonly string[]): string => `npm run bench -- ${args.map((arg) => (/^[\w./,=:+-]+$/.test(arg) ? arg : `'${arg}'`)).join(' ')}`

async function measure(around: Around, what: readonly string[], flags: Flags, args: readonly string[]): Promise<number> {
  known('measurement', WHAT)(what.join(','))
  const all = what.length === 0
  const wanted = (name: typeof WHAT[number]): boolean => all || what.includes(name)
  const chosen = flags.models?.map(modelNamed) ?? models
  const options: StepsOptions = { sides: flags.sides ?? await usualSides(around, flags), rounds: flags.rounds ?? (all ? 5 : 15), blockMs: flags.block ?? 300 }
  const genc = options.sides.filter((name) => engineRows.some((row) => row.name === name))
  const measured: Mutable<Measured> = { command: commandOf(args), machine: machine(around.root) }
  const tell = (title: string, text: string): void => { process.stdout.write(`\n${title}\n\n${text}\n`) }

  if (wanted('gemm')) {
    around.log('matrix products alone')
    measured.gemm = await measureGemm(around, chosen.filter(({ name }) => !name.startsWith('conv') && name !== 'dcgan'), all ? 5 : options.rounds)
    tell('Matrix products alone', markdownTable(gemmRows(measured.gemm)))
  }
  const rate = measured.gemm === undefined ? null : bestRate(measured.gemm)
  if (wanted('steps')) {
    measured.steps = []
    for (const model of chosen) {
      const result = await stepsWithFloor(around, model, options)
      measured.steps = [...measured.steps, result]
      process.stdout.write(`\n${stepsTable(result)}\n`)
    }
    if (what.length !== 1) tell('In Markdown', measured.steps.map((result) => stepsMarkdown(result, rate)).join('\n\n'))
  }
  if (wanted('sweep')) {
    measured.sweep = []
    const sides = options.sides.filter((name) => ['onnx', 'torch'].includes(name))
    const shorter: StepsOptions = { ...options, sides, rounds: Math.min(options.rounds, 5), blockMs: 150 }
    for (const change of sweepOf(all)) measured.sweep = [...measured.sweep, await stepsWithFloor(around, modelNamed('vae'), shorter, change)]
    tell('Samples a second', sweepMarkdown(measured.sweep))
  }
  if (wanted('memory')) {
    measured.memory = []
    for (const model of flags.models === undefined ? [modelNamed('ring-gan')] : chosen) {
      measured.memory = [...measured.memory, await measureMemory(around, model, genc.filter((name) => name !== 'cpu'), all ? Math.min(flags.last, 3000) : flags.last)]
    }
    tell('Memory', memoryMarkdown(measured.memory))
  }
  if (wanted('startup')) {
    measured.firstStep = []
    for (const model of flags.models === undefined ? [modelNamed('vae')] : chosen) {
      measured.firstStep = [...measured.firstStep, await measureFirstStep(around, model, options.sides.filter((name) => name !== 'torch-compile'), all ? 3 : 7)]
    }
    tell('From the command to the first step', firstStepMarkdown(measured.firstStep))
  }
  if (wanted('compile')) {
    measured.compile = []
    for (const model of chosen) {
      for (const engine of genc.filter((name) => name !== 'cpu')) measured.compile = [...measured.compile, await measureCompile(around, model, engine, all ? 3 : 7)]
    }
    tell('Compiling, ms in a fresh process', compileMarkdown(measured.compile))
  }
  if (wanted('passes') && !all) {
    measured.passes = await measurePasses(around, chosen, genc.filter((name) => ['onnx', 'wasm', 'webgpu'].includes(name)), options)
    tell('What passes are worth', passesMarkdown(measured.passes))
  }
  if (wanted('editor') && !all) {
    measured.editor = await measureEditor(around, flags.last)
    tell('An editor', editorMarkdown(measured.editor, measured))
  }
  if (measured.steps !== undefined) tell('Goals', goalsMarkdown(measured))
  if (flags.json !== undefined) writeFileSync(flags.json, JSON.stringify(measured, null, 1))
  return 0
}

async function measureGpu(around: Around, flags: Flags, args: readonly string[]): Promise<number> {
  const { engines, pythons, findings } = await gpuSides(around, flags.software ?? false)
  for (const line of findings) around.log(line)
  if (engines.length === 0 && pythons.length === 0) {
    process.stderr.write('There is no GPU here that genc or PyTorch could use: nothing is measured.\n')
    return 3
  }
  const sides = flags.sides ?? [...engines, ...(engines.includes('webgpu') ? ['tfjs-webgpu'] : []), ...(pythons.length > 0 ? ['torch', 'torch-compile'] : []), 'onnx']
  const options: StepsOptions = { sides, rounds: flags.rounds ?? 15, blockMs: flags.block ?? 300, ...(pythons.length > 0 ? { device: 'cuda' as const } : {}) }
  const steps: MeasuredSteps[] = []
  for (const model of flags.models?.map(modelNamed) ?? ['vae', 'dcgan'].map(modelNamed)) {
    for (const batch of [64, 1024]) {
      const result = await stepsWithFloor({ ...around, pythons }, model, options, { batch })
      steps.push(result)
      process.stdout.write(`\n${stepsTable(result)}\n`)
    }
  }
  const measured: Measured = { command: commandOf(args), machine: machine(around.root), gpu: findings, steps }
  if (flags.json !== undefined) writeFileSync(flags.json, JSON.stringify(measured, null, 1))
  return 0
}

const stepsWithFloor = async (around: Around, model: Model, options: StepsOptions, change: Partial<Size> = {}): Promise<MeasuredSteps> => {
  const result = await measureSteps(around, model, options, change)
  return { ...result, floor: floorOf(around.root, model, result.size) }
}

/** onnx first, for the ratios are its. Engines on a GPU where there is one. */
async function usualSides({ pythons }: Around, flags: Flags): Promise<string[]> {
  const { engines } = await gpuSides({ pythons: [] }, flags.software ?? false)
  const gpu = [...engines, ...(engines.includes('webgpu') ? ['tfjs-webgpu'] : [])]
  return ['onnx', 'wasm', 'cpu', ...gpu, 'tfjs-wasm', 'tfjs-cpu', ...(pythons.length > 0 ? ['torch', 'torch-compile'] : [])]
}

const sweepOf = (short: boolean): readonly Partial<Size>[] => [
  ...(short ? [1, 64, 1024] : [1, 4, 16, 64, 256, 1024, 4096]).map((batch) => ({ batch })),
  ...(short ? [64, 1024] : [64, 128, 256, 512, 1024, 2048, 4096]).map((width) => ({ width })),
]
