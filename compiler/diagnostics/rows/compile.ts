/** What the compiler says of a spec that is right but that it cannot, or will not, turn into a training graph. */
import { row } from '../row.ts'

/** A spec with one layer of this many units. */
const sized = (units: string): string => `model Large
data (x: image[28, 28, 1] in [0, 1])

encoder Enc(x) -> h[20] {
  x -> flatten -> dense(${units}, relu) -> dense(20)
}

decoder Dec(h) -> xhat[28, 28, 1] {
  h -> dense(784) -> reshape(28, 28, 1)
}

loss {
  reconstruction = ||x - Dec(Enc(x))||^2
}

train {
  minimize reconstruction with adam(1e-3)
  batch 128
  epochs 1
}
`

/** A decoder whose slopes are kept small, at one code or at several. */
const smooth = (penalty: string): string => `model Smooth
prior p(z) = Normal(0, 1)[2]

decoder Dec(z) -> xhat[4] {
  z -> dense(8, tanh) -> dense(4)
}

z ~ p(z)

loss {
  slope = ${penalty}
}

train {
  minimize slope with adam(1e-3)
  batch 128
  rounds 100
}
`

const paired = (metric: string): string => `model Paired
data here  (x: real[2])
data there (o: real[2])

metric apart = ${metric}
`

export const compile = {
  'compile/unsupported': row<{ what: string }>({
    severity: 'error',
    title: 'This construct is understood but not compiled yet',
    message: ({ what }) => `${what} passes the type checker but is not compiled to a training graph yet`,
    explain:
      'The type checker accepts the whole language; the compiler does not yet turn every construct of it into a training graph. ' +
      'Derivatives by a variable of which there are several at once are such a construct.',
    wrong: smooth('E[z ~ p(z), 3: ||jacobian(Dec(z), z)||^2]'),
    right: smooth('||jacobian(Dec(z), z)||^2'),
  }),
  'compile/left-out': row<{ what: string }>({
    severity: 'warning',
    title: 'A metric or figure is not compiled yet',
    message: ({ what }) => `${what} is not compiled yet, so the metric or figure that uses it is left out`,
    explain:
      'The type checker accepts the whole language; the compiler does not yet turn every construct of it into programs. Where only ' +
      'a metric or a figure needs such a construct, the model is built and trained without it.',
    wrong: paired('E[x in here.test: E[o in there.test: ||x - o||]]'),
    right: paired('E[||x - o||]'),
  }),
  'compile/too-large': row<{ parameters: number; bytes: number; limit: number }>({
    severity: 'error',
    title: 'The model does not fit in memory',
    message: ({ parameters, bytes, limit }) =>
      `this model has ${parameters < 1e15 ? parameters.toLocaleString('en') : parameters.toPrecision(2)} parameters and needs about ${gigabytes(bytes)} to train; ` +
      `the limit on this machine is ${gigabytes(limit)}`,
    explain:
      'Before anything is allocated, the compiler adds up what training would keep in memory: every parameter, its gradient, the ' +
      'optimiser\'s averages, and the activations of one batch. A model beyond the limit is refused, so that a slip in a layer\'s size ' +
      'does not bring the machine down. Reduce the layer sizes or the batch.',
    wrong: sized('1000000000'),
    right: sized('1000'),
  }),
}

const gigabytes = (bytes: number): string =>
  bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : bytes < 1e15 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e9).toPrecision(2)} GB`
