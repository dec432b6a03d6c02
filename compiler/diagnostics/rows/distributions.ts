/** Distributions: how they are written, used and compared. */
import { row, type NoArgs } from '../row.ts'
import { spec, vae } from './examples.ts'

const classifier = 'classifier C(x) -> logits[3] { x -> dense(3) }\ndistribution p(y | x) = Categorical(C(x))'

export const distributions = {
  'distributions/expected': row<{ where: string }>({
    severity: 'error', title: 'Here stands a distribution',
    message: (a) => `${a.where} is not a distribution.`,
    help: () => 'Write a family such as Normal(0, 1), or a distribution of the model such as p(z).',
    explain: 'After `~`, inside `KL`, `mode`, and on the right of a sampler, prior, likelihood or distribution stands a distribution, not a number.',
    wrong: vae({ prior: 'prior p(z) = 0' }).replace('regulariser = KL(q(z | x) || p(z))', 'regulariser = ||Enc(x).mu||'), right: vae(),
  }),
  'distributions/as-value': row<{ name: string }>({
    severity: 'error', title: 'A distribution is not a number',
    message: (a) => `${a.name}(…) is a distribution, and a number is wanted here.`,
    help: (a) => `Draw from it, z ~ ${a.name}(…), or take its mean(…).`,
    explain: 'Randomness enters only through `~`. A distribution with a name gives its density; one written in place has no variable to be a density of.',
    wrong: spec({ parts: 'network F(x) -> h[4] { x -> dense(4) }', loss: 'size = ||F(x) + Normal(0, 1)||' }), right: spec({ parts: 'network F(x) -> h[4] { x -> dense(4) }\nr ~ Normal(0, 1)[4]', loss: 'size = ||F(x) + r||' }),
  }),
  'distributions/bar': row<{ name: string }>({
    severity: 'error', title: 'Families take parameters',
    message: (a) => `${a.name} takes parameters, no condition after a bar.`,
    explain: 'Conditions belong to the names that a spec gives: `likelihood p(x | z) = Normal(Dec(z), std: 1)`.',
    wrong: vae({ prior: 'prior p(z) = Normal(0 | 1)[2]' }).replace('regulariser = KL(q(z | x) || p(z))', 'regulariser = ||Enc(x).mu||'), right: vae(),
  }),
  'distributions/versus': row<{ name: string }>({
    severity: 'error', title: 'Two bars compare inside KL',
    message: (a) => `After ${a.name} stands one bar: conditions follow it. Two bars compare distributions inside KL(… || …).`,
    explain: '`p(x | z)` conditions, `KL(q(z | x) || p(z))` compares.',
    wrong: vae({ terms: 'reconstruction = -E[z ~ q(z | x): log p(x || z)]\n  regulariser = KL(q(z | x) || p(z))' }), right: vae(),
  }),
  'distributions/variables': row<{ name: string; written: string; known: string }>({
    severity: 'error', title: 'A distribution is told by its variables',
    message: (a) => `There is no ${a.name} over ${a.written}: there is ${a.known}.`,
    explain: 'Distributions of one name are told apart by the variables left of the bar. To put another value in the place of a variable, name it: `p(x = xhat | z)`.',
    wrong: vae({ terms: 'reconstruction = -E[z ~ q(z | x): log p(y | z)]\n  regulariser = KL(q(z | x) || p(z))' }), right: vae(),
  }),
  'distributions/conditions': row<{ law: string; count: string; needed: string }>({
    severity: 'error', title: 'All conditions are given',
    message: (a) => `${a.law} has ${a.needed} condition${a.needed === '1' ? '' : 's'}, and ${a.count} ${a.count === '1' ? 'is' : 'are'} given.`,
    explain: 'A conditional distribution is a function of its conditions: all of them stand after the bar.',
    wrong: vae({ terms: 'reconstruction = -E[z ~ q(z | x): log p(x)]\n  regulariser = KL(q(z | x) || p(z))' }), right: vae(),
  }),
  'distributions/condition-name': row<{ law: string; name: string }>({
    severity: 'error', title: 'Conditions are given by their names',
    message: (a) => `${a.law} has no condition ${a.name} left to give.`,
    explain: 'A condition is given by position, or by name: `p(x | z = near)`.',
    wrong: vae({ terms: 'reconstruction = -E[z ~ q(z | x): log p(x | w = z)]\n  regulariser = KL(q(z | x) || p(z))' }), right: vae(),
  }),
  'distributions/several-variables': row<{ name: string; variables: string }>({
    severity: 'error', title: 'A distribution is over one variable',
    message: (a) => `${a.name} is over ${a.variables}: one variable stands left of the bar.`,
    explain: 'Joint distributions are products: state each factor by itself.',
    wrong: vae({ prior: 'prior p(z, w) = Normal(0, 1)[2]' }).replace('regulariser = KL(q(z | x) || p(z))', 'regulariser = ||Enc(x).mu||'), right: vae(),
  }),
  'distributions/unlisted-condition': row<{ law: string; missing: string }>({
    severity: 'error', title: 'What a distribution reads stands after its bar',
    message: (a) => `${a.law} reads ${a.missing}, which is not among its conditions.`,
    explain: 'The left side says what the distribution depends on; the right side must not depend on more.',
    wrong: vae({ likelihood: 'likelihood p(x) = Bernoulli(Dec(z))', terms: 'reconstruction = ||Enc(x).mu||\n  regulariser = KL(q(z | x) || p(z))' }), right: vae(),
  }),
  'distributions/unused-condition': row<{ law: string; name: string }>({
    severity: 'warning', title: 'Every condition is read',
    message: (a) => `${a.law} does not depend on ${a.name}.`,
    explain: 'A condition that the right side never reads is a slip in one of the two.',
    wrong: vae({ prior: 'prior p(z | x) = Normal(0, 1)[2]' }).replace('|| p(z))', '|| p(z | x))'), right: vae(),
  }),
  'distributions/unnamed-spread': row<{ text: string }>({
    severity: 'error', title: 'A spread is named',
    message: (a) => `Is ${a.text} a standard deviation, a variance or a logvar? Say std:, variance: or logvar:.`,
    explain: 'Books and libraries disagree on what the second number of a Normal is. Only `Normal(0, 1)` needs no name.',
    wrong: vae({ q: 'sampler q(z | x) = Normal(Enc(x).mu, 0.5)' }), right: vae({ q: 'sampler q(z | x) = Normal(Enc(x).mu, std: 0.5)' }),
  }),
  'distributions/parameter-count': row<{ family: string; names: string; count: string }>({
    severity: 'error', title: 'A parameter is given once',
    message: (a) => `${a.family} needs one of ${a.names}, and ${a.count === '0' ? 'none is' : `${a.count} are`} given.`,
    explain: 'The spread of a Normal is its std, its variance or its logvar; the parameter of a Bernoulli or Categorical its logits or its probability.',
    wrong: vae({ q: 'sampler q(z | x) = Normal(Enc(x).mu)' }), right: vae(),
  }),
  'distributions/output': row<{ family: string; network: string; output: string; params: string }>({
    severity: 'error', title: 'Outputs fill the parameters of their names',
    message: (a) => `${a.network} gives ${a.output}, and ${a.family} has no such parameter: ${a.params}.`,
    explain: 'A network with several outputs fills the parameters of the same names; mu fills the centre, and so does the only output that is no spread.',
    wrong: vae({ encoder: 'encoder Enc(x) -> (mu[2], other[2], logvar[2]) { h = x -> flatten; mu = h -> dense(2); other = h -> dense(2); logvar = h -> dense(2) }' }), right: vae(),
  }),
  'distributions/support': row<{ name: string; type: string; family: string; support: string }>({
    severity: 'error', title: 'A distribution scores what it can give',
    message: (a) => `${a.name} is ${a.type}, and ${a.family} is over ${a.support}.`,
    explain: 'Categorical gives labels; Normal, Laplace, Uniform and Bernoulli give numbers.',
    wrong: spec({ parts: 'network F(x) -> h { x -> dense(1) }\ndistribution p(y | x) = Normal(F(x), std: 1)', loss: 'size = -log p(y | x)' }),
    right: spec({ parts: classifier, loss: 'size = -log p(y | x)' }),
  }),
  'distributions/grey': row<{ name: string }>({
    severity: 'info', title: 'Grey values under Bernoulli',
    message: (a) => `${a.name} is scored by cross-entropy. Where it is neither 0 nor 1 this is not a density.`,
    explain: 'Bernoulli is over 0 and 1. Grey pixels in [0, 1] may be scored by the same formula, as is usual; the result orders models but is no log-likelihood.',
    wrong: vae(),
    right: vae({ decoder: 'decoder Dec(z) -> image[8, 8, 1] in [0, 1] { z -> dense(64, sigmoid) -> reshape(8, 8, 1) }', likelihood: 'likelihood p(x | z) = Normal(Dec(z), std: 1)' }),
  }),
  'distributions/divergence': row<NoArgs>({
    severity: 'error', title: 'KL compares two distributions',
    message: () => 'KL is written KL(a || b), with a distribution on each side.',
    explain: 'The divergence from b to a, summed over the event.',
    wrong: vae({ terms: 'reconstruction = -E[z ~ q(z | x): log p(x | z)]\n  regulariser = KL(q(z | x), p(z))' }), right: vae(),
  }),
  'distributions/incomparable': row<{ left: string; right: string }>({
    severity: 'error', title: 'KL compares distributions over the same things',
    message: (a) => `${a.left} and ${a.right} are not over the same things.`,
    explain: 'A continuous distribution and a discrete one have no divergence, and neither have two over different classes.',
    wrong: vae({ terms: 'reconstruction = -E[z ~ q(z | x): log p(x | z)]\n  regulariser = KL(q(z | x) || Bernoulli(probability: [0.5, 0.5]))' }), right: vae(),
  }),
  'distributions/estimator': row<{ left: string; right: string; label: string }>({
    severity: 'info', title: 'A divergence without a formula is sampled',
    message: (a) => `KL of ${a.left} and ${a.right} has no closed form: it is estimated by draws from ${a.label}.`,
    explain: 'The estimate log a(v) - log b(v) at draws v from the left side is right on average and noisy. Gradients pass where the left side is reparameterised.',
    wrong: vae({ prior: 'prior p(z) = Laplace(0, scale: 1)[2]' }), right: vae(),
  }),
  'distributions/no-mode': row<{ family: string }>({
    severity: 'error', title: 'A mode has a formula',
    message: (a) => `${a.family} has no mode to write down.`,
    help: () => 'Use mean(…), or the mode of one component.',
    explain: 'Every point of a Uniform is equally likely, and the peak of a Mixture has no formula.',
    wrong: vae({ prior: 'prior p(z) = Uniform(-1, 1)[2]', rest: 'metric peak = sum(mode(p(z)))' }), right: vae({ rest: 'metric peak = sum(mode(p(z)))' }),
  }),
}
