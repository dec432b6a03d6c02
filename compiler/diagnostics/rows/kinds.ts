/** Kinds of number: logits, probabilities, spreads, labels do not mix silently. */
import { row } from '../row.ts'
import { F, gan, spec, vae } from './examples.ts'

export const kinds = {
  'kinds/not-constant': row<{ what: string; text: string }>({
    severity: 'error', title: 'Sizes and options are constants',
    message: (a) => `${a.what} must be a constant; ${a.text} is not known before training.`,
    explain: 'Sizes, counts and options are numbers, hyperparameters or arithmetic on them.',
    wrong: spec({ parts: `${F}\nhyper width = sum(x)` }), right: spec({ parts: 'hyper width = 2\nnetwork F(x) -> h[width] { x -> dense(width) }' }),
  }),
  'kinds/text': row<{ text: string }>({
    severity: 'error', title: 'Text is no number',
    message: (a) => `"${a.text}" stands where a number is wanted.`,
    explain: 'Quotes are for the paths of other specs only; names and words are written without.',
    wrong: spec({ parts: F, loss: 'size = ||F(x)|| + "1"' }), right: spec({ parts: F, loss: 'size = ||F(x)|| + 1' }),
  }),
  'kinds/type-arguments': row<{ word: string; wanted: string }>({
    severity: 'error', title: 'label and tokens say how many there are',
    message: (a) => `${a.word} needs ${a.wanted}.`,
    explain: '`label(10)` has ten classes, `tokens(1000)[20]` is a text of twenty words from a thousand. Shapes stand in brackets.',
    wrong: spec({ data: 'data (x: real[4], y: label)', parts: F }), right: spec({ parts: F }),
  }),
  'kinds/label-as-number': row<{ what: string; type: string }>({
    severity: 'error', title: 'A label is not an amount',
    message: (a) => `${a.what} cannot be applied to ${a.type}: its numbers are names.`,
    help: () => 'Use oneHot(y), embedding(y, 16), y == 3, or t[y].',
    explain: 'Class 7 is not more than class 3. Labels and tokens are used through `oneHot`, `embedding`, `==` and as an index.',
    wrong: spec({ parts: F, loss: 'size = ||F(x)|| + y' }), right: spec({ parts: F, loss: 'size = ||F(x)|| + ||oneHot(y)||' }),
  }),
  'kinds/labels-differ': row<{ left: string; right: string }>({
    severity: 'error', title: 'Labels of one set are compared',
    message: (a) => `${a.left} and ${a.right} are labels of different sets.`,
    explain: 'Two labels can be equal only when they count the same classes.',
    wrong: spec({ data: 'data (x: real[4], y: label(3), k: label(4))', parts: F, rest: 'metric same = E[y == k]' }), right: spec({ data: 'data (x: real[4], y: label(3), k: label(3))', parts: F, rest: 'metric same = E[y == k]' }),
  }),
  'kinds/output': row<{ network: string; declared: string; got: string }>({
    severity: 'error', title: 'A body gives the kind of number that its network declares',
    message: (a) => `${a.network} declares ${a.declared}, and its body ends with ${a.got}.`,
    explain: 'An output named like a kind of number has it: `-> probability` ends with sigmoid, `-> logits[10]` with a plain layer.',
    wrong: gan({ discriminator: 'discriminator D(x) -> probability { x -> flatten -> dense(1) }' }), right: gan(),
  }),
  'kinds/sigmoid-twice': row<{ name: string; text: string }>({
    severity: 'error', title: 'A probability is not squashed again',
    message: (a) => `${a.text} is a probability already; ${a.name} of it lies between 0.5 and 0.73.`,
    explain: 'Sigmoid and softmax turn logits into probabilities. Applied twice they hardly let the network say anything.',
    wrong: gan({ rest: 'metric belief = E[sigmoid(D(x))]' }), right: gan({ rest: 'metric belief = E[D(x)]' }),
  }),
  'kinds/log-of': row<{ kind: string }>({
    severity: 'error', title: 'A logarithm is taken of a probability',
    message: (a) => `log of ${a.kind} is not defined: it may be negative.`,
    help: () => 'Declare the output probability and end the body with sigmoid; log of that is computed exactly.',
    explain: 'Logits, scores and log-variances are unbounded. A probability keeps its logit, so that `log D(x)` neither over- nor underflows.',
    wrong: gan({ discriminator: 'discriminator D(x) -> logits { x -> flatten -> dense(1) }', terms: 'V = E[log D(x)]\n  generator = -E[D(fake)]' }),
    right: gan({ terms: 'V = E[log D(x)]\n  generator = -E[D(fake)]' }),
  }),
  'kinds/location': row<{ got: string }>({
    severity: 'error', title: 'The centre of a distribution is no spread',
    message: (a) => `The first parameter is the centre, and ${a.got} is given.`,
    explain: 'The centre comes first, the spread by name: `Normal(mu, logvar: v)`.',
    wrong: vae({ q: 'sampler q(z | x) = Normal(Enc(x).logvar, std: 1)' }), right: vae({ q: 'sampler q(z | x) = Normal(Enc(x).mu, std: 1)' }),
  }),
  'kinds/spread': row<{ name: string; got: string }>({
    severity: 'error', title: 'std, variance and logvar are different things',
    message: (a) => `${a.name}: gets a ${a.got}.`,
    help: (a) => (a.got === 'logvar' || a.got === 'variance' || a.got === 'std' ? `Write ${a.got}: instead.` : 'Give a spread.'),
    explain: 'The name before the colon says how the spread is measured. A log-variance taken for a standard deviation may be negative.',
    wrong: vae({ q: 'sampler q(z | x) = Normal(Enc(x).mu, std: Enc(x).logvar)' }), right: vae({ q: 'sampler q(z | x) = Normal(Enc(x).mu, logvar: Enc(x).logvar)' }),
  }),
  'kinds/parameter': row<{ family: string; name: string; got: string }>({
    severity: 'error', title: 'A parameter is of the kind that its name says',
    message: (a) => `${a.name}: of ${a.family} gets ${a.got}.`,
    explain: '`logits:` are unbounded, `probability:` lies in [0, 1].',
    wrong: vae({ likelihood: 'likelihood p(x | z) = Bernoulli(probability: Dec(z))' }), right: vae({ likelihood: 'likelihood p(x | z) = Bernoulli(logits: Dec(z))' }),
  }),
  'kinds/chances': row<{ family: string; got: string }>({
    severity: 'error', title: 'Logits or probabilities: the spec says which',
    message: (a) => `${a.family} gets ${a.got}, which is neither declared logits nor probability.`,
    explain: 'Plain numbers could be either. An output named `logits` or `probability` settles it.',
    wrong: vae({ decoder: 'decoder Dec(z) -> pixels[8, 8, 1] { z -> dense(64) -> reshape(8, 8, 1) }' }), right: vae(),
  }),
}
