/** Reductions: what is summed, averaged, expected. */
import { row } from '../row.ts'
import { F, spec, vae } from './examples.ts'

export const reductions = {
  'reductions/term': row<{ name: string; got: string }>({
    severity: 'error', title: 'A loss term is one number a sample',
    message: (a) => `The term ${a.name} is ${a.got}: one number a sample is needed.`,
    help: () => 'Use sum(…), mean(…) or ||…||^2, and mind that a mean over pixels weighs less than a sum.',
    explain: 'Within a sample the spec says how elements are reduced; over samples the mean is taken.',
    wrong: spec({ parts: F, loss: 'size = F(x)^2' }), right: spec({ parts: F, loss: 'size = sum(F(x)^2)' }),
  }),
  'reductions/objective': row<{ direction: string; got: string }>({
    severity: 'error', title: 'An objective is one number a sample',
    message: (a) => `${a.direction} needs one number a sample, and this is ${a.got}.`,
    help: () => 'Use sum(…) or mean(…).',
    explain: 'A step minimises or maximises the mean over samples of one number.',
    wrong: spec({ parts: F, train: 'minimize F(x)^2 with adam(1e-3)' }), right: spec({ parts: F, train: 'minimize sum(F(x)^2) with adam(1e-3)' }),
  }),
  'reductions/metric-per-sample': row<{ name: string }>({
    severity: 'error', title: 'A metric is a number for the whole test split',
    message: (a) => `The metric ${a.name} has a value for every sample.`,
    help: () => 'Average it: E[…].',
    explain: '`E[…]` averages over the test split. Ratios and roots of averages are then exact: `sqrt(E[e^2])`.',
    wrong: spec({ parts: F, rest: 'metric norm = ||F(x)||' }), right: spec({ parts: F, rest: 'metric norm = E[||F(x)||]' }),
  }),
  'reductions/where': row<{ text: string }>({
    severity: 'error', title: 'A condition is one truth a row',
    message: (a) => `${a.text} is not one truth value.`,
    explain: 'After `where` stands a comparison of single numbers or labels.',
    wrong: spec({ parts: F, rest: 'metric share = E[x in test where x > 0: ||F(x)||]' }), right: spec({ parts: F, rest: 'metric share = E[x in test where sum(x) > 0: ||F(x)||]' }),
  }),
  'reductions/argmax': row<{ name: string }>({
    severity: 'error', title: 'argmax[…] goes through one set of values',
    message: (a) => `${a.name}[…] needs one binder over values, such as k in label(10).`,
    explain: 'The result is the value at which the body is largest. Of a vector one takes `argmax(v)`.',
    wrong: vae({ rest: 'metric best = E[argmax[z ~ q(z | x): ||z||]]' }), right: vae({ rest: 'metric best = E[max[k in 0..2: k * ||Enc(x).mu||]]' }),
  }),
  'reductions/over-draws': row<{ name: string }>({
    severity: 'error', title: 'Draws are averaged',
    message: (a) => `${a.name} over draws depends on how many there are.`,
    help: () => 'Write E[z ~ d, k: …].',
    explain: 'Draws estimate an expectation, so their mean is what has a meaning.',
    wrong: vae({ rest: 'metric length = E[sum[z ~ q(z | x), 5: ||z||]]' }), right: vae({ rest: 'metric length = E[E[z ~ q(z | x), 5: ||z||]]' }),
  }),
  'reductions/mixed': row<{ mean: string; sum: string; shape: string; beta: string }>({
    severity: 'warning', title: 'A mean over pixels beside a sum',
    message: (a) => `${a.mean} is a mean over ${a.shape}, ${a.sum} is a sum: this weighs the sum with β = ${a.beta}.`,
    help: () => 'Sum both, and write the weight that you mean as a factor.',
    explain: 'Likelihoods and divergences are sums over their events. Averaging the pixels instead divides one of them by the number of pixels, which acts as a β-VAE of that β, and codes collapse.',
    wrong: vae({ terms: 'reconstruction = E[z ~ q(z | x): mean((x - sigmoid(Dec(z)))^2)]\n  regulariser = KL(q(z | x) || p(z))' }),
    right: vae({ terms: 'reconstruction = E[z ~ q(z | x): sum((x - sigmoid(Dec(z)))^2)]\n  regulariser = KL(q(z | x) || p(z))' }),
  }),
}
