/**
 * The models written by hand in plain TensorFlow.js, as its guides teach: variables, a loss as a function, and
 * `optimizer.minimize`. No trick that its documentation does not show; none left out that it does.
 */
import type * as Tfjs from '@tensorflow/tfjs-core'

export type Tf = typeof Tfjs
/** One step on a batch; its loss. */
export type Step = (x: Tfjs.Tensor) => Tfjs.Scalar

interface Size { readonly batch: number; readonly width: number | null }

/** Glorot's first values. */
function glorot<R extends Tfjs.Rank>(tf: Tf, shape: Tfjs.ShapeMap[R], fans: number): Tfjs.Variable<R> {
  const limit = Math.sqrt(6 / fans)
  return tf.variable(tf.randomUniform<R>(shape, -limit, limit))
}

function dense(tf: Tf, inputs: number, outputs: number) {
  const kernel = glorot<Tfjs.Rank.R2>(tf, [inputs, outputs], inputs + outputs)
  const bias = tf.variable(tf.zeros([outputs]))
  return (x: Tfjs.Tensor): Tfjs.Tensor2D => tf.add(tf.matMul(x as Tfjs.Tensor2D, kernel), bias)
}

function conv(tf: Tf, inputs: number, outputs: number, size: number, strides: number) {
  const kernel = glorot<Tfjs.Rank.R4>(tf, [size, size, inputs, outputs], size * size * (inputs + outputs))
  const bias = tf.variable(tf.zeros([outputs]))
  return (x: Tfjs.Tensor): Tfjs.Tensor => tf.add(tf.conv2d(x as Tfjs.Tensor4D, kernel, strides, 'same'), bias)
}

/** `side`: rows and columns of the result. */
function convTranspose(tf: Tf, inputs: number, outputs: number, size: number, strides: number, side: number) {
  const kernel = glorot<Tfjs.Rank.R4>(tf, [size, size, outputs, inputs], size * size * (inputs + outputs))
  const bias = tf.variable(tf.zeros([outputs]))
  return (x: Tfjs.Tensor): Tfjs.Tensor =>
    tf.add(tf.conv2dTranspose(x as Tfjs.Tensor4D, kernel, [x.shape[0]!, side, side, outputs], strides, 'same'), bias)
}

/** Normalises the last axis by the batch, and keeps running statistics. */
function batchNorm(tf: Tf, channels: number) {
  const [offset, scale] = [tf.variable(tf.zeros([channels])), tf.variable(tf.ones([channels]))]
  const [runningMean, runningVariance] = [tf.variable(tf.zeros([channels]), false), tf.variable(tf.ones([channels]), false)]
  const average = (old: Tfjs.Variable, now: Tfjs.Tensor): void => { old.assign(tf.add(tf.mul(old, 0.99), tf.mul(now, 0.01))) }
  return (x: Tfjs.Tensor): Tfjs.Tensor => {
    const { mean, variance } = tf.moments(x, x.shape.slice(0, -1).map((_, axis) => axis))
    average(runningMean, mean)
    average(runningVariance, variance)
    return tf.batchNorm(x, mean as Tfjs.Tensor1D, variance as Tfjs.Tensor1D, offset as Tfjs.Tensor1D, scale as Tfjs.Tensor1D, 1e-3)
  }
}

/** Σ over everything of the cross-entropy of Bernoulli variables, by their logits. */
const crossEntropy = (tf: Tf, x: Tfjs.Tensor, logits: Tfjs.Tensor): Tfjs.Scalar =>
  tf.losses.sigmoidCrossEntropy(x, logits, undefined, 0, tf.Reduction.SUM)

function normalKl(tf: Tf, mu: Tfjs.Tensor, logvar: Tfjs.Tensor): Tfjs.Scalar {
  return tf.mul(-0.5, tf.sum(tf.sub(tf.sub(tf.add(1, logvar), tf.square(mu)), tf.exp(logvar))))
}

function sampled(tf: Tf, mu: Tfjs.Tensor, logvar: Tfjs.Tensor): Tfjs.Tensor {
  return tf.add(mu, tf.mul(tf.exp(tf.mul(0.5, logvar)), tf.randomNormal(mu.shape)))
}

const minimizing = (tf: Tf, loss: (x: Tfjs.Tensor) => Tfjs.Scalar): Step => {
  const optimizer = tf.train.adam(1e-3)
  return (x) => optimizer.minimize(() => loss(x), true)!
}

function vae(tf: Tf, { batch, width }: Size): Step {
  const [hidden, mu, logvar] = [dense(tf, 784, width!), dense(tf, width!, 20), dense(tf, width!, 20)]
  const [first, second] = [dense(tf, 20, width!), dense(tf, width!, 784)]
  return minimizing(tf, (x) => {
    const h = tf.relu(hidden(x))
    const [m, v] = [mu(h), logvar(h)]
    const logits = second(tf.relu(first(sampled(tf, m, v))))
    return tf.div(tf.add(crossEntropy(tf, x, logits), normalKl(tf, m, v)), batch)
  })
}

function convVae(tf: Tf, { batch }: Size): Step {
  const [first, second, code] = [conv(tf, 1, 32, 3, 2), conv(tf, 32, 64, 3, 2), dense(tf, 7 * 7 * 64, 16)]
  const [mu, logvar] = [dense(tf, 16, 2), dense(tf, 16, 2)]
  const [third, fourth] = [dense(tf, 2, 7 * 7 * 64), convTranspose(tf, 64, 64, 3, 2, 14)]
  const [fifth, last] = [convTranspose(tf, 64, 32, 3, 2, 28), convTranspose(tf, 32, 1, 3, 1, 28)]
  return minimizing(tf, (x) => {
    const image = tf.reshape(x, [batch, 28, 28, 1])
    const h = tf.relu(code(tf.reshape(tf.relu(second(tf.relu(first(image)))), [batch, 7 * 7 * 64])))
    const [m, v] = [mu(h), logvar(h)]
    const spread = tf.reshape(tf.relu(third(sampled(tf, m, v))), [batch, 7, 7, 64])
    const logits = last(tf.relu(fifth(tf.relu(fourth(spread)))))
    return tf.div(tf.add(crossEntropy(tf, image, logits), normalKl(tf, m, v)), batch)
  })
}

function contractive(tf: Tf, { batch }: Size): Step {
  const kernel = glorot<Tfjs.Rank.R2>(tf, [784, 300], 1084)
  const [bias, back] = [tf.variable(tf.zeros([300])), tf.variable(tf.zeros([784]))]
  return minimizing(tf, (x) => {
    const h = tf.sigmoid(tf.add(tf.matMul(x as Tfjs.Tensor2D, kernel), bias))
    const xhat = tf.sigmoid(tf.add(tf.matMul(h as Tfjs.Tensor2D, kernel, false, true), back))
    const slope = tf.mul(h, tf.sub(1, h))
    const stretch = tf.mul(tf.square(slope), tf.sum(tf.square(kernel), 0))
    return tf.div(tf.add(tf.mul(0.5, tf.sum(tf.squaredDifference(x, xhat))), tf.mul(0.1, tf.sum(stretch))), batch)
  })
}

type Network = (x: Tfjs.Tensor) => Tfjs.Tensor

/** A network and the variables that were made for it. */
function player(tf: Tf, make: () => Network): { readonly run: Network; readonly variables: Tfjs.Variable[] } {
  const before = new Set(Object.keys(tf.engine().registeredVariables))
  const run = make()
  const variables = Object.values(tf.engine().registeredVariables).filter(({ name, trainable }) => !before.has(name) && trainable)
  return { run, variables }
}

/** One round of two players: D on a batch, then G against the D just updated. */
function play(tf: Tf, makeG: () => Network, makeD: () => Network, latent: number, rate: number): Step {
  const [G, D] = [player(tf, makeG), player(tf, makeD)]
  const [ofG, ofD] = [tf.train.adam(rate, 0.5), tf.train.adam(rate, 0.5)]
  const entropy = (labels: Tfjs.Tensor, logits: Tfjs.Tensor): Tfjs.Scalar => tf.losses.sigmoidCrossEntropy(labels, logits)
  return (x) => tf.tidy(() => {
    const z = tf.randomNormal([x.shape[0]!, latent])
    const [ones, zeros] = [tf.ones([x.shape[0]!, 1]), tf.zeros([x.shape[0]!, 1])]
    const lossD = ofD.minimize(() => tf.add(entropy(ones, D.run(x)), entropy(zeros, D.run(G.run(z)))), true, D.variables)!
    const lossG = ofG.minimize(() => entropy(ones, D.run(G.run(z))), true, G.variables)!
    return tf.add<Tfjs.Scalar>(lossD, lossG)
  })
}

function dcgan(tf: Tf, { batch }: Size): Step {
  const generator = (): Network => {
    const [first, norm1, second, norm2] = [dense(tf, 64, 7 * 7 * 32), batchNorm(tf, 7 * 7 * 32), convTranspose(tf, 32, 16, 4, 2, 14), batchNorm(tf, 16)]
    const last = convTranspose(tf, 16, 1, 4, 2, 28)
    return (z) => tf.tanh(last(tf.relu(norm2(second(tf.reshape(tf.relu(norm1(first(z))), [batch, 7, 7, 32]))))))
  }
  const discriminator = (): Network => {
    const [first, second, norm, last] = [conv(tf, 1, 16, 4, 2), conv(tf, 16, 32, 4, 2), batchNorm(tf, 32), dense(tf, 7 * 7 * 32, 1)]
    return (x) => last(tf.reshape(tf.leakyRelu(norm(second(tf.leakyRelu(first(x), 0.2))), 0.2), [batch, 7 * 7 * 32]))
  }
  const step = play(tf, generator, discriminator, 64, 5e-4)
  return (x) => tf.tidy(() => step(tf.reshape(x, [batch, 28, 28, 1])))
}

function ringGan(tf: Tf): Step {
  const mlp = (...widths: number[]) => (): Network => {
    const layers = widths.slice(1).map((width, i) => dense(tf, widths[i]!, width))
    return (x) => layers.reduce<Tfjs.Tensor>((h, layer, i) => (i === layers.length - 1 ? layer(h) : tf.relu(layer(h))), x)
  }
  return play(tf, mlp(2, 128, 128, 2), mlp(2, 128, 128, 1), 2, 1e-3)
}

export const handModels: Readonly<Record<string, (tf: Tf, size: Size) => Step>> = { vae, 'conv-vae': convVae, contractive, dcgan, 'ring-gan': ringGan }
