/** Layers with weights or randomness: one row each, with Keras's arguments and defaults. They live in network bodies. */
import type { Initializer } from '../graph/graph.ts'
import type { Axis, LayerExpr, ValueType } from '../model/model.ts'
import type { Fans, Option } from './options.ts'
import { transposed, windowed, type Padding } from './shape.ts'
import type { Param, Signature } from './signature.ts'
import { axesOf, isLabelled, listSizes, REAL, sizeOf, type Range } from './value.ts'

export interface LayerWeight {
  readonly role: string
  readonly shape: readonly number[]
  readonly fans: Fans
  readonly init: Initializer
  /** A running statistic: kept, not trained. */
  readonly statistic: boolean
}

export interface LayerResult {
  readonly shape: readonly Axis[]
  readonly weights: readonly LayerWeight[]
  readonly kind: ValueType['kind']
  readonly range: Range
  readonly coupled: boolean
}

/** What the layer wants of its input, and how to give it. */
/** `first`: a layer that makes the input fit. */
export interface Misfit { readonly needs: string; readonly help: string; readonly first?: string }

export interface LayerRow extends Signature {
  readonly name: LayerExpr['layer']
  result(input: ValueType, config: Readonly<Record<string, Option>>): LayerResult | Misfit
}

export const isMisfit = (r: LayerResult | Misfit): r is Misfit => 'needs' in r

const size = (config: Readonly<Record<string, Option>>, name: string): number => config[name] as number
/** Sizes along each axis that a window slides over: one number for a signal, two for an image. */
const along = (config: Readonly<Record<string, Option>>, name: string): readonly number[] => [config[name] as number | readonly number[]].flat()

const weight = (role: string, shape: readonly number[], fans: Fans, init: Initializer, statistic = false): LayerWeight => ({ role, shape, fans, init, statistic })
const kernel = (shape: readonly number[], fans: Fans): LayerWeight => weight('kernel', shape, fans, { kind: 'glorotUniform', ...fans })
const zeros = (role: string, n: number, statistic = false): LayerWeight => weight(role, [n], { fanIn: n, fanOut: n }, { kind: 'zeros' }, statistic)
const ones = (role: string, n: number, statistic = false): LayerWeight => weight(role, [n], { fanIn: n, fanOut: n }, { kind: 'ones' }, statistic)

const plain = (shape: readonly Axis[], weights: readonly LayerWeight[]): LayerResult => ({ shape, weights, kind: REAL, range: null, coupled: false })

const INPUT: Param = { name: 'input', kind: 'value', doc: 'what the layer reads; it comes through ->' }
const ACTIVATION: Param = { name: 'activation', kind: 'activation', default: null, doc: 'a function of the result: relu, tanh, sigmoid, leakyReLU(0.2)' }
const NAME: Param = { name: 'name', kind: 'identifier', default: null, named: true, doc: 'a name, so that Net.name.kernel can be read elsewhere' }
const BIAS: Param = { name: 'useBias', kind: 'boolean', default: true, named: true, doc: 'whether a bias is added' }
const TIED: readonly Param[] = [
  { name: 'kernel', kind: 'value', default: null, named: true, doc: 'a kernel of another layer: tied weights' },
  { name: 'bias', kind: 'value', default: null, named: true, doc: 'a bias of another layer' },
  { name: 'kernelInitializer', kind: 'initializer', default: null, named: true, doc: 'how the kernel starts: glorotUniform, heNormal, normal(0.02)' },
  { name: 'biasInitializer', kind: 'initializer', default: null, named: true, doc: 'how the bias starts: zeros' },
]
const window = (kind: 'size' | 'pair', kernelSize: string): readonly Param[] => [
  { name: 'kernelSize', kind, doc: kernelSize },
  ACTIVATION,
  { name: 'strides', kind, default: 1, named: true, doc: 'how far the window moves' },
  { name: 'padding', kind: 'word', words: ['valid', 'same'], default: 'valid', named: true, doc: 'same keeps the size (divided by the stride), valid does not pad' },
  BIAS, NAME, ...TIED,
]

const dense: LayerRow = {
  name: 'dense',
  doc: 'Fully connected: activation(x W + b) on a vector.',
  params: [INPUT, { name: 'units', kind: 'size', doc: 'length of the result' }, ACTIVATION, BIAS, NAME, ...TIED],
  result(input, config) {
    if (isLabelled(input.kind)) return labelled('dense', input)
    if (input.shape.length !== 1) {
      return input.shape.length === 0
        ? { needs: 'a vector', help: 'Make it a vector of one first: reshape(1).', first: 'reshape(1)' }
        : { needs: 'a vector', help: `Write flatten first: it makes ${sizeOf(input.shape)} numbers of [${listSizes(input.shape)}].`, first: 'flatten' }
    }
    const [inputs, units] = [input.shape[0]!.size, size(config, 'units')]
    const weights = [kernel([inputs, units], { fanIn: inputs, fanOut: units }), ...(config['useBias'] === true ? [zeros('bias', units)] : [])]
    return plain(axesOf(units), weights)
  },
}

const FILTERS: Param = { name: 'filters', kind: 'size', doc: 'channels of the result' }
const OVER_IMAGE = window('pair', 'height and width of the window: 3 or [3, 5]')
const OVER_SIGNAL = window('size', 'steps of the window')

const convolutions: readonly LayerRow[] = [
  { name: 'conv2d', doc: 'Convolution over an image [height, width, channels].', params: [INPUT, FILTERS, ...OVER_IMAGE], result: convolution('conv2d', windowed) },
  {
    name: 'conv2dTranspose', doc: 'Transposed convolution: enlarges an image [height, width, channels] by its strides.',
    params: [INPUT, FILTERS, ...OVER_IMAGE], result: convolution('conv2dTranspose', transposed),
  },
  { name: 'conv1d', doc: 'Convolution over a signal [steps, channels].', params: [INPUT, FILTERS, ...OVER_SIGNAL], result: convolution('conv1d', windowed) },
  {
    name: 'conv1dTranspose', doc: 'Transposed convolution: enlarges a signal [steps, channels] by its strides.',
    params: [INPUT, FILTERS, ...OVER_SIGNAL], result: convolution('conv1dTranspose', transposed),
  },
]

/** A window that slides over all axes but the last; `resized` gives the new length of one of them. */
function convolution(layer: LayerRow['name'], resized: typeof windowed): LayerRow['result'] {
  const overSignal = layer.startsWith('conv1d')
  return (input, config) => {
    const grid = overSignal ? signalOf(layer, input) : imageOf(layer, input)
    if ('needs' in grid) return grid
    const [channels, ...sizes] = 'steps' in grid ? [grid.channels, grid.steps] : [grid.channels, grid.height, grid.width]
    const [reach, strides, filters] = [along(config, 'kernelSize'), along(config, 'strides'), size(config, 'filters')]
    const found = sizes.map((n, i) => resized(n, reach[i]!, strides[i]!, config['padding'] as Padding))
    if (found.some((n) => n < 1)) {
      return { needs: overSignal ? `at least ${reach[0]} steps` : `an image of at least [${reach.join(', ')}]`, help: 'Use a smaller kernelSize, or padding: same.' }
    }
    const area = reach.reduce((a, b) => a * b, 1)
    // Keras stores a transposed kernel as [kh, kw, filters, channels] and takes the fans from the last two axes.
    const [from, to] = resized === windowed ? [channels, filters] : [filters, channels]
    const weights = [kernel([...reach, from, to], { fanIn: area * from, fanOut: area * to })]
    return plain(axesOf(...found, filters), [...weights, ...(config['useBias'] === true ? [zeros('bias', filters)] : [])])
  }
}

const embedding: LayerRow = {
  name: 'embedding',
  doc: 'A learned vector for each label or token.',
  params: [
    { name: 'input', kind: 'value', doc: 'labels or tokens' }, { name: 'units', kind: 'size', doc: 'length of each vector' }, NAME,
    { name: 'embeddingsInitializer', kind: 'initializer', default: null, named: true, doc: 'how the vectors start: uniform ± 0.05' },
  ],
  result(input, config) {
    const { kind } = input
    if (kind.name !== 'label' && kind.name !== 'tokens') return { needs: 'labels or tokens', help: 'An embedding looks numbers up in a table. Use dense for plain numbers.' }
    const [rows, units] = [kind.name === 'label' ? kind.classes : kind.vocabulary, size(config, 'units')]
    const table = weight('embeddings', [rows, units], { fanIn: rows, fanOut: units }, { kind: 'uniform', low: -0.05, high: 0.05 })
    return plain([...input.shape, { size: units }], [table])
  },
}

const dropout: LayerRow = {
  name: 'dropout',
  doc: 'While training, sets a share of the numbers to 0 and scales the others up.',
  params: [INPUT, { name: 'rate', kind: 'number', doc: 'the share set to 0, in [0, 1)' }, NAME],
  result(input, config) {
    const rate = size(config, 'rate')
    if (isLabelled(input.kind)) return labelled('dropout', input)
    if (rate < 0 || rate >= 1) return { needs: 'a rate of at least 0 and below 1', help: 'A rate of 0.3 drops three numbers in ten.' }
    return plain(input.shape, [])
  },
}

const batchNormalization: LayerRow = {
  name: 'batchNormalization',
  doc: 'Normalises each channel by the mean and variance of the batch; by running averages when not training.',
  params: [
    INPUT, NAME,
    { name: 'momentum', kind: 'number', default: 0.99, named: true, doc: 'of the running averages' },
    { name: 'epsilon', kind: 'number', default: 0.001, named: true, doc: 'added to the variance' },
  ],
  result(input) {
    if (isLabelled(input.kind)) return labelled('batchNormalization', input)
    const channels = input.shape.at(-1)?.size
    if (channels === undefined) return { needs: 'at least one axis', help: 'Normalise a vector or an image.' }
    const weights = [ones('gamma', channels), zeros('beta', channels), zeros('movingMean', channels, true), ones('movingVariance', channels, true)]
    return { ...plain(input.shape, weights), coupled: true }
  },
}

const labelled = (layer: string, input: ValueType): Misfit => ({
  needs: 'numbers',
  help: `${input.kind.name === 'label' ? 'Labels are names, not amounts' : 'Tokens are names, not amounts'}: write oneHot or embedding before ${layer}.`,
})

/** The three axes of an image, or what is missing. */
export function imageOf(layer: string, input: ValueType): { height: number; width: number; channels: number } | Misfit {
  if (isLabelled(input.kind)) return labelled(layer, input)
  const [h, w, c] = input.shape
  if (input.shape.length === 3) return { height: h!.size, width: w!.size, channels: c!.size }
  const help = input.shape.length === 2 ? `Add the channel axis: reshape(${listSizes(input.shape)}, 1).` : 'Make it an image first, for example with reshape(7, 7, 64).'
  return { needs: 'an image [height, width, channels]', help }
}

/** The two axes of a signal, or what is missing. */
export function signalOf(layer: string, input: ValueType): { steps: number; channels: number } | Misfit {
  if (isLabelled(input.kind)) return labelled(layer, input)
  const [steps, channels] = input.shape
  if (input.shape.length === 2) return { steps: steps!.size, channels: channels!.size }
  const help = input.shape.length === 1 ? `Add the channel axis: reshape(${listSizes(input.shape)}, 1).` : 'Make it a signal first, for example with reshape(256, 4).'
  return { needs: 'a signal [steps, channels]', help }
}

const rows: readonly LayerRow[] = [dense, ...convolutions, embedding, dropout, batchNormalization]

export const LAYERS: ReadonlyMap<string, LayerRow> = new Map(rows.map((row) => [row.name, row]))
