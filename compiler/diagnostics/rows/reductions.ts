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
  'reductions/pairs': row<{ callee: string; first: string; second: string }>({
    severity: 'error', title: 'Members are paired row by row',
    message: (a) => `${a.callee} reads its arrays side by side, and one goes over ${a.first}, the other over ${a.second}.`,
    help: (a) => `Take both over the same rows: ${a.first}.`,
    explain: 'A correlation is of two numbers of the same row, a gap in information of the codes and the factors of the same rows.',
    wrong: spec({ parts: F, rest: 'metric bond = correlation([x in test: sum(x)], [x in train: ||F(x)||])' }),
    right: spec({ parts: F, rest: 'metric bond = correlation([x in test: sum(x)], [x in test: ||F(x)||])' }),
  }),
  'reductions/rows-array': row<{ text: string }>({
    severity: 'error', title: 'An array over rows is summed up',
    message: (a) => `${a.text} has as many members as there are rows, and no program has them all at once.`,
    help: () => 'Give it to quantile, auroc, correlation, frechet, mig, sum, mean, max, min or a histogram; an average is E[x in test: …].',
    explain: 'How many rows a split has is known when the data are there. Functions of whole arrays and histograms take such an array; arithmetic does not.',
    wrong: spec({ parts: F, rest: 'metric norms = [x in test: ||F(x)||]' }), right: spec({ parts: F, rest: 'metric largest = max([x in test: ||F(x)||])' }),
  }),
  'reductions/in-training': row<{ text: string; part: string }>({
    severity: 'error', title: 'A training sees one batch at a time',
    message: (a) => `${a.part === 'an objective' ? 'An objective' : `The loss term ${a.part}`} is computed for every batch, and ${a.text} needs a whole split.`,
    help: () => 'E[…] without a binder is the mean over the batch. What needs all rows belongs in a metric, a figure, or a let that they use.',
    explain: 'A step is taken after each batch. Averages and statistics of a whole split would have to be computed anew before each of them.',
    wrong: spec({ parts: F, loss: 'size = ||F(x) - E[x in train: F(x)]||^2' }), right: spec({ parts: F, loss: 'size = ||F(x) - E[F(x)]||^2' }),
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
