/** Shapes: what fits what. */
import { row, type NoArgs } from '../row.ts'
import { autoencoder, DECODER, F, spec, vae } from './examples.ts'

const IMAGE = 'data (x: image[8, 8, 1] in [0, 1])'

export const shapes = {
  'shapes/mismatch': row<{ operator: string; left: string; right: string }>({
    severity: 'error', title: 'Both sides of an operator have one shape',
    message: (a) => `${a.operator} cannot combine ${a.left} and ${a.right}.`,
    explain: 'Arithmetic works element by element. Only single numbers and axes of 1 stretch, and axes only when both sides have as many. Shapes never include the batch.',
    wrong: autoencoder('decoder Dec(h) -> xhat[64] { h -> dense(64) }'), right: autoencoder('decoder Dec(h) -> xhat[8, 8, 1] { h -> dense(64) -> reshape(8, 8, 1) }'),
  }),
  'shapes/layer-input': row<{ layer: string; needs: string; got: string }>({
    severity: 'error', title: 'A layer gets what it can read',
    message: (a) => `${a.layer} needs ${a.needs} and gets ${a.got}.`,
    explain: '`dense` reads vectors, convolutions read images `[height, width, channels]`, embeddings read labels or tokens.',
    wrong: spec({ data: IMAGE, parts: F }), right: spec({ data: IMAGE, parts: 'network F(x) -> h[2] { x -> flatten -> dense(2) }' }),
  }),
  'shapes/argument': row<{ callee: string; needs: string; got: string }>({
    severity: 'error', title: 'A function gets what it can read',
    message: (a) => `${a.callee} needs ${a.needs} and gets ${a.got}.`,
    explain: 'Each function says on the reference page what shapes it takes.',
    wrong: spec({ parts: F, loss: 'size = ||resize(x, 4, 4)|| + ||F(x)||' }), right: spec({ data: IMAGE, parts: 'network F(x) -> h[2] { x -> flatten -> dense(2) }', loss: 'size = ||resize(x, 4, 4)|| + ||F(x)||' }),
  }),
  'shapes/output': row<{ network: string; output: string; declared: string; got: string }>({
    severity: 'error', title: 'A body gives what its network declares',
    message: (a) => `${a.network} declares ${a.output} as ${a.declared}, and its body gives ${a.got}.`,
    explain: 'The shapes after the arrow of a network are a promise to its readers; the body must keep it.',
    wrong: spec({ parts: 'network F(x) -> h[2] { x -> dense(3) }' }), right: spec({ parts: F }),
  }),
  'shapes/reshape': row<{ from: string; count: string; to: string; wanted: string }>({
    severity: 'error', title: 'Reshaping keeps the count of numbers',
    message: (a) => `${a.from} holds ${a.count} numbers, ${a.to} holds ${a.wanted}.`,
    explain: '`reshape` writes the same numbers in another shape. The layer before it must give as many as the sizes multiply to.',
    wrong: autoencoder('decoder Dec(h) -> xhat[8, 8, 1] { h -> dense(60) -> reshape(8, 8, 1) }'), right: autoencoder('decoder Dec(h) -> xhat[8, 8, 1] { h -> dense(64) -> reshape(8, 8, 1) }'),
  }),
  'shapes/size': row<{ what: string; value: string; least: string }>({
    severity: 'error', title: 'Sizes are whole numbers',
    message: (a) => `${a.what} must be a whole number of at least ${a.least}, not ${a.value}.`,
    explain: 'Sizes of axes, counts of units, rows, draws and rounds are whole numbers.',
    wrong: spec({ parts: 'network F(x) -> h[2] { x -> dense(2.5) -> dense(2) }' }), right: spec({ parts: 'network F(x) -> h[2] { x -> dense(3) -> dense(2) }' }),
  }),
  'shapes/pair': row<{ what: string; count: string }>({
    severity: 'error', title: 'Windows have a height and a width',
    message: (a) => `${a.what} is one number or [height, width], not ${a.count} numbers.`,
    explain: 'A single number stands for both directions.',
    wrong: spec({ data: IMAGE, parts: 'network F(x) -> h[2] { x -> conv2d(2, [3, 3, 3]) -> flatten -> dense(2) }' }),
    right: spec({ data: IMAGE, parts: 'network F(x) -> h[2] { x -> conv2d(2, [3, 3]) -> flatten -> dense(2) }' }),
  }),
  'shapes/axis': row<{ axis: string; shape: string }>({
    severity: 'error', title: 'The axis exists',
    message: (a) => `${a.shape} has no axis ${a.axis}.`,
    explain: 'Axes are counted from 0, without the batch; negative ones count from the end.',
    wrong: spec({ parts: F, loss: 'size = sum(sum(F(x), axis: 1))' }), right: spec({ parts: F, loss: 'size = sum(F(x), axis: 0)' }),
  }),
  'shapes/concatenate': row<{ first: string; other: string; axis: string }>({
    severity: 'error', title: 'Joined values agree in the other axes',
    message: (a) => `${a.first} and ${a.other} cannot be joined along axis ${a.axis}.`,
    explain: '`concatenate` joins vectors, or images of one size along their channels.',
    wrong: spec({ data: 'data (x: image[8, 8, 1] in [0, 1], y: label(3))', parts: 'network F(x, y) -> h[2] { concatenate(x, oneHot(y)) -> dense(2) }', loss: 'size = ||F(x, y)||^2' }),
    right: spec({ data: 'data (x: image[8, 8, 1] in [0, 1], y: label(3))', parts: 'network F(x, y) -> h[2] { concatenate(flatten(x), oneHot(y)) -> dense(2) }', loss: 'size = ||F(x, y)||^2' }),
  }),
  'shapes/array': row<{ first: string; other: string }>({
    severity: 'error', title: 'The items of an array have one shape',
    message: (a) => `The first item is ${a.first}, this one ${a.other}.`,
    explain: 'An array lines its items up along a new first axis.',
    wrong: spec({ parts: F, loss: 'size = ||[sum(F(x)), x]||' }), right: spec({ parts: F, loss: 'size = ||[sum(F(x)), sum(x)]||' }),
  }),
  'shapes/empty-array': row<NoArgs>({
    severity: 'error', title: 'An array has items', message: () => 'This array is empty.',
    explain: 'An array without items has no shape.',
    wrong: spec({ parts: F, loss: 'size = ||F(x)|| + sum([])' }), right: spec({ parts: F, loss: 'size = ||F(x)|| + sum([1, 2])' }),
  }),
  'shapes/index-count': row<{ count: string; type: string }>({
    severity: 'error', title: 'No more indices than axes',
    message: (a) => `${a.type} cannot take ${a.count} indices.`,
    explain: 'Each index picks along one axis, from the first.',
    wrong: spec({ parts: F, loss: 'size = F(x)[0, 1]' }), right: spec({ parts: F, loss: 'size = F(x)[0]' }),
  }),
  'shapes/label-index': row<{ classes: string; size: string }>({
    severity: 'error', title: 'A label picks from as many numbers as it has classes',
    message: (a) => `A label of ${a.classes} classes cannot pick from ${a.size} numbers.`,
    explain: '`each[y]` is the number of the class y, so `each` has one number a class.',
    wrong: spec({ parts: F, loss: 'size = F(x)[y]' }), right: spec({ parts: 'network F(x) -> h[3] { x -> dense(3) }', loss: 'size = F(x)[y]' }),
  }),
  'shapes/event': row<{ name: string; type: string; family: string; event: string }>({
    severity: 'error', title: 'A distribution has the shape of its variable',
    message: (a) => `${a.name} is ${a.type}, and this ${a.family} is over ${a.event}.`,
    explain: 'The parameters of a distribution give its event shape; the variable must have it.',
    wrong: vae({ decoder: 'decoder Dec(z) -> logits[64] { z -> dense(64) }' }), right: vae(),
  }),
  'shapes/variable': row<{ name: string; first: string; second: string }>({
    severity: 'error', title: 'A variable has one shape throughout the model',
    message: (a) => `${a.name} is ${a.first} elsewhere and ${a.second} here.`,
    explain: 'Draws, distributions and binders that share a variable must agree on its event shape: prior and sampler of one latent, for example.',
    wrong: vae({ prior: 'prior p(z) = Normal(0, 1)[3]', decoder: 'decoder Dec(z) -> logits[8, 8, 1] { z -> dense(64) -> reshape(8, 8, 1) }' }), right: vae(),
  }),
  'shapes/classes': row<{ name: string; type: string; classes: string }>({
    severity: 'error', title: 'Categorical has one number a class',
    message: (a) => `${a.name} is ${a.type}, and the parameter has ${a.classes} numbers.`,
    explain: 'The last axis of the parameter of Categorical counts the classes.',
    wrong: spec({ parts: 'classifier C(x) -> logits[4] { x -> dense(4) }\ndistribution p(y | x) = Categorical(C(x))', loss: 'size = -log p(y | x)' }),
    right: spec({ parts: 'classifier C(x) -> logits[3] { x -> dense(3) }\ndistribution p(y | x) = Categorical(C(x))', loss: 'size = -log p(y | x)' }),
  }),
  'shapes/condition': row<{ law: string; name: string; wanted: string; got: string }>({
    severity: 'error', title: 'A condition keeps its shape',
    message: (a) => `${a.name} of ${a.law} is ${a.wanted}, and this is ${a.got}.`,
    explain: '`p(y | t)` puts t in the place of the condition, so it must have its shape.',
    wrong: vae({ rest: 'metric brightness = E[mean(mean(p(x | z = [1, 2, 3])))]' }), right: vae({ rest: 'metric brightness = E[mean(mean(p(x | z = [1, 2])))]' }),
  }),
  'shapes/parameters': row<{ family: string; first: string; second: string }>({
    severity: 'error', title: 'Parameters of a distribution fit together',
    message: (a) => `The parameters of ${a.family} do not fit: ${a.first} and ${a.second}.`,
    explain: 'Parameters have one shape, or are single numbers.',
    wrong: vae({ encoder: 'encoder Enc(x) -> (mu[2], logvar[3]) { h = x -> flatten; mu = h -> dense(2); logvar = h -> dense(3) }' }), right: vae(),
  }),
  'shapes/distribution-event': row<{ family: string; own: string; written: string }>({
    severity: 'error', title: 'Brackets after a distribution repeat single numbers',
    message: (a) => `This ${a.family} is over ${a.own} already and cannot be over ${a.written}.`,
    explain: '`Normal(0, 1)[64]` makes 64 independent numbers of one. A distribution that has a shape from its parameters keeps it.',
    wrong: vae({ q: 'sampler q(z | x) = Normal(Enc(x))[3]' }), right: vae(),
  }),
  'shapes/divergence': row<{ left: string; leftShape: string; right: string; rightShape: string }>({
    severity: 'error', title: 'KL compares distributions over one shape',
    message: (a) => `${a.left} is over ${a.leftShape}, ${a.right} over ${a.rightShape}.`,
    explain: 'Both sides of `||` must be over the same variable, or at least of its shape.',
    wrong: vae({ terms: 'reconstruction = -E[z ~ q(z | x): log p(x | z)]\n  regulariser = KL(q(z | x) || Normal(0, 1)[3])' }), right: vae(),
  }),
  'shapes/tied': row<{ layer: string; role: string; needed: string; got: string }>({
    severity: 'error', title: 'A tied weight has the shape of the one it stands for',
    message: (a) => `The ${a.role} of this ${a.layer} is ${a.needed}, and ${a.got} is given.`,
    explain: 'Tied weights stand in the place of a layer\'s own, so inputs and outputs must agree; `transpose` swaps them.',
    wrong: autoencoder('decoder Dec(h) -> xhat[8, 8, 1] { h -> dense(64, kernel: Enc.code.kernel) -> reshape(8, 8, 1) }').replace('dense(2)', 'dense(2, name: code)'),
    right: autoencoder('decoder Dec(h) -> xhat[8, 8, 1] { h -> dense(64, kernel: transpose(Enc.code.kernel)) -> reshape(8, 8, 1) }').replace('dense(2)', 'dense(2, name: code)'),
  }),
  'shapes/grad': row<{ got: string }>({
    severity: 'error', title: 'A gradient is that of one number',
    message: (a) => `grad differentiates one number a sample, and this is ${a.got}.`,
    explain: 'Of several numbers one takes the `jacobian`, or the gradient of their sum.',
    wrong: spec({ parts: F, loss: 'size = ||grad(F(x), x)||' }), right: spec({ parts: F, loss: 'size = ||jacobian(F(x), x)||' }),
  }),
  'shapes/path': row<{ from: string; to: string }>({
    severity: 'error', title: 'A path joins two points of one space',
    message: (a) => `The path goes from ${a.from} to ${a.to}.`,
    explain: 'Both ends of `from … to …` have one shape.',
    wrong: autoencoder(DECODER, undefined, 'figures { strip(h from [0, 0] to [1, 1, 1], 5: Dec(h)) }'), right: autoencoder(DECODER, undefined, 'figures { strip(h from [0, 0] to [1, 1], 5: Dec(h)) }'),
  }),
  'shapes/given': row<{ name: string; formal: string; wanted: string; got: string }>({
    severity: 'error', title: 'A given model is applied to what it was trained on',
    message: (a) => `${a.name} was trained with ${a.formal}: ${a.wanted}, and gets ${a.got}.`,
    explain: 'The weights of a given model are there already, so its shapes are fixed.',
    wrong: 'model Example\ndata (x: image[16, 16, 1] in [-1, 1])\ngiven G from "./gan.gen"\nmetric judged = E[G.D(x)]\n',
    right: 'model Example\ndata (x: image[8, 8, 1] in [-1, 1])\ngiven G from "./gan.gen"\nmetric judged = E[G.D(x)]\n',
  }),
}
