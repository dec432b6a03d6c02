/** Training: steps, players, optimizers, stages. */
import { row, type NoArgs } from '../row.ts'
import { F, gan, spec } from './examples.ts'

const staged = (stage: string): string => spec({ parts: F, rest: `stage first { ${stage} }` })
const classifier = 'classifier C(x) -> logits[3] { x -> dense(3) }\ndistribution p(y | x) = Categorical(C(x))'

export const training = {
  'training/optimizer': row<{ name: string; known: string }>({
    severity: 'error', title: 'Optimizers have known names',
    message: (a) => `There is no optimizer ${a.name}: there are ${a.known}.`,
    explain: 'Options are those of Keras, by name: `adam(2e-4, beta1: 0.5)`.',
    wrong: spec({ parts: F, train: 'minimize size with adem(1e-3)' }), right: spec({ parts: F }),
  }),
  'training/learning-rate': row<{ text: string; signature: string }>({
    severity: 'error', title: 'A learning rate depends on time only',
    message: (a) => `${a.text} cannot be a learning rate: it may read numbers, step, epoch and progress.`,
    explain: 'Every schedule is an expression in `step`, `epoch` and `progress`: `1e-3 * (1 - progress)`.',
    wrong: spec({ parts: F, train: 'minimize size with adam(size)' }), right: spec({ parts: F, train: 'minimize size with adam(1e-3 * (1 - progress))' }),
  }),
  'training/clip': row<{ text: string }>({
    severity: 'error', title: 'Clipping depends on time only',
    message: (a) => `Gradients cannot be clipped to ${a.text}: the limit is one number, and may read step, epoch and progress.`,
    explain: '`clip 5` shortens the gradients of a step, all its parameters together, to a norm of 5 at most. The number may be a schedule: `clip 5 * (1 - progress)`.',
    wrong: spec({ parts: F, train: 'minimize size with adam(1e-3) clip size' }), right: spec({ parts: F, train: 'minimize size with adam(1e-3) clip 5 * (1 - progress)' }),
  }),
  'training/no-step': row<NoArgs>({
    severity: 'error', title: 'A train block has a step',
    message: () => 'Nothing is minimised or maximised here.', help: () => 'Add minimize … with adam(1e-3).',
    explain: 'A train block says what its players do in every round.',
    wrong: spec({ parts: F, train: 'batch 64' }), right: spec({ parts: F, train: 'minimize size with adam(1e-3); batch 64' }),
  }),
  'training/twice': row<{ word: string }>({
    severity: 'error', title: 'A setting is made once', message: (a) => `${a.word} is set twice.`,
    explain: '`batch`, `epochs`, `rounds`, `average`, `rows` and `report` stand once in a train block.',
    wrong: spec({ parts: F, train: 'minimize size with adam(1e-3); batch 64; batch 32' }), right: spec({ parts: F, train: 'minimize size with adam(1e-3); batch 64' }),
  }),
  'training/two-lengths': row<NoArgs>({
    severity: 'error', title: 'Training lasts epochs or rounds', message: () => 'Both epochs and rounds are given.',
    explain: 'An epoch is one pass over the first data set, a round one batch.',
    wrong: spec({ parts: F, train: 'minimize size with adam(1e-3); epochs 2; rounds 100' }), right: spec({ parts: F, train: 'minimize size with adam(1e-3); epochs 2' }),
  }),
  'training/two-blocks': row<NoArgs>({
    severity: 'error', title: 'One train block, or stages', message: () => 'There is a train block already.', help: () => 'Put each into a stage: stage first { train { … } }.',
    explain: 'Trainings that follow one another are stages.',
    wrong: spec({ parts: F, rest: 'train { minimize size with sgd(0.1) }' }), right: spec({ parts: F, rest: 'stage first { train { minimize size with sgd(0.1) } }' }),
  }),
  'training/no-epochs': row<NoArgs>({
    severity: 'error', title: 'Without data there are rounds', message: () => 'An epoch is a pass over data, and this model has none.', help: () => 'Write rounds 2000.',
    explain: 'A model that only draws from distributions says how many rounds it trains.',
    wrong: spec({ data: '', parts: 'weight m[] = 1\nz ~ Normal(0, 1)', loss: 'size = (z - m)^2' }), right: spec({ data: '', parts: 'weight m[] = 1\nz ~ Normal(0, 1)', loss: 'size = (z - m)^2', train: 'minimize size with adam(1e-3); rounds 100' }),
  }),
  'training/in-repeat': row<{ word: string }>({
    severity: 'error', title: 'Only steps are repeated', message: (a) => `${a.word} belongs to the whole train block.`,
    explain: '`repeat n { … }` holds steps; batch, length and rows are those of the block.',
    wrong: spec({ parts: F, train: 'repeat 2 { minimize size with adam(1e-3); batch 8 }' }), right: spec({ parts: F, train: 'batch 8; repeat 2 { minimize size with adam(1e-3) }' }),
  }),
  'training/rows': row<NoArgs>({
    severity: 'error', title: 'Training sees rows of the training split', message: () => 'rows chooses from train: rows train[0..999], rows train where y != 7.',
    explain: 'The test split is for evaluation.',
    wrong: spec({ parts: F, train: 'rows test[0..9]; minimize size with adam(1e-3)' }), right: spec({ parts: F, train: 'rows train[0..9]; minimize size with adam(1e-3)' }),
  }),
  'training/over': row<{ name: string; what: string | null; known: string }>({
    severity: 'error', title: 'Networks and weights move',
    message: (a) => `${a.what === null ? `There is no network or weight ${a.name}` : `${a.name} is ${a.what} and cannot move`}: over takes ${a.known === '' ? 'networks and weights' : a.known}.`,
    explain: 'After `over` stand the networks and weights that a step may change.',
    wrong: spec({ parts: F, train: 'minimize size over x with adam(1e-3)' }), right: spec({ parts: F, train: 'minimize size over F with adam(1e-3)' }),
  }),
  'training/reaches-none': row<{ who: string; text: string }>({
    severity: 'error', title: 'An objective reaches what it should move',
    message: (a) => `${a.text} reaches ${a.who === 'no parameter' ? a.who : `no parameter of ${a.who}`}, so the step would change nothing.`,
    explain: 'Gradients pass through arithmetic, layers and reparameterised draws, not through comparisons, argmax, oneHot or stopGradient.',
    wrong: spec({ parts: F, loss: 'size = ||x|| + stopGradient(||F(x)||)' }), right: spec({ parts: F }),
  }),
  'training/not-reached': row<{ name: string; text: string }>({
    severity: 'warning', title: 'Every player of a step is reached', message: (a) => `${a.text} does not depend on ${a.name}, which stays as it is in this step.`,
    explain: 'A name after `over` that the objective never reaches does nothing. A weight belongs to the network in whose body its layer is written, not to those that call it.',
    wrong: spec({ parts: `${F}\nnetwork G(x) -> k[2] { x -> dense(2) }`, loss: 'size = ||F(x)||; other = ||G(x)||', train: 'minimize size over F, G with adam(1e-3); minimize other over G with adam(1e-3)' }),
    right: spec({ parts: `${F}\nnetwork G(x) -> k[2] { x -> dense(2) }`, loss: 'size = ||F(x)||; other = ||G(x)||', train: 'minimize size over F with adam(1e-3); minimize other over G with adam(1e-3)' }),
  }),
  'training/untrained': row<{ name: string; what: string }>({
    severity: 'warning', title: 'What has weights is trained', message: (a) => `No step moves ${a.name}: its weights stay as they start.`,
    explain: 'A network that no step moves keeps its random weights. Name it after `over`, or leave `over` out.',
    wrong: spec({ parts: `${F}\nnetwork G(x) -> k[2] { x -> dense(2) }`, loss: 'size = ||F(x)|| + ||G(x)||', train: 'minimize size over F with adam(1e-3)' }),
    right: spec({ parts: `${F}\nnetwork G(x) -> k[2] { x -> dense(2) }`, loss: 'size = ||F(x)|| + ||G(x)||' }),
  }),
  'training/no-gradient': row<{ family: string; parameter: string; text: string }>({
    severity: 'error', title: 'No gradient passes a discrete draw',
    message: (a) => `${a.parameter} lies behind a draw from ${a.text}, a ${a.family}, through which no gradient passes.`,
    help: (a) => (a.family === 'Categorical' ? 'Sum over the classes instead, weighed by their probabilities: sum[k in label(10): p(y = k | x) * …].' : 'Use its mean(…), or a distribution that is reparameterised: Normal, Laplace, Uniform.'),
    explain: 'A draw from Normal is its mean plus scaled noise, and the derivative passes. A draw from a Categorical, Bernoulli or Mixture jumps.',
    wrong: spec({ parts: classifier, loss: 'size = E[y ~ p(y | x): ||oneHot(y)|| * ||oneHot(y) - softmax(C(x))||]' }),
    right: spec({ parts: classifier, loss: 'size = sum[y in label(3): p(y | x) * ||oneHot(y)||]' }),
  }),
  'training/saturating': row<{ judge: string; fixed: string }>({
    severity: 'warning', title: 'The minimax objective saturates for the generator',
    message: (a) => `Where ${a.judge} is sure that it sees fakes, log(1 - ${a.judge}) is flat and gives no gradient.`,
    help: (a) => `Use the non-saturating form: ${a.fixed}.`,
    explain: 'Early in training the discriminator wins, and the slope of log(1 - D) goes to 0 just when the generator needs it. -log D has the same fixed point and a strong slope.',
    wrong: gan({ terms: 'V = E[log D(x)] + E[log(1 - D(fake))]', train: 'maximize V over D with adam(2e-4)\n  minimize V over G with adam(2e-4)' }), right: gan(),
  }),
  'training/stage-declaration': row<{ what: string }>({
    severity: 'error', title: 'A stage gives new equations',
    message: (a) => `A ${a.what} declaration belongs to the model, not to a stage.`,
    explain: 'A stage may hold lets, loss terms, metrics, networks without weights, figures and a train block.',
    wrong: staged('hyper width = 2'), right: staged('let h = F(x)'),
  }),
  'training/stage-override': row<{ name: string; what: string }>({
    severity: 'error', title: 'A stage overrides like with like', message: (a) => `${a.name} is ${a.what}; a stage can give a let, term, metric or network a new equation of its own sort.`,
    explain: 'Data, hyperparameters, draws and weights mean the same in every stage.',
    wrong: staged('let x = 0'), right: staged('let h = F(x)'),
  }),
  'training/stage-weights': row<{ name: string; stage: string }>({
    severity: 'error', title: 'A network of a stage owns no weights',
    message: (a) => `${a.name} in stage ${a.stage} has weights of its own.`, help: () => 'Write the layers in a network of the model, and call it here.',
    explain: 'Stages keep weights, so all weights belong to networks of the model; a stage only connects them differently.',
    wrong: spec({ parts: `${F}\nnetwork G(x) -> k[2] { x -> F }`, loss: 'size = ||G(x)||', rest: 'stage first { network G(x) -> k[2] { x -> dense(2) } }' }),
    right: spec({ parts: `${F}\nnetwork G(x) -> k[2] { x -> F }`, loss: 'size = ||G(x)||', rest: 'stage first { network G(x) -> k[2] { 2 * x -> F } }' }),
  }),
}
