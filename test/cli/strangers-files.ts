/** Specs and data that a stranger has, each to be spoilt in one place. */
import { expect } from 'vitest'

export const VAE = `model VAE
data (x: image[4, 4, 1] in [0, 1])
hyper latent = 2

encoder Enc(x) -> (mu[latent], logvar[latent]) {
  h = x -> flatten -> dense(8, relu)
  mu = h -> dense(latent)
  logvar = h -> dense(latent)
}
decoder Dec(z) -> logits[4, 4, 1] {
  z -> dense(8, tanh) -> dense(16) -> reshape(4, 4, 1)
}

sampler    q(z | x) = Normal(Enc(x))
prior      p(z)     = Normal(0, 1)[latent]
likelihood p(x | z) = Bernoulli(Dec(z))

loss {
  reconstruction = -E[z ~ q(z | x): log p(x | z)]
  regulariser    = KL(q(z | x) || p(z))
}
train { minimize reconstruction + regulariser with adam(1e-3); batch 8; epochs 2 }
`

export const AE = `model AE
data (x: image[4, 4, 1] in [0, 1], y: label(10))
encoder Enc(x) -> h[3] { x -> flatten -> dense(3, relu) }
decoder Dec(h) -> xhat: image[4, 4, 1] in [0, 1] { h -> dense(16, sigmoid) -> reshape(4, 4, 1) }
classifier C(x) -> logits[10] { x -> flatten -> dense(10) }
distribution p(y | x) = Categorical(C(x))
loss {
  reconstruction = 1/2 * ||x - Dec(Enc(x))||^2
  classify       = -log p(y | x)
}
train { minimize reconstruction + classify with adam(1e-3); batch 8; epochs 1 }
`

export const GAN = `model GAN
data (x: image[4, 4, 1] in [0, 1])
prior p(z) = Normal(0, 1)[2]
generator G(z) -> image[4, 4, 1] in [-1, 1] { z -> dense(16, tanh) -> reshape(4, 4, 1) }
discriminator D(x) -> probability { x -> flatten -> dense(1, sigmoid) }
z ~ p(z)
let fake = G(z)
loss {
  V         = E[log D(x)] + E[log(1 - D(fake))]
  generator = -E[log D(fake)]
}
train { maximize V over D with adam(1e-3); minimize generator over G with adam(1e-3); batch 8; epochs 1 }
`

export const LINE = `model Line
data (x: real[2])
hyper rate = 0.01
encoder Enc(x) -> h[1] { x -> dense(1) }
decoder Dec(h) -> xhat[2] { h -> dense(2) }
let xhat = Dec(Enc(x))
loss { reconstruction = 1/2 * ||x - xhat||^2 }
train { minimize reconstruction with adam(rate); batch 32; epochs 2 }
`
/** Seven steps an epoch. */
export const RING = ['--data', 'ring8:train=200,test=50']

/** `text` with `from` replaced once; it must be there. */
export function altered(text: string, from: string, to: string): string {
  expect(text).toContain(from)
  return text.replace(from, to)
}

const bigEndian = (...values: readonly number[]): number[] => values.flatMap((v) => [v >>> 24, (v >>> 16) & 255, (v >>> 8) & 255, v & 255])
/** IDX of n pictures of h × w, the pixels counting up. */
export const images = (n: number, h = 4, w = 4): Uint8Array => Uint8Array.from([0, 0, 8, 3, ...bigEndian(n, h, w), ...Array.from({ length: n * h * w }, (_, i) => i % 256)])
export const labels = (n: number, odd?: { readonly row: number; readonly label: number }): Uint8Array =>
  Uint8Array.from([0, 0, 8, 1, ...bigEndian(n), ...Array.from({ length: n }, (_, i) => (i === odd?.row ? odd.label : i % 10))])

/** A folder of IDX files as the spec AE takes them, some of them replaced or (null) left out. */
export function idxFolder(changed: Readonly<Record<string, Uint8Array | string | null>> = {}): Record<string, string | Uint8Array> {
  const files: Record<string, Uint8Array | string | null> = {
    'train-images-idx3-ubyte': images(40), 'train-labels-idx1-ubyte': labels(40), 't10k-images-idx3-ubyte': images(10), 't10k-labels-idx1-ubyte': labels(10), ...changed,
  }
  return Object.fromEntries(Object.entries(files).flatMap(([name, content]) => (content === null ? [] : [[`d/${name}`, content] as const])))
}

const POINTS = Array.from({ length: 50 }, (_, i) => `${i / 50},${((i * 7) % 50) / 50}`)
/** A CSV file with one line (counted with the header, from 1) replaced. */
export const csv = (line: number, text: string): string => ['a,b', ...POINTS].map((row, i) => (i === line - 1 ? text : row)).join('\n')
