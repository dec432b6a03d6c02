/** Ranges: bounds that values keep, and that must fit together. */
import { row } from '../row.ts'
import { autoencoder, DECODER, F, gan, spec, vae } from './examples.ts'

const linear = 'decoder Dec(h) -> image[8, 8, 1] in [0, 1] { h -> dense(64) -> reshape(8, 8, 1) }'
const tanh = 'decoder Dec(h) -> image[8, 8, 1] in [-1, 1] { h -> dense(64, tanh) -> reshape(8, 8, 1) }'

export const ranges = {
  'ranges/order': row<{ low: string; high: string }>({
    severity: 'error', title: 'The lower end comes first',
    message: (a) => `${a.low} is not below ${a.high}.`,
    explain: 'Ranges, intervals and rows go from the smaller number to the larger.',
    wrong: spec({ data: 'data (x: real[4] in [1, 0])', parts: F }), right: spec({ data: 'data (x: real[4] in [0, 1])', parts: F }),
  }),
  'ranges/output': row<{ network: string; declared: string; got: string }>({
    severity: 'error', title: 'A body keeps the range that its network declares',
    message: (a) => `${a.network} declares ${a.declared}, and its body gives numbers ${a.got}.`,
    explain: 'A declared range is what pictures are drawn in and comparisons rely on. The last activation must keep it: sigmoid for [0, 1], tanh for [-1, 1].',
    wrong: autoencoder(linear), right: autoencoder(DECODER),
  }),
  'ranges/compared': row<{ data: string; made: string }>({
    severity: 'error', title: 'What is compared has one range',
    message: (a) => `Data in ${a.data} is compared with a network's output in ${a.made}.`,
    explain: 'A tanh output can never match data in [0, 1]: half of what it can say is useless, and pictures come out grey.',
    wrong: autoencoder(tanh), right: autoencoder(tanh, 'data (x: image[8, 8, 1] in [-1, 1])'),
  }),
  'ranges/real-and-fake': row<{ judge: string; real: string; fake: string }>({
    severity: 'error', title: 'Real and fake come in one range',
    message: (a) => `${a.judge} sees data in ${a.real} and fakes in ${a.fake}: the range alone tells them apart.`,
    explain: 'A discriminator that can tell real from fake by their bounds learns nothing else, and neither does the generator.',
    wrong: gan({ data: 'data (x: image[8, 8, 1] in [0, 1])' }), right: gan(),
  }),
  'ranges/likelihood': row<{ name: string; data: string; made: string }>({
    severity: 'error', title: 'The centre of a likelihood has the range of its data',
    message: (a) => `${a.name} is in ${a.data}, and the distribution is centred in ${a.made}.`,
    explain: 'A Normal whose mean cannot reach the data pays for it in every pixel.',
    wrong: vae({ decoder: tanh.replace('Dec(h)', 'Dec(z)').replace('h ->', 'z ->'), likelihood: 'likelihood p(x | z) = Normal(Dec(z), std: 1)' }),
    right: vae({ decoder: DECODER.replace('Dec(h)', 'Dec(z)').replace('h ->', 'z ->'), likelihood: 'likelihood p(x | z) = Normal(Dec(z), std: 1)' }),
  }),
  'ranges/bernoulli': row<{ name: string; range: string }>({
    severity: 'error', title: 'Bernoulli scores data in [0, 1]',
    message: (a) => `${a.name} is ${a.range === 'unbounded' ? 'without bounds' : `in ${a.range}`}, and Bernoulli gives 0 and 1.`,
    explain: 'Pixels in [0, 1] may be scored by cross-entropy. On [-1, 1] the same formula rewards nonsense.',
    wrong: vae({ data: 'data (x: image[8, 8, 1] in [-1, 1])' }), right: vae(),
  }),
  'ranges/spread': row<{ name: string; range: string }>({
    severity: 'error', title: 'A spread is positive',
    message: (a) => `${a.name}: is in ${a.range}, and must be above 0.`,
    explain: 'A distribution without spread is a single point and has no density.',
    wrong: vae({ q: 'sampler q(z | x) = Normal(Enc(x).mu, std: 0)' }), right: vae({ q: 'sampler q(z | x) = Normal(Enc(x).mu, std: 1)' }),
  }),
  'ranges/spread-sign': row<{ name: string }>({
    severity: 'warning', title: 'A spread that may be negative',
    message: (a) => `Nothing keeps this ${a.name} above 0.`,
    help: () => 'Use softplus or exp, or give a logvar.',
    explain: 'A weight or a plain layer may turn negative in training, and the density with it becomes not a number.',
    wrong: vae({ likelihood: 'weight s[] = 1\nlikelihood p(x | z) = Normal(Dec(z), std: s)' , decoder: 'decoder Dec(z) -> xhat[8, 8, 1] { z -> dense(64) -> reshape(8, 8, 1) }' }),
    right: vae({ likelihood: 'weight s[] = 1\nlikelihood p(x | z) = Normal(Dec(z), std: softplus(s))', decoder: 'decoder Dec(z) -> xhat[8, 8, 1] { z -> dense(64) -> reshape(8, 8, 1) }' }),
  }),
  'ranges/domain': row<{ name: string; range: string }>({
    severity: 'error', title: 'log and sqrt have a domain',
    message: (a) => `${a.name} of numbers in ${a.range} is not a number.`,
    explain: 'A logarithm is taken of positive numbers, a root of numbers that are not negative.',
    wrong: gan({ rest: 'metric belief = E[log(-D(x))]' }), right: gan({ rest: 'metric belief = E[log(D(x))]' }),
  }),
  'ranges/index': row<{ index: string; size: string }>({
    severity: 'error', title: 'An index stays within its axis',
    message: (a) => `${a.index} is outside an axis of ${a.size}.`,
    explain: 'Positions are counted from 0, and slices include both ends.',
    wrong: spec({ parts: F, loss: 'size = F(x)[2]' }), right: spec({ parts: F, loss: 'size = F(x)[1]' }),
  }),
  'ranges/label': row<{ value: string; kind: string; last: string }>({
    severity: 'error', title: 'A label is one of its classes',
    message: (a) => `${a.value} is no class of ${a.kind}: they are 0 to ${a.last}.`,
    explain: 'Classes are counted from 0.',
    wrong: spec({ parts: F, rest: 'metric share = E[y == 3]' }), right: spec({ parts: F, rest: 'metric share = E[y == 2]' }),
  }),
  'ranges/share': row<{ value: string }>({
    severity: 'error', title: 'A quantile is asked for a share',
    message: (a) => `${a.value} is no share in [0, 1].`,
    explain: '`quantile(v, 0.05)` is the number below which five in a hundred lie.',
    wrong: spec({ parts: F, rest: 'metric low = quantile([x in test: ||x||], 5)' }), right: spec({ parts: F, rest: 'metric low = quantile([x in test: ||x||], 0.05)' }),
  }),
  'ranges/too-many': row<{ count: string; most: string }>({
    severity: 'error', title: 'A set of values stays small',
    message: (a) => `This set has ${a.count} values; at most ${a.most} are laid out at once.`,
    explain: 'Each value of such a set is computed for every sample. Long sums belong in an expectation.',
    wrong: spec({ parts: F, rest: 'metric most = max[k in 1..1000000: k * E[||F(x)||]]' }), right: spec({ parts: F, rest: 'metric most = max[k in 1..10: k * E[||F(x)||]]' }),
  }),
  'ranges/learning-rate': row<{ text: string }>({
    severity: 'error', title: 'A learning rate is positive',
    message: (a) => `The learning rate ${a.text} is never above 0.`,
    explain: 'With a rate of 0 nothing moves, with a negative one the objective goes the wrong way.',
    wrong: spec({ parts: F, train: 'minimize size with adam(-1e-3)' }), right: spec({ parts: F }),
  }),
  'ranges/clip': row<{ text: string }>({
    severity: 'error', title: 'Gradients are clipped to a norm above 0',
    message: (a) => `The gradients cannot be clipped to ${a.text}: a norm is above 0.`,
    explain: 'At a norm of 0 nothing moves, and no norm is negative. Usual limits lie between 0.1 and 10.',
    wrong: spec({ parts: F, train: 'minimize size with adam(1e-3) clip 0' }), right: spec({ parts: F, train: 'minimize size with adam(1e-3) clip 1' }),
  }),
  'ranges/average': row<{ text: string }>({
    severity: 'error', title: 'An average keeps a share of the weights before',
    message: (a) => `The weights cannot be averaged with ${a.text}: it is above 0 and below 1.`,
    explain: '`average 0.999` keeps 0.999 of the average of the rounds before and adds 0.001 of the weights of this one: about the last thousand rounds count.',
    wrong: spec({ parts: F, train: 'minimize size with adam(1e-3); average 1' }), right: spec({ parts: F, train: 'minimize size with adam(1e-3); average 0.999' }),
  }),
  'ranges/weights': row<{ weights: string; total: string }>({
    severity: 'error', title: 'The weights of a mixture are chances',
    message: (a) => `The weights ${a.weights} add up to ${a.total}: chances are not negative, and add up to 1.`,
    explain: 'Each component of a Mixture is drawn with the chance that its weight says.',
    wrong: vae({ prior: 'prior p(z) = Mixture(Normal(0, std: 1)[2], Normal(0, std: 3)[2], weights: [3, 7])' }),
    right: vae({ prior: 'prior p(z) = Mixture(Normal(0, std: 1)[2], Normal(0, std: 3)[2], weights: [0.3, 0.7])' }),
  }),
  'ranges/hyper': row<{ name: string; value: string }>({
    severity: 'error', title: 'A hyperparameter is a finite number',
    message: (a) => `${a.name} cannot be ${a.value}.`,
    explain: '`--set name=value` takes a finite number. This one comes from the command line; the spec itself is right.',
    wrong: spec({ parts: 'hyper width = 2\nnetwork F(x) -> h[width] { x -> dense(width) }' }), right: spec({ parts: 'hyper width = 2\nnetwork F(x) -> h[width] { x -> dense(width) }' }),
  }),
}
