/** Small complete specs with one part exchanged: what the examples of the diagnostics are made of. */

interface Parts {
  readonly data?: string
  /** Networks, hypers, distributions, draws, lets. */
  readonly parts?: string
  readonly loss?: string
  /** Metrics, figures, stages. */
  readonly rest?: string
  readonly train?: string
}

/** A spec of one line a part. Without a network it trains `F`. */
export const spec = ({ data = 'data (x: real[4], y: label(3))', parts = '', loss = 'size = ||F(x)||^2', rest = '', train = 'minimize size with adam(1e-3)' }: Parts): string => {
  const lines = ['model Example', data, parts, loss === '' ? '' : `loss { ${loss} }`, rest, train === '' ? '' : `train { ${train} }`]
  return `${lines.filter((line) => line !== '').join('\n')}\n`
}

export const F = 'network F(x) -> h[2] { x -> dense(2) }'

/** An autoencoder of images, its data and the two ends exchangeable. */
export const autoencoder = (decoder: string, data = 'data (x: image[8, 8, 1] in [0, 1])', rest = ''): string => `model Example
${data}
encoder Enc(x) -> h[2] { x -> flatten -> dense(2) }
${decoder}
let xhat = Dec(Enc(x))
loss { reconstruction = ||x - xhat||^2 }
${rest === '' ? '' : `${rest}\n`}train { minimize reconstruction with adam(1e-3) }
`

export const DECODER = 'decoder Dec(h) -> image[8, 8, 1] in [0, 1] { h -> dense(64, sigmoid) -> reshape(8, 8, 1) }'

/** A variational autoencoder; distributions, loss and train exchangeable. */
export const vae = ({ data = 'data (x: image[8, 8, 1] in [0, 1])', q = 'sampler q(z | x) = Normal(Enc(x))', prior = 'prior p(z) = Normal(0, 1)[2]', likelihood = 'likelihood p(x | z) = Bernoulli(Dec(z))', terms = 'reconstruction = -E[z ~ q(z | x): log p(x | z)]\n  regulariser = KL(q(z | x) || p(z))', rest = '', train = 'minimize reconstruction + regulariser with adam(1e-3)', encoder = 'encoder Enc(x) -> (mu[2], logvar[2]) { h = x -> flatten; mu = h -> dense(2); logvar = h -> dense(2) }', decoder = 'decoder Dec(z) -> logits[8, 8, 1] { z -> dense(64) -> reshape(8, 8, 1) }' } = {}): string => `model Example
${data}
${encoder}
${decoder}
${q}
${prior}
${likelihood}
loss {
  ${terms}
}
${rest === '' ? '' : `${rest}\n`}train { ${train} }
`

/** A two-player game. */
export const gan = ({ data = 'data (x: image[8, 8, 1] in [-1, 1])', generator = 'generator G(z) -> image[8, 8, 1] in [-1, 1] { z -> dense(64, tanh) -> reshape(8, 8, 1) }', discriminator = 'discriminator D(x) -> probability { x -> flatten -> dense(1, sigmoid) }', terms = 'V = E[log D(x)] + E[log(1 - D(fake))]\n  generator = -E[log D(fake)]', train = 'maximize V over D with adam(2e-4)\n  minimize generator over G with adam(2e-4)', rest = '' } = {}): string => `model Example
${data}
prior p(z) = Normal(0, 1)[4]
${generator}
${discriminator}
z ~ p(z)
let fake = G(z)
loss {
  ${terms}
}
${rest === '' ? '' : `${rest}\n`}train {
  ${train}
}
`
