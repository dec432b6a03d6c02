/** Functions of one number, element by element: what they make of kinds and bounds. Some may be activations of layers. */
import type { Builtin, NumberKind } from '../model/model.ts'
import type { Option } from './options.ts'
import { absolute, monotone, powered } from './ranges.ts'
import type { Param, Signature } from './signature.ts'
import { PROBABILITY, REAL, type Range } from './value.ts'

export interface PointwiseRow extends Signature {
  readonly name: string
  readonly op: Builtin
  /** May be written as the activation of a layer. */
  readonly activation: boolean
  kind(input: NumberKind): NumberKind
  range(input: Range, options: Readonly<Record<string, Option>>): Range
}

const X: Param = { name: 'x', kind: 'value', doc: 'what it is applied to' }
const toReal = (): NumberKind => REAL

const sigmoidOf = (x: number): number => 1 / (1 + Math.exp(-x))
const softplusOf = (x: number): number => (x > 30 ? x : Math.log1p(Math.exp(x)))

/** Just below the least value of gelu, −0.16997. */
const GELU_LEAST = -0.17
/** From 0 on gelu lies between x/2 and x, below between its least value and 0. */
const geluRange: PointwiseRow['range'] = (r) => (r === null ? [GELU_LEAST, Infinity] : [r[0] >= 0 ? r[0] / 2 : GELU_LEAST, Math.max(r[1], 0)])

interface Options { readonly kind?: PointwiseRow['kind']; readonly params?: readonly Param[] }

const fn = (name: Builtin, doc: string, range: PointwiseRow['range'], { kind = toReal, params = [] }: Options = {}, activation = false): PointwiseRow =>
  ({ name, op: name, doc, params: [X, ...params], activation, kind, range })

const activation = (name: Builtin, doc: string, range: PointwiseRow['range'], options: Options = {}): PointwiseRow => fn(name, doc, range, options, true)

/** exp of a logvar is a variance; sqrt of a variance a std; and back. */
const becomes = (from: NumberKind['name'], to: 'variance' | 'std' | 'logvar' | 'probability') => (input: NumberKind): NumberKind =>
  input.name === from ? { name: to } : REAL

const rows: readonly PointwiseRow[] = [
  activation('relu', 'max(x, 0)', (r) => (r === null ? [0, Infinity] : [Math.max(r[0], 0), Math.max(r[1], 0)])),
  activation('sigmoid', '1 / (1 + exp(-x)): a probability.', monotone(sigmoidOf, [0, 1]), { kind: () => PROBABILITY }),
  activation('tanh', 'Squashes to [-1, 1].', monotone(Math.tanh, [-1, 1])),
  activation('softplus', 'log(1 + exp(x)): positive.', monotone(softplusOf, [0, Infinity])),
  activation('elu', 'x, or alpha (exp(x) - 1) below 0.', () => null, {
    params: [{ name: 'alpha', kind: 'number', default: 1, doc: 'how far below 0 it goes' }],
  }),
  activation('gelu', 'x times the chance that a standard normal number is below x.', geluRange),
  activation('leakyReLU', 'x, or alpha x below 0.', () => null, {
    params: [{ name: 'alpha', kind: 'number', default: 0.3, doc: 'the slope below 0' }],
  }),
  activation('softmax', 'Probabilities of the classes along the last axis.', () => [0, 1], { kind: () => PROBABILITY }),
  activation('logSoftmax', 'Log-probabilities of the classes along the last axis.', () => [-Infinity, 0], { kind: () => ({ name: 'logits' }) }),
  activation('exp', 'The exponential; of a logvar it is the variance.', monotone(Math.exp, [0, Infinity]), { kind: becomes('logvar', 'variance') }),
  fn('log', 'The natural logarithm; of a probability it is exact.',
    (r) => (r === null ? null : [r[0] > 0 ? Math.log(r[0]) : -Infinity, r[1] > 0 ? Math.log(r[1]) : -Infinity]), { kind: becomes('variance', 'logvar') }),
  fn('sqrt', 'The square root; of a variance it is the std.', monotone((x) => Math.sqrt(Math.max(x, 0)), [0, Infinity]), { kind: becomes('variance', 'std') }),
  fn('square', 'x^2; of a std it is the variance.', (r) => powered(r, [2, 2]), { kind: becomes('std', 'variance') }),
  fn('abs', 'The distance from 0.', absolute),
  fn('sin', 'The sine, of radians.', () => [-1, 1]),
  fn('cos', 'The cosine, of radians.', () => [-1, 1]),
  fn('sign', '-1, 0 or 1.', () => [-1, 1]),
  fn('floor', 'The next whole number below.', monotone(Math.floor)),
  fn('stopGradient', 'The same value, through which no gradient passes.', (r) => r, { kind: (k) => k }),
]

export const POINTWISE: ReadonlyMap<string, PointwiseRow> = new Map(rows.map((row) => [row.name, row]))

export const ACTIVATIONS: ReadonlyMap<string, PointwiseRow> = new Map([
  ...rows.filter((row) => row.activation).map((row) => [row.name, row] as const),
  ['linear', { ...fn('relu', 'No activation.', (r) => r), name: 'linear' }],
])
