/**
 * Several element-wise ops as one, and the reduction that follows them: what an engine runs as one kernel. Only the pass `fuse` makes
 * it, when everything is differentiated; its value is what its steps say, one after another.
 */
import type { Attrs, DType, Dim } from '../graph/graph.ts'
import type { Op, Tensor64, TensorType } from './op.ts'
import { GraphError } from '../graph/error.ts'
import { showDim, sizeOf } from '../graph/graph.ts'
import { axesAttr, flagAttr, shapeAttr, textAttr } from './attrs.ts'
import { binaryOps, logicOps } from './binary.ts'
import { castOps } from './cast.ts'
import { reduceOps } from './reduce.ts'
import { countOf, reducedShape, resolveShape } from './shapes.ts'
import { stretchTo, tensor64 } from './tensors.ts'
import { unaryOps } from './unary.ts'

/** Ops that compute each element from the elements at the same place: what steps are made of. */
export const pointwiseOps: ReadonlyMap<string, Op> = new Map([unaryOps, binaryOps, logicOps, castOps].flat().map((op) => [op.name, op]))

/** Reductions that may follow the steps. */
export const fusedReductions = ['sum', 'mean', 'max', 'min'] as const
export type FusedReduction = (typeof fusedReductions)[number]

/** What a step works on. */
export type Argument =
  | { readonly kind: 'input'; readonly index: number }
  /** The result of an earlier step. */
  | { readonly kind: 'step'; readonly index: number }
  | { readonly kind: 'number'; readonly value: number; readonly dtype: DType }
  | { readonly kind: 'size'; readonly dim: Dim }

export interface Step { readonly op: string; readonly arguments: readonly Argument[]; readonly attrs: Attrs }
export interface Steps { readonly steps: readonly Step[]; readonly result: Argument }

// ── as text: `add %0 %1; clamp{"low":0,"high":1} $0; mul $1 0.5; $2` ────────────────────────────────────────────────

export const printSteps = ({ steps, result }: Steps): string =>
  [...steps.map((s) => [s.op + (Object.keys(s.attrs).length ? JSON.stringify(s.attrs) : ''), ...s.arguments.map(printArgument)].join(' ')), printArgument(result)].join('; ')

function printArgument(argument: Argument): string {
  switch (argument.kind) {
    case 'input': return `%${argument.index}`
    case 'step': return `$${argument.index}`
    case 'size': return `#${showDim(argument.dim)}`
    case 'number': return argument.dtype === 'bool' ? String(argument.value !== 0) : `${Object.is(argument.value, -0) ? '-0' : argument.value}${argument.dtype === 'int32' ? 'i' : ''}`
  }
}

export function parseSteps(text: string): Steps {
  const parts = text.split('; ')
  const steps = parts.slice(0, -1).map((part): Step => {
    const [, op, attrs, rest] = /^(\w+)(\{.*\})? (.+)$/.exec(part) ?? wrong(part)
    return { op: op!, attrs: attrs === undefined ? {} : JSON.parse(attrs) as Attrs, arguments: rest!.split(' ').map(parseArgument) }
  })
  return { steps, result: parseArgument(parts.at(-1)!) }
}

function parseArgument(text: string): Argument {
  const rest = text.slice(1)
  if (text.startsWith('%')) return { kind: 'input', index: Number(rest) }
  if (text.startsWith('$')) return { kind: 'step', index: Number(rest) }
  if (text.startsWith('#')) {
    const [, times, batch] = /^(?:(\d+)\*)?([A-Za-z_]\w*)$/.exec(rest) ?? []
    return { kind: 'size', dim: batch === undefined ? Number(rest) : { batch, times: Number(times ?? 1) } }
  }
  if (text === 'true' || text === 'false') return { kind: 'number', value: Number(text === 'true'), dtype: 'bool' }
  const whole = /^-?\d+(?:e\+?\d+)?i$/.test(text)
  const value = Number(whole ? text.slice(0, -1) : text)
  return Number.isNaN(value) && text !== 'NaN' ? wrong(text) : { kind: 'number', value, dtype: whole ? 'int32' : 'float32' }
}

const wrong = (text: string): never => { throw new GraphError(`'${text}' is no step of a fused node`) }

// ── meaning ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const rowOf = (op: string): Op => pointwiseOps.get(op) ?? wrong(op)

/** The type of every step's result and of the last, given those of the inputs. */
export function stepTypes({ steps, result }: Steps, inputs: readonly DType[]): { readonly steps: readonly DType[]; readonly result: DType } {
  const types: DType[] = []
  const typeOf = (argument: Argument): DType =>
    (argument.kind === 'input' ? inputs[argument.index] : argument.kind === 'step' ? types[argument.index] : argument.kind === 'number' ? argument.dtype : 'float32')
    ?? wrong(printArgument(argument))
  for (const step of steps) types.push(rowOf(step.op).infer(step.arguments.map((a): TensorType => ({ shape: [], dtype: typeOf(a) })), step.attrs).dtype)
  return { steps: types, result: typeOf(result) }
}

/** The reduction of a fused node; null where its elements stay. */
export function reductionOf(attrs: Attrs): FusedReduction | null {
  if (attrs['reduce'] === undefined) return null
  const name = textAttr(attrs, 'reduce')
  return fusedReductions.find((r) => r === name) ?? wrong(name)
}

const reductionRow = (name: FusedReduction): Op => reduceOps.find((op) => op.name === name)!

const fused: Op = {
  name: 'fused',
  doc: 'The element-wise `steps` over the inputs stretched to `shape`, then the reduction `reduce` over `axes` where there is one.',
  infer(inputs, attrs) {
    const shape = shapeAttr(attrs, 'shape')
    const dtype = stepTypes(parseSteps(textAttr(attrs, 'steps')), inputs.map((x) => x.dtype)).result
    const reduce = reductionOf(attrs)
    return reduce === null ? { shape, dtype } : { shape: reducedShape(shape, axesAttr(attrs, shape.length), flagAttr(attrs, 'keepDims')), dtype }
  },
  evaluate(inputs, attrs, sizes) {
    const { steps, result } = parseSteps(textAttr(attrs, 'steps'))
    const values: Tensor64[] = []
    const valueOf = (argument: Argument): Tensor64 => {
      switch (argument.kind) {
        case 'input': return inputs[argument.index]!
        case 'step': return values[argument.index]!
        case 'number': return tensor64([], [argument.value])
        case 'size': return tensor64([], [sizeOf(argument.dim, sizes)])
      }
    }
    for (const step of steps) values.push(rowOf(step.op).evaluate(step.arguments.map(valueOf), step.attrs, sizes))
    const whole = stretchTo(valueOf(result), resolveShape(shapeAttr(attrs, 'shape'), sizes))
    const reduce = reductionOf(attrs)
    return reduce === null ? whole : reductionRow(reduce).evaluate([whole], attrs, sizes)
  },
  flops(inputs, output, attrs) {
    const { steps } = parseSteps(textAttr(attrs, 'steps'))
    // Symbolic sizes are known from the largest operand only.
    const count = Math.max(countOf(output), ...inputs.map(countOf))
    return steps.reduce((sum, s) => sum + rowOf(s.op).flops([], [count], s.attrs), reductionOf(attrs) === null ? 0 : count)
  },
  tfjs() { throw new GraphError('fused nodes are run by engine webgpu only') },
}

export const fusedOps: readonly Op[] = [fused]
