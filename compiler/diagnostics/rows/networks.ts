/** Networks: how they are written and applied. */
import { row } from '../row.ts'
import { F, gan, spec, vae } from './examples.ts'

export const networks = {
  'networks/arguments': row<{ name: string; wanted: string; count: string; needed: string }>({
    severity: 'error', title: 'A network gets an argument for each formal',
    message: (a) => `${a.wanted} takes ${a.needed} argument${a.needed === '1' ? '' : 's'}, and ${a.count} ${a.count === '1' ? 'is' : 'are'} given.`,
    explain: 'An arrow gives the first argument: `x -> F(y)` is `F(x, y)`.',
    wrong: spec({ parts: F, loss: 'size = ||F(x, y)||' }), right: spec({ parts: F }),
  }),
  'networks/bar': row<{ name: string }>({
    severity: 'error', title: 'Networks are functions, not distributions',
    message: (a) => `${a.name} is a network: its arguments are separated by commas, not by a bar.`,
    explain: 'A bar belongs to distributions: `q(z | x) = Normal(Enc(x))`.',
    wrong: spec({ parts: 'network F(x, h) -> k[2] { concatenate(x, h) -> dense(2) }', loss: 'size = ||F(x | x)||' }), right: spec({ parts: 'network F(x, h) -> k[2] { concatenate(x, h) -> dense(2) }', loss: 'size = ||F(x, x)||' }),
  }),
  'networks/several-outputs': row<{ name: string; outputs: string }>({
    severity: 'error', title: 'One output is chosen by its name',
    message: (a) => `${a.name} gives several outputs: ${a.outputs}.`,
    explain: 'A network with several outputs fills a distribution, or one of them is taken: `Enc(x).mu`.',
    wrong: vae({ rest: 'metric size = E[||Enc(x)||]' }), right: vae({ rest: 'metric size = E[||Enc(x).mu||]' }),
  }),
  'networks/missing-output': row<{ network: string; output: string }>({
    severity: 'error', title: 'Every declared output is a local of the body',
    message: (a) => `The body of ${a.network} has no ${a.output}.`,
    explain: 'Outputs in parentheses are the locals of their names.',
    wrong: vae({ encoder: 'encoder Enc(x) -> (mu[2], logvar[2]) { h = x -> flatten; mu = h -> dense(2); v = h -> dense(2) }' }), right: vae(),
  }),
  'networks/no-result': row<{ network: string }>({
    severity: 'error', title: 'A body ends with its result',
    message: (a) => `The body of ${a.network} gives no result.`,
    help: () => 'End it with an expression without a name, or name the local as the output.',
    explain: 'The last expression of a body, without a name, is its output.',
    wrong: spec({ parts: 'network F(x) -> k[2] { h = x -> dense(2) }' }), right: spec({ parts: F }),
  }),
  'networks/dangling': row<{ network: string }>({
    severity: 'error', title: 'Only the last expression of a body stands without a name',
    message: (a) => `This expression in ${a.network} goes nowhere.`,
    help: () => 'Give it a name, or let it be the last line.',
    explain: 'With outputs in parentheses all results have names; without, the last line is the result.',
    wrong: spec({ parts: 'network F(x) -> h[2] { x -> dense(3); x -> dense(2) }' }), right: spec({ parts: F }),
  }),
  'networks/arrow': row<{ layer: string }>({
    severity: 'error', title: 'Layers are chained with arrows',
    message: (a) => `\`->\` is missing before ${a.layer}, which reads what stands before it.`,
    explain: 'Each layer reads what the one before it gives: `x -> flatten -> dense(10)`. An arrow may end a line or begin the next.',
    wrong: spec({ parts: 'network F(x) -> h[2] {\n  x -> dense(3, relu)\n  dense(2)\n}' }), right: spec({ parts: 'network F(x) -> h[2] {\n  x -> dense(3, relu)\n    -> dense(2)\n}' }),
  }),
  'networks/layer-outside': row<{ layer: string }>({
    severity: 'error', title: 'Layers live in networks',
    message: (a) => `${a.layer} has weights or randomness of its own and stands in the body of a network.`,
    explain: 'A weight belongs to the network in whose body its layer is written, so that a step can say who moves.',
    wrong: spec({ parts: F, loss: 'size = ||x -> dense(2)|| + ||F(x)||' }), right: spec({ parts: F }),
  }),
  'networks/not-applied': row<{ name: string }>({
    severity: 'error', title: 'Weights exist once their network is applied',
    message: (a) => `${a.name} is applied nowhere, so its weights have no shape.`,
    explain: 'The shapes of the weights follow from the first application.',
    wrong: spec({ parts: `${F}\nnetwork G(x) -> k[2] { x -> dense(2, name: code) }`, loss: 'size = ||F(x)|| + ||G.code.kernel||' }),
    right: spec({ parts: `${F}\nnetwork G(x) -> k[2] { x -> dense(2, name: code) }`, loss: 'size = ||F(x)|| + ||G(x)|| + ||G.code.kernel||' }),
  }),
  'networks/other-shapes': row<{ name: string; before: string; now: string; why: string }>({
    severity: 'error', title: 'All applications of a network share its weights',
    message: (a) => `${a.name} is first applied to ${a.before} and here to ${a.now}: ${a.why}`,
    explain: 'The first application fixes the shapes of the weights. Later ones may differ only where the weights stay the same, as in a network of convolutions.',
    wrong: spec({ data: 'data (x: real[4], t: real[5])', parts: F, loss: 'size = ||F(x)|| + ||F(t)||' }), right: spec({ data: 'data (x: real[4], t: real[4])', parts: F, loss: 'size = ||F(x)|| + ||F(t)||' }),
  }),
  'networks/role': row<{ role: string; name: string; expected: string; got: string }>({
    severity: 'warning', title: 'A role promises a kind of output',
    message: (a) => `${a.name} is a ${a.role}, from which one expects ${a.expected}; it gives ${a.got}.`,
    explain: 'Discriminators give a probability, logits or a score, critics an unbounded score, classifiers logits or probabilities. `network` promises nothing.',
    wrong: gan({ discriminator: 'discriminator D(x) -> real { x -> flatten -> dense(1) }', terms: 'V = E[D(x)] - E[D(fake)]\n  generator = -E[D(fake)]' }),
    right: gan({ discriminator: 'discriminator D(x) -> score { x -> flatten -> dense(1) }', terms: 'V = E[D(x)] - E[D(fake)]\n  generator = -E[D(fake)]' }),
  }),
  'networks/coupled': row<{ name: string }>({
    severity: 'error', title: 'Behind batch normalisation samples depend on one another',
    message: (a) => `${a.name} of one sample is not defined behind batchNormalization: every sample reads the whole batch.`,
    help: () => 'Leave batchNormalization out of this network.',
    explain: 'Gradient penalties and contractive terms take the derivative of each sample by itself.',
    wrong: gan({ discriminator: 'discriminator D(x) -> probability { x -> flatten -> dense(4) -> batchNormalization -> dense(1, sigmoid) }', rest: 'metric slope = E[||grad(D(fake), fake)||]' }),
    right: gan({ rest: 'metric slope = E[||grad(D(fake), fake)||]' }),
  }),
}
