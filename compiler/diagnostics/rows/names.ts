/** Names: what they stand for, where they are seen, how arguments are given. */
import { row, type NoArgs } from '../row.ts'
import { autoencoder, F, gan, spec, vae } from './examples.ts'

const known = (list: string): string => (list === '' ? '' : ` Known: ${list}.`)

export const names = {
  'names/unknown': row<{ name: string }>({
    severity: 'error', title: 'Every name is declared',
    message: (a) => `${a.name} is not declared.`,
    explain: 'A name must be a data field, a hyperparameter, a network, a draw, a let, a loss term, a metric or a weight of the model; inside a body it must be a formal or a local.',
    wrong: spec({ parts: F, loss: 'size = ||F(xs)||^2' }), right: spec({ parts: F }),
  }),
  'names/unknown-function': row<{ name: string }>({
    severity: 'error', title: 'Layers and functions are spelt as in Keras',
    message: (a) => `There is no layer, function, network or distribution ${a.name}.`,
    explain: 'Layers are those of Keras in lower camel case (`dense`, `conv2d`, `batchNormalization`), functions those of the reference page.',
    wrong: spec({ parts: 'network F(x) -> h[2] { x -> dens(2) }' }), right: spec({ parts: F }),
  }),
  'names/unknown-activation': row<{ name: string; known: string }>({
    severity: 'error', title: 'Activations have known names',
    message: (a) => `There is no activation ${a.name}.${known(a.known)}`,
    explain: 'The activation of a layer is one of a few functions, with its number in parentheses where it has one: `leakyReLU(0.2)`.',
    wrong: spec({ parts: 'network F(x) -> h[2] { x -> dense(2, rulu) }' }), right: spec({ parts: 'network F(x) -> h[2] { x -> dense(2, relu) }' }),
  }),
  'names/unknown-argument': row<{ callee: string; name: string; signature: string }>({
    severity: 'error', title: 'Named arguments exist',
    message: (a) => `${a.callee} has no argument ${a.name}: ${a.signature}`,
    explain: 'Arguments after the first few are given by name. The names are those of Keras for layers and of the reference page for the rest.',
    wrong: spec({ parts: 'network F(x) -> h[2] { x -> dense(2, useBia: false) }' }), right: spec({ parts: 'network F(x) -> h[2] { x -> dense(2, useBias: false) }' }),
  }),
  'names/missing-argument': row<{ callee: string; name: string; doc: string; signature: string }>({
    severity: 'error', title: 'Required arguments are given',
    message: (a) => `${a.callee} needs ${a.name}, ${a.doc}: ${a.signature}`,
    explain: 'A layer or function was written without an argument that has no default.',
    wrong: spec({ parts: 'network F(x) -> h[2] { x -> dense() }' }), right: spec({ parts: F }),
  }),
  'names/too-many-arguments': row<{ callee: string; signature: string }>({
    severity: 'error', title: 'No more arguments than parameters',
    message: (a) => `${a.callee} takes fewer arguments: ${a.signature}`,
    explain: 'Options come by name: `strides: 2`, not in a row of numbers.',
    wrong: spec({ parts: 'network F(x) -> h[2] { x -> dense(2, relu, 3) }' }), right: spec({ parts: 'network F(x) -> h[2] { x -> dense(2, relu) }' }),
  }),
  'names/argument-twice': row<{ callee: string; name: string }>({
    severity: 'error', title: 'An argument is given once',
    message: (a) => `${a.callee} gets ${a.name} twice.`,
    explain: 'The argument stands in its place and by name, or twice by name.',
    wrong: spec({ parts: 'network F(x) -> h[2] { x -> dense(2, units: 2) }' }), right: spec({ parts: F }),
  }),
  'names/unknown-word': row<{ what: string; word: string; words: string }>({
    severity: 'error', title: 'An option takes one of a few words',
    message: (a) => `${a.what} is one of ${a.words}, not ${a.word}.`,
    explain: 'Options such as `padding:` are given by a word from a short list.',
    wrong: spec({ data: 'data (x: image[8, 8, 1])', parts: 'network F(x) -> h[2] { x -> conv2d(2, 3, padding: some) -> flatten -> dense(2) }' }),
    right: spec({ data: 'data (x: image[8, 8, 1])', parts: 'network F(x) -> h[2] { x -> conv2d(2, 3, padding: same) -> flatten -> dense(2) }' }),
  }),
  'names/identifier': row<{ what: string; text: string }>({
    severity: 'error', title: 'A layer is named by a plain name',
    message: (a) => `${a.what} is a name, not ${a.text}.`,
    explain: 'The name of a layer becomes part of `Net.name.kernel`: write it without quotes.',
    wrong: spec({ parts: 'network F(x) -> h[2] { x -> dense(2, name: 3) }' }), right: spec({ parts: 'network F(x) -> h[2] { x -> dense(2, name: code) }' }),
  }),
  'names/unknown-type': row<{ word: string; known: string }>({
    severity: 'error', title: 'A declared type is a kind of number',
    message: (a) => `${a.word} is not a kind of number.${known(a.known)}`,
    explain: 'Data fields and annotated outputs say what sort of number they hold: `image[28, 28, 1] in [0, 1]`, `label(10)`, `real[2]`.',
    wrong: spec({ data: 'data (x: reel[4])', parts: F }), right: spec({ data: 'data (x: real[4])', parts: F }),
  }),
  'names/unknown-hyper': row<{ name: string; known: string }>({
    severity: 'error', title: 'Only declared hyperparameters can be set',
    message: (a) => (a.known === '' ? `${a.name} cannot be set: the spec declares no hyperparameter.` : `${a.name} cannot be set: the hyperparameters are ${a.known}.`),
    explain: '`--set name=value` replaces the value of a `hyper` declaration. This one comes from the command line; the spec itself is right.',
    wrong: spec({ parts: `hyper width = 2\nnetwork F(x) -> h[width] { x -> dense(width) }` }), right: spec({ parts: `hyper width = 2\nnetwork F(x) -> h[width] { x -> dense(width) }` }),
  }),
  'names/unknown-member': row<{ object: string; member: string; known: string }>({
    severity: 'error', title: 'A dot reaches something that is there',
    message: (a) => `${a.object} has no ${a.member}.${known(a.known)}`,
    explain: 'A dot reaches the outputs of an application (`Enc(x).mu`), the parameters of a named layer (`Enc.code.kernel`), the fields of a row (`test[0].x`) and what a given model declares (`J.C`).',
    wrong: vae({ rest: 'metric size = E[||Enc(x).my||]' }), right: vae({ rest: 'metric size = E[||Enc(x).mu||]' }),
  }),
  'names/unknown-parameter': row<{ entry: string; known: string }>({
    severity: 'error', title: 'Weights of layers are reached by the names of their layers',
    message: (a) => `There is no ${a.entry}.${known(a.known)}`,
    explain: 'Parameters are named by network, layer and role: `Enc.code.kernel`. Give the layer a name with `name: code`.',
    wrong: autoencoder('decoder Dec(h) -> xhat[8, 8, 1] { h -> dense(64, kernel: transpose(Enc.cod.kernel)) -> reshape(8, 8, 1) }').replace('dense(2)', 'dense(2, name: code)'),
    right: autoencoder('decoder Dec(h) -> xhat[8, 8, 1] { h -> dense(64, kernel: transpose(Enc.code.kernel)) -> reshape(8, 8, 1) }').replace('dense(2)', 'dense(2, name: code)'),
  }),
  'names/parameter-path': row<{ text: string; network: string }>({
    severity: 'error', title: 'A parameter is reached through its layer',
    message: (a) => `${a.text} names no parameter: write ${a.network}.layer.kernel, or ${a.network}(…).output for an output.`,
    explain: 'After a network without parentheses come a layer and the role of the weight. An output needs an application: `Enc(x).mu`.',
    wrong: vae({ rest: 'metric size = E[||Enc.mu||]' }), right: vae({ rest: 'metric size = E[||Enc(x).mu||]' }),
  }),
  'names/unknown-reducer': row<{ name: string; known: string }>({
    severity: 'error', title: 'Brackets follow a reduction',
    message: (a) => `${a.name}[…] is no reduction.${known(a.known)}`,
    explain: 'A binder inside brackets belongs to one of the reductions: `E[z ~ q: …]`, `max[k in label(10): …]`.',
    wrong: spec({ parts: F, rest: 'metric most = maks[k in 0..2: k]' }), right: spec({ parts: F, rest: 'metric most = max[k in 0..2: k]' }),
  }),
  'names/duplicate': row<{ name: string; what: string }>({
    severity: 'error', title: 'A name is declared once',
    message: (a) => `${a.name} is already declared, as ${a.what}.`,
    explain: 'All names of a model share one space: data fields, hyperparameters, networks, draws, lets, terms, metrics and weights. Formals and locals are private to their body.',
    wrong: spec({ parts: `hyper x = 1\n${F}` }), right: spec({ parts: `hyper width = 2\nnetwork F(x) -> h[width] { x -> dense(width) }` }),
  }),
  'names/reserved': row<{ name: string; what: string }>({
    severity: 'error', title: 'Some names belong to the language',
    message: (a) => `${a.name} means something in every spec and cannot be ${a.what}.`,
    explain: '`step`, `epoch`, `progress`, `pi`, `E` and `KL` are there everywhere.',
    wrong: spec({ parts: `${F}\nlet progress = F(x)` }), right: spec({ parts: `${F}\nlet h = F(x)`, loss: 'size = ||h||^2' }),
  }),
  'names/unused': row<{ name: string; what: string }>({
    severity: 'warning', title: 'What is declared is read',
    message: (a) => `${a.name}, ${a.what}, is never read.`,
    explain: 'A name that nothing reads is often a slip of the pen in the place that should read it.',
    wrong: spec({ parts: `hyper width = 2\n${F}` }), right: spec({ parts: 'hyper width = 2\nnetwork F(x) -> h[width] { x -> dense(width) }' }),
  }),
  'names/recursion': row<{ name: string; what: string }>({
    severity: 'error', title: 'Nothing is defined by itself',
    message: (a) => `The ${a.what} ${a.name} is defined by itself.`,
    explain: 'Lets, networks and distributions are equations that are written out where they are used; one that reaches itself would never end.',
    wrong: spec({ parts: `${F}\nlet a = F(x) + b\nlet b = 2 * a`, loss: 'size = ||a||^2' }), right: spec({ parts: `${F}\nlet a = F(x)\nlet b = 2 * a`, loss: 'size = ||b||^2' }),
  }),
  'names/not-a-value': row<{ name: string; what: string; example: string }>({
    severity: 'error', title: 'Networks and functions are applied',
    message: (a) => `${a.name} is ${a.what}, not a number: write ${a.example}.`,
    explain: 'Nothing is applied implicitly: a network stands for a number only with its arguments.',
    wrong: spec({ parts: F, loss: 'size = ||F||^2' }), right: spec({ parts: F }),
  }),
  'names/not-a-function': row<{ name: string; what: string }>({
    severity: 'error', title: 'Only networks and functions take arguments',
    message: (a) => `${a.name} is ${a.what} and takes no arguments.`,
    explain: 'Products are written: `a * (b + c)`. A let is read by its name alone.',
    wrong: spec({ parts: F, loss: 'size = x(2)' }), right: spec({ parts: F }),
  }),
  'names/arrow-target': row<NoArgs>({
    severity: 'error', title: 'An arrow leads to a layer, function or network',
    message: () => 'After -> comes a layer, a function or a network.',
    explain: '`x -> f(a)` is `f(x, a)`.',
    wrong: spec({ parts: 'network F(x) -> h[2] { x -> dense(2) -> 3 }' }), right: spec({ parts: F }),
  }),
  'names/not-in-body': row<{ name: string; network: string; what: string }>({
    severity: 'error', title: 'A body sees its formals, hypers and other networks',
    message: (a) => `${a.name}, ${a.what}, cannot be seen in the body of ${a.network}.`,
    help: (a) => `Make it an argument: ${a.network}(…, ${a.name}).`,
    explain: 'Networks are functions: what they read comes through their arguments. Bodies also see hyperparameters, `step`, `epoch`, `progress`, networks and blocks.',
    wrong: spec({ parts: 'network F(h) -> k[2] { dense(h, 2) + sum(x) }' }), right: spec({ parts: 'network F(h, x) -> k[2] { dense(h, 2) + sum(x) }', loss: 'size = ||F(x, x)||^2' }),
  }),
  'names/unbound-variable': row<{ name: string; example: string }>({
    severity: 'error', title: 'Every variable has a value',
    message: (a) => `${a.name} has no value here: it is neither data nor drawn.`,
    explain: 'A variable that only distributions name gets its value from a draw, `z ~ p(z)`, or from a binder, `E[z ~ q(z | x): …]`.',
    wrong: vae({ terms: 'reconstruction = -log p(x | z)\n  regulariser = KL(q(z | x) || p(z))' }), right: vae(),
  }),
  'names/unreached-binder': row<{ name: string }>({
    severity: 'error', title: 'A binder is read by its body',
    message: (a) => `Nothing in the body reads ${a.name}, so binding it changes nothing.`,
    explain: 'A binder replaces the variable of its name in its body, through lets too. One that the body never reaches is a mistake in one of the two.',
    wrong: vae({ terms: 'reconstruction = -E[w ~ q(z | x): ||x||]\n  regulariser = KL(q(z | x) || p(z))' }), right: vae(),
  }),
  'names/binder-shadows': row<{ name: string; what: string }>({
    severity: 'error', title: 'A binder binds a variable',
    message: (a) => `${a.name} is ${a.what} and cannot be bound.`,
    explain: 'Binders replace variables: data fields, draws, variables of distributions, or new names.',
    wrong: spec({ parts: `hyper k = 2\n${F}`, rest: 'metric most = max[k in 0..2: k * E[||F(x)||]]' }), right: spec({ parts: F, rest: 'metric most = max[k in 0..2: k * E[||F(x)||]]' }),
  }),
  'names/binder-call': row<{ name: string }>({
    severity: 'error', title: 'Binders stand in brackets or figures',
    message: (a) => `${a.name}(…) takes no binder: binders stand in E[…], in arrays and in figures.`,
    explain: 'Reductions over a binder are written with brackets: `max[k in 0..2: e]`.',
    wrong: spec({ parts: F, rest: 'metric most = max(k in 0..2: k)' }), right: spec({ parts: F, rest: 'metric most = max[k in 0..2: k]' }),
  }),
  'names/differentiate-by': row<{ name: string; text: string }>({
    severity: 'error', title: 'One differentiates by a name',
    message: (a) => `${a.name} differentiates by a variable or let, not by ${a.text}.`,
    explain: '`grad(e, v)` is the gradient of e by everything that v stands for, so v is a name. Give the value a name with `let`.',
    wrong: gan({ rest: 'metric slope = E[||grad(D(fake), G(z))||]' }), right: gan({ rest: 'metric slope = E[||grad(D(fake), fake)||]' }),
  }),
  'names/no-dependence': row<{ name: string; text: string }>({
    severity: 'error', title: 'What is differentiated depends on the variable',
    message: (a) => `${a.text} does not depend on ${a.name}: the derivative is 0.`,
    explain: 'The name is compared with what the expression reads, through lets. `grad(D(G(z)), fake)` does not mention fake even where `let fake = G(z)`; write `grad(D(fake), fake)`.',
    wrong: gan({ rest: 'metric slope = E[||grad(D(x), fake)||]' }), right: gan({ rest: 'metric slope = E[||grad(D(fake), fake)||]' }),
  }),
  'names/given-draw': row<{ name: string; variable: string }>({
    severity: 'error', title: 'What is given depends on its data only',
    message: (a) => `${a.name} depends on ${a.variable}, which is not a data field of the given model.`,
    explain: 'Terms and metrics of a given model are functions of its data fields. One that reads a model-level draw has no value of its own.',
    wrong: 'model Example\ndata (x: image[8, 8, 1] in [-1, 1])\ngiven G from "./gan.gen"\nmetric fooled = E[G.generator(x)]\n',
    right: 'model Example\ndata (x: image[8, 8, 1] in [-1, 1])\ngiven G from "./gan.gen"\nmetric judged = E[G.D(x)]\n',
  }),
  'names/import': row<{ name: string; path: string; known: string }>({
    severity: 'error', title: 'Imported names exist',
    message: (a) => `${a.path} declares no network or block ${a.name}.${known(a.known)}`,
    explain: 'An import names networks and blocks of another spec.',
    wrong: 'import { Bod } from "./blocks.gen"\nmodel Example\ndata (x: real[4])\nnetwork F(x) -> h[2] { x -> dense(2) }\nloss { size = ||F(x)||^2 }\ntrain { minimize size with adam(1e-3) }\n',
    right: 'import { Body } from "./blocks.gen"\nmodel Example\ndata (x: real[4])\nnetwork F(x) -> h[2] { x -> Body -> dense(2) }\nloss { size = ||F(x)||^2 }\ntrain { minimize size with adam(1e-3) }\n',
  }),
}
