/** What was measured as Markdown: the tables of docs/performance.md. */
import type { CompileResult } from './compile.ts'
import { editorRows, memoryLine, type EditorResult } from './editor.ts'
import type { FirstStepResult } from './first-step.ts'
import type { Floor } from './floor.ts'
import { bestRate, gemmRows, type GemmResult } from './gemm.ts'
import type { Machine } from './machine.ts'
import type { PassResult } from './passes.ts'
import { growth, type MemoryResult } from './memory.ts'
import { outsideOf, percent, type SideResult, type StepsResult } from './steps.ts'
import { ratioOf, short, spreadOf, type Spread } from './stats.ts'

export type MeasuredSteps = StepsResult & { readonly floor: Floor }

/** Everything of one run of the command. */
export interface Measured {
  readonly command: string
  readonly machine: Machine
  readonly gpu?: readonly string[]
  readonly gemm?: GemmResult
  readonly steps?: readonly MeasuredSteps[]
  readonly sweep?: readonly MeasuredSteps[]
  readonly memory?: readonly MemoryResult[]
  readonly firstStep?: readonly FirstStepResult[]
  readonly compile?: readonly CompileResult[]
  readonly passes?: readonly PassResult[]
  readonly editor?: EditorResult
}

export const markdownTable = ([head, ...rows]: readonly (readonly string[])[]): string =>
  [head!, head!.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const walls = ({ blocks }: SideResult): readonly number[] => blocks!.map(({ wall }) => wall)
const cpus = ({ blocks }: SideResult): readonly number[] => blocks!.map(({ cpu }) => cpu)
const spread = ({ median, low, high }: Spread, digits: (value: number) => string = short): string => `${digits(median)} [${digits(low)}, ${digits(high)}]`
const ratioText = (value: number): string => value.toFixed(2)
const mega = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

/** Debian's libblas.so.3 is either the reference BLAS itself, which is slow, or a link to another library, then called so. */
const blasName = (libraries: readonly string[]): string =>
  (libraries.length === 0 ? 'BLAS linked in' : libraries.every((name) => name.startsWith('libblas.so')) ? `reference BLAS (${libraries.join(', ')})` : libraries.join(', '))

/** `PyTorch 2.13.0+cpu, MKL, 2 threads` */
function peerName({ side, about }: SideResult): string {
  if (about === undefined || typeof about['torch'] !== 'string') return side
  const blas = about['blas'] as readonly string[]
  const build = /BLAS_INFO=(\w+)/.exec(String(about['build']))?.[1]
  const where = about['device'] === 'cpu' ? `${build === 'mkl' ? 'MKL' : blasName(blas)}, ${String(about['threads'])} thread${about['threads'] === 1 ? '' : 's'}` : String(about['device'])
  return `PyTorch ${about['torch']}${side.startsWith('torch compiled') ? ' compiled' : ' eager'}, ${String(about['optimizer'])} Adam, ${where}`
}

/** A mean loss that is too far from genc's: not the same model, then. */
function lossText(side: SideResult, { sides, tolerance }: StepsResult): string {
  if (side.loss === undefined) return '–'
  const base = sides.find(({ loss }) => loss !== undefined)!.loss!
  const off = Math.abs(side.loss - base) / Math.abs(base) > tolerance
  return `${short(side.loss)}${off ? ' (differs)' : ''}`
}

export const titleOf = ({ title, size }: StepsResult): string => `${title}, batch ${size.batch}${size.width === null ? '' : `, width ${size.width}`}`

export function stepsMarkdown(result: MeasuredSteps, rate: number | null): string {
  const base = result.sides.find(({ blocks }) => blocks !== undefined)
  const rows = result.sides.map((side) => {
    if (side.blocks === undefined) return [side.side, `cannot: ${side.cannot}`, '', '', '', '', '', '']
    const wall = spreadOf(walls(side))
    const outside = side.blocks[0]!.engine === undefined ? '' : percent(outsideOf(side.blocks))
    return [
      peerName(side), spread(wall), short(wall.least), short(spreadOf(cpus(side)).median), spread(ratioOf(walls(base!), walls(side)), ratioText),
      ratioText(ratioOf(cpus(base!), cpus(side)).median), outside, mega(Math.max(...side.blocks.map(({ peak }) => peak))), lossText(side, result),
    ]
  })
  const { flops, bytes } = result.floor
  const floor = `${short(flops / 1e9)} GFLOP and ${short(bytes / 1e6)} MB a step${rate === null ? '' : `: at the ${short(rate)} GFLOP/s of the fastest product below, ${short(flops / rate / 1e6)} ms`}`
  return `**${titleOf(result)}** – floor: ${floor}\n\n${markdownTable([
    ['side', 'ms a step [quartiles]', 'least', 'CPU ms', `${base?.side ?? 'genc'} ÷ this`, 'of CPU', 'outside engine', 'peak memory', `loss, steps ${result.checked.join('–')}`], ...rows,
  ])}`
}

/** Samples a second. */
export function sweepMarkdown(results: readonly MeasuredSteps[]): string {
  const names = [...new Set(results.flatMap(({ sides }) => sides.map(peerName)))]
  return markdownTable([['model', ...names], ...results.map((result) => [titleOf(result), ...names.map((name) => {
    const side = result.sides.find((s) => peerName(s) === name)
    return side?.blocks === undefined ? '–' : short(1000 * result.size.batch / spreadOf(walls(side)).median)
  })])])
}

export function memoryMarkdown(results: readonly MemoryResult[]): string {
  const rows = results.flatMap(({ model, sides }) => sides.map(({ side, points, cannot }) => (points === undefined
    ? [model, side, `cannot: ${cannot}`, '', '']
    : [model, side, points.map(({ step, rss }) => `${step}: ${mega(rss)}`).join(', '), mega(points.at(-1)!.peak), growth(points).toFixed(3)])))
  return markdownTable([['model', 'side', 'resident after step', 'peak', 'end ÷ step 100'], ...rows])
}

export const firstStepMarkdown = (results: readonly FirstStepResult[]): string => markdownTable([
  ['model', 'side', 'seconds [quartiles]'],
  ...results.flatMap(({ model, sides }) => sides.map(({ side, seconds, cannot }) => [model, side, seconds === undefined ? `cannot: ${cannot}` : spread(seconds)])),
])

export function compileMarkdown(results: readonly CompileResult[]): string {
  const stages = [...new Set(results.flatMap((result) => result.stages.map(({ stage }) => stage)))]
  return markdownTable([
    ['ms', ...results.map(({ model, engine }) => `${model}, ${engine}`)],
    ...stages.map((stage) => [stage, ...results.map((result) => short(result.stages.find((s) => s.stage === stage)?.ms.median ?? NaN))]),
  ])
}

export const passesMarkdown = (results: readonly PassResult[]): string => markdownTable([
  ['a step with it by a step without', ...new Set(results.map(({ model, engine }) => `${model}, ${engine}`))],
  ...[...new Set(results.map(({ pass }) => pass))].map((pass) => [pass, ...[...new Set(results.map(({ model, engine }) => `${model}, ${engine}`))].map((column) => {
    const found = results.find((result) => result.pass === pass && `${result.model}, ${result.engine}` === column)
    return found === undefined ? '' : spread(found.wall, ratioText)
  })]),
])

/** The part of docs/editor.md. */
export function editorMarkdown(result: EditorResult, { machine, command }: Pick<Measured, 'machine' | 'command'>): string {
  const busy = machine.load > machine.cores / 2 ? ['**The machine was busy: the figures are those of a slower one.**'] : []
  return [
    markdownTable(editorRows(result)), memoryLine(result),
    `A spec of ${result.lines} lines; ${machine.processor}, ${machine.cores} cores; Node ${machine.node}; genc ${machine.revision}; ${machine.date}; load before: ${machine.load.toFixed(1)}. \`${command}\``, ...busy,
  ].join('\n\n')
}

interface Goal { readonly text: string; readonly most: number; readonly values: readonly { readonly what: string; readonly value: Spread }[] }

/** What is to be shown, from the figures that are there. */
export function goals({ steps = [], memory = [] }: Measured): readonly Goal[] {
  const ratio = (models: readonly string[], of: string, to: (name: string) => boolean): Goal['values'] => steps.filter(({ model }) => models.includes(model)).flatMap((result) => {
    const first = result.sides.find((side) => side.side === of && side.blocks !== undefined)
    const peers = result.sides.filter((side) => to(side.side) && side.blocks !== undefined)
    return first === undefined ? [] : peers.map((peer) => ({ what: `${result.model}, ${peerName(peer)}`, value: ratioOf(walls(first), walls(peer)) }))
  })
  const eager = (name: string): boolean => name.startsWith('torch (')
  const hand = (name: string): boolean => name === 'tfjs wasm, by hand'
  const all = steps.map(({ model }) => model)
  return [
    { text: 'MLP VAE, onnx ÷ PyTorch eager', most: 1, values: ratio(['vae'], 'genc onnx', eager) },
    { text: 'DCGAN and convolutional VAE, onnx ÷ PyTorch eager', most: 1.2, values: ratio(['dcgan', 'conv-vae'], 'genc onnx', eager) },
    { text: 'ring GAN, onnx ÷ PyTorch eager', most: 0.5, values: ratio(['ring-gan'], 'genc onnx', eager) },
    { text: 'onnx ÷ tfjs wasm by hand', most: 1 / 15, values: ratio(all, 'genc onnx', hand) },
    { text: 'MLP VAE, genc wasm ÷ tfjs wasm by hand', most: 1 / 4, values: ratio(['vae'], 'genc wasm', hand) },
    { text: 'share of the step outside the engine, onnx', most: 0.05, values: steps.flatMap(({ model, sides }) => sides.filter((s) => s.side === 'genc onnx' && s.blocks).map(({ blocks }) =>
      ({ what: model, value: outsideOf(blocks!) }))) },
    { text: 'resident memory at the end ÷ after 100 steps', most: 1.05, values: memory.flatMap(({ model, sides }) => sides.flatMap(({ side, points }) =>
      (points === undefined || !side.startsWith('genc') ? [] : [{ what: `${model}, ${side}`, value: spreadOf([growth(points)]) }]))) },
  ].filter(({ values }) => values.length > 0)
}

export const goalsMarkdown = (measured: Measured): string => markdownTable([
  ['goal', 'at most', 'measured', ''],
  ...goals(measured).flatMap(({ text, most, values }) => values.map(({ what, value }) => [`${text}: ${what}`, most.toFixed(3), spread(value, (v) => v.toFixed(3)), value.median <= most ? 'reached' : 'not reached'])),
])

export function reportMarkdown(measured: Measured): string {
  const { machine, command, gemm, steps, sweep, memory, firstStep, compile, passes, gpu } = measured
  const rate = gemm === undefined ? null : bestRate(gemm)
  const packages = Object.entries(machine.packages).map(([name, version]) => `${name} ${version}`).join(', ')
  const peers = new Map([...steps ?? [], ...sweep ?? []].flatMap(({ sides }) => sides).filter(({ about }) => about?.['torch'] !== undefined).map((side) => [side.side, side.about!]))
  const sections: (readonly [string, string | undefined])[] = [
    ['Machine and versions', [
      `${machine.processor}, ${machine.cores} cores, ${mega(machine.memory)}; ${machine.system}; Node ${machine.node}; ${packages}; genc ${machine.revision}; ${machine.date}; load before: ${machine.load.toFixed(1)}.`,
      ...(machine.load > machine.cores / 2 ? ['**The machine was busy: only ratios mean something, and those of few threads more than others.**'] : []),
      ...gpu ?? [],
      ...[...peers].map(([name, about]) => `${name}: PyTorch ${String(about['torch'])}, Python ${String(about['python'])}, libraries loaded: ${(about['blas'] as string[]).join(', ') || 'linked in'}; ${
        String(about['parallel']).split('\n').filter((line) => /Library Version|MKL-DNN|MKL not found|OpenMP \d/.test(line)).map((line) => line.trim()).join('; ')}`),
      `\`${command}\``,
    ].join('\n\n')],
    ['Goals', steps && goalsMarkdown(measured)],
    ['A training step', steps?.map((result) => stepsMarkdown(result, rate)).join('\n\n')],
    ['Matrix products alone', gemm && markdownTable(gemmRows(gemm))],
    ['Samples a second, as batch and width grow', sweep && sweepMarkdown(sweep)],
    ['Memory', memory && memoryMarkdown(memory)],
    ['From the command to the first step', firstStep && firstStepMarkdown(firstStep)],
    ['Compiling', compile && compileMarkdown(compile)],
    ['What passes are worth', passes && passesMarkdown(passes)],
  ]
  const text = sections.flatMap(([title, body]) => (body === undefined || body === '' ? [] : [`### ${title}\n\n${body}\n`])).join('\n')
  // Where programs and files lie on this machine is nobody's business.
  return text.replaceAll(/(?<![\w.])(?:\/[\w.-]+)+\/(?=[\w.-])/g, '')
}

/** Where the figures of a page are. */
export const FIGURES = { begin: '<!-- figures: written by npm run bench -- --report -->', end: '<!-- end of figures -->' } as const
