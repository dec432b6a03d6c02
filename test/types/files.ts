/** Specs that examples and tests import, by path. */
import { existsSync, readFileSync } from 'node:fs'
import type { Imports } from '../../compiler/check.ts'
import { gan } from '../../compiler/diagnostics/rows/examples.ts'
import { parse } from '../../grammar/parse.ts'

const BESIDE: Readonly<Record<string, string>> = {
  'gan.gen': gan(),
  'blocks.gen': 'hyper width = 3\nblock Inner(h) { h -> dense(width) }\nblock Body(h) { h -> Inner -> relu }\nnetwork Unasked(x) -> k[2] { x -> dense(2) }\n',
  'circle.gen': 'model Circle\ndata (x: real[4])\ngiven G from "./circle.gen"\nmetric far = E[||x||]\n',
  'broken.gen': 'hyper width = 3\nblock Body(h) { h -> dense(width }\n',
  'rows.gen': 'model Rows\ndata (x: image[8, 8, 1] in [-1, 1], y: label(2))\nmetric size = E[||x||]\nmetric ofOnes = E[x in test where y == 1: ||x||]\n',
  'clock.gen': 'model Clock\ndata (x: image[8, 8, 1] in [-1, 1])\nlet size = ||x|| * min(1, step / 100)\nmetric large = E[size]\n',
  'wrong.gen': 'model Wrong\ndata (x: reel[4])\n',
  'nll.gen': `model VAE
data (x: image[28, 28, 1] in [0, 1])
encoder Enc(x) -> (mu[4], logvar[4]) { h = x -> flatten -> dense(40, relu); mu = h -> dense(4); logvar = h -> dense(4) }
decoder Dec(z) -> logits[28, 28, 1] { z -> dense(784) -> reshape(28, 28, 1) }
sampler q(z | x) = Normal(Enc(x))
prior p(z) = Normal(0, 1)[4]
likelihood p(x | z) = Bernoulli(Dec(z))
loss { reconstruction = -E[z ~ q(z | x): log p(x | z)] }
metric nll = E[-log E[z ~ q(z | x), 500: p(x | z) * p(z) / q(z | x)]]
train { minimize reconstruction with adam(1e-3) }
`,
}

/** First the specs of the tests, then those of `folder`. */
export const importsFrom = (folder: string, renamed: Readonly<Record<string, string>> = {}): Imports => (path) => {
  const plain = path.replace(/^\.\//, '')
  const name = renamed[plain] ?? plain
  const file = `${folder}/${name}`
  const source = folder !== '' && existsSync(file) ? readFileSync(file, 'utf8') : BESIDE[name]
  return source === undefined ? null : { ...parse(source), source }
}
