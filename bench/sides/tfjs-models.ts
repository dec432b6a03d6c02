/**
 * The models written by hand in plain TensorFlow.js, as its guides teach: variables, a loss as a function, and
 * `optimizer.minimize`. No trick that its documentation does not show; none left out that it does.
 */
import type * as Tfjs from '@tensorflow/tfjs-core'

export type Tf = typeof Tfjs
/** One step on a batch; its loss. */
export type Step = (x: Tfjs.Tensor) => Tfjs.Scalar

interface Size { readonly batch: number; readonly width: number | null }

/** Weights of a dense layer, Glorot's first values. */
function dense(tf: Tf, inputs: number, outputs: number) {
  const limit = Math.sqrt(6 / (inputs + outputs))
  const kernel = tf.variable(tf.randomUniform([inputs, outputs], -limit, limit)) as Tfjs.Variable<Tfjs.Rank.R2>
  const bias = tf.variable(tf.zeros([outputs]))
  return (x: Tfjs.Tensor): Tfjs.Tensor2D => tf.add(tf.matMul(x as Tfjs.Tensor2D, kernel), bias)
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

export const handModels: Readonly<Record<string, (tf: Tf, size: Size) => Step>> = { vae }
