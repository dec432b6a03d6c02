/** What the language has by itself, with its documentation: the very rows that the checker reads. */
import { KIND_WORDS } from '../compiler/types/declared.ts'
import { FAMILIES } from '../compiler/types/families.ts'
import { FIGURES } from '../compiler/types/figures.ts'
import { FUNCTIONS } from '../compiler/types/functions.ts'
import { LAYERS } from '../compiler/types/layers.ts'
import { OPTIMIZERS } from '../compiler/types/optimizers.ts'
import { POINTWISE } from '../compiler/types/pointwise.ts'
import type { Param, Signature } from '../compiler/types/signature.ts'

export type RowKind = 'layer' | 'activation' | 'function' | 'distribution' | 'optimiser' | 'figure' | 'kind of number' | 'reducer' | 'word'

export interface Row extends Signature { readonly what: RowKind }

const rows = (what: RowKind, table: Iterable<Signature>): readonly Row[] => [...table].map(({ name, doc, params }) => ({ name, doc, params, what }))
const words = (what: RowKind, table: Readonly<Record<string, string>>): readonly Row[] => Object.entries(table).map(([name, doc]) => ({ name, doc, params: [], what }))

const VALUE: Param = { name: 'e', kind: 'value', doc: 'what it is computed of' }

export const LAYER_ROWS = rows('layer', LAYERS.values())
export const POINTWISE_ROWS = [...POINTWISE.values()].map(({ name, doc, params, activation }): Row => ({ name, doc, params, what: activation ? 'activation' : 'function' }))
export const FUNCTION_ROWS = rows('function', FUNCTIONS.values())
export const FAMILY_ROWS = rows('distribution', FAMILIES.values())
export const OPTIMIZER_ROWS = rows('optimiser', OPTIMIZERS.values())
export const FIGURE_ROWS = rows('figure', [...FIGURES.values()].map(({ name, doc, groups }) => ({ name, doc, params: groups.map((g): Param => ({ name: g, kind: 'value', named: true, default: null, doc: 'what follows lies on top' })) })))
export const KIND_ROWS = words('kind of number', KIND_WORDS)
export const SPECIAL_ROWS: readonly Row[] = [
  { name: 'KL', what: 'function', doc: 'The Kullback–Leibler divergence of two distributions: `KL(q(z | x) || p(z))`. By formula where there is one, otherwise by a draw.', params: [] },
  { name: 'mode', what: 'function', doc: 'The likeliest value of a distribution.', params: [{ name: 'p', kind: 'value', doc: 'a distribution' }] },
  { name: 'grad', what: 'function', doc: 'The gradient of a number by a value.', params: [VALUE, { name: 'v', kind: 'value', doc: 'by what it is differentiated' }] },
  { name: 'jacobian', what: 'function', doc: 'All derivatives of a vector by a value.', params: [VALUE, { name: 'v', kind: 'value', doc: 'by what it is differentiated' }] },
]
export const REDUCER_ROWS = words('reducer', {
  E: 'The average over samples, draws or rows: `E[e]`, `E[z ~ q(z | x), 5: e]`, `E[x in test: e]`.', sum: 'The sum over a set: `sum[k in 0..9: e]`.', mean: 'The mean over a set.',
  max: 'The greatest over a set.', min: 'The least over a set.', argmax: 'Where an expression is greatest: `argmax[y in label(10): e]`.', argmin: 'Where an expression is least.',
})
export const CLOCK_ROWS = words('word', { step: 'The round of training, from 0.', epoch: 'The epoch of training, from 0.', progress: 'How much of the training is over, from 0 to 1.' })

export const TOP_ROWS = words('word', {
  model: 'The name of the spec: `model VAE`', import: 'Networks and blocks of another spec: `import { Enc } from "./blocks.gen"`', data: 'What is read from files: `data (x: image[28, 28, 1] in [0, 1])`',
  hyper: 'A number that the command line may change: `hyper latent = 20`', given: 'A trained model: `given J from "./judge.gen"`',
  encoder: 'A network that gives a code.', decoder: 'A network that gives data from a code.', generator: 'A network that makes data from noise.', discriminator: 'A network that gives a probability or logits.',
  critic: 'A network that gives a score.', classifier: 'A network that gives logits or probabilities of classes.', network: 'A function with weights.', block: 'A template: fresh weights at every use.',
  sampler: 'What a code is drawn from: `sampler q(z | x) = Normal(Enc(x))`', prior: 'What codes are drawn from: `prior p(z) = Normal(0, 1)[20]`', likelihood: 'What explains the data: `likelihood p(x | z) = Bernoulli(Dec(z))`',
  distribution: 'A density, by an equation.', let: 'A named expression: `let fake = G(z)`', weight: 'A weight outside any network: `weight s[] = 0`', loss: 'Terms of the loss, a name each.',
  metric: 'A number that is evaluated: `metric accuracy = E[mode(p(y | x)) == y]`', train: 'Who minimises what, and for how long.', stage: 'One of several trainings, in order.', figures: 'Pictures.',
})
export const TRAIN_ROWS = words('word', {
  minimize: 'A step: `minimize loss over G with adam(1e-3)`', maximize: 'A step upwards: `maximize value over D with adam(1e-3)`', repeat: 'Steps several times a round: `repeat 5 { … }`', batch: 'Samples of a batch: `batch 128`',
  epochs: 'Passes over the first data set: `epochs 10`', rounds: 'Rounds of steps: `rounds 5000`', average: 'Weights averaged over rounds: `average 0.999`', rows: 'Rows that are trained on: `rows train[0..999]`', report: 'Figures while training: `report every 5 epochs`',
})

/** Words between the parts of a statement. */
const LINK_ROWS = words('word', {
  over: 'Who moves in a step: `minimize loss over G with adam(1e-3)`. Without it everything moves that is not given.', with: 'By what a step moves: `minimize loss with adam(1e-3)`', clip: 'Limits the norm of the gradient of a step: `with adam(1e-3) clip 5`',
  in: 'What a name runs over: `x in test`, `k in 0..9`; of a type, its range: `image[28, 28, 1] in [0, 1]`.', where: 'Only rows for which this holds: `x in test where y == 1`', per: 'So many rows of each label: `train[0..9 per y]`',
  from: 'Where a path begins: `z from a to b, 10`; or the spec that brings something: `import { Body } from "./blocks.gen"`.', to: 'Where a path ends: `z from a to b, 10`', every: 'How often: `report every 5 epochs`',
  and: 'Both hold.', or: 'One of them holds, or both.', not: 'It does not hold.', pi: '3.14159…',
})
const SPLIT_ROWS = words('word', { train: 'The rows that are trained on.', test: 'The rows that are kept for evaluation.' })

const ALL: readonly Row[] = [
  ...LAYER_ROWS, ...POINTWISE_ROWS, ...FUNCTION_ROWS, ...FAMILY_ROWS, ...OPTIMIZER_ROWS, ...FIGURE_ROWS, ...SPECIAL_ROWS, ...REDUCER_ROWS, ...CLOCK_ROWS, ...KIND_ROWS, ...TOP_ROWS, ...TRAIN_ROWS, ...LINK_ROWS,
]
const BY_NAME = new Map([...ALL].reverse().map((row) => [row.name, row]))
const CALLABLE = new Map([...ALL].reverse().filter(({ what }) => !['word', 'kind of number', 'reducer'].includes(what)).map((row) => [row.name, row]))

/** The row of a name, whatever it is. */
export const rowOf = (name: string): Row | undefined => BY_NAME.get(name)
/** The rows of a data set: `train` begins a block as well. */
export const splitRow = (name: string): Row | undefined => SPLIT_ROWS.find((row) => row.name === name)
/** The row of a name before parentheses. */
export const callableRow = (name: string): Row | undefined => CALLABLE.get(name)
