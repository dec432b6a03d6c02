/** The files that documents are opened from: lecture specs with what they are given, and three that bring one another. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where all of them seem to lie. */
export const FOLDER = 'file:///soak/'

export const uriOf = (name: string): string => `${FOLDER}${name}.gen`

/** Lecture specs by name. */
export function lectureSpecs(root: string): ReadonlyMap<string, string> {
  const folder = join(root, 'specs')
  return new Map(readdirSync(folder).filter((file) => file.endsWith('.gen')).sort().map((file) => [file.slice(0, -'.gen'.length), readFileSync(join(folder, file), 'utf8')]))
}

const BLOCKS = `model Blocks

/// Two layers of the same width.
block Body(h, n) { h -> dense(n, relu) -> dense(n, relu) }

network Head(h) -> k[2] { h -> dense(2) }
`

const USES = `/// A VAE of points whose layers come from another file.
model Uses
import { Body, Head } from "./blocks.gen"
data (x: real[2])
hyper width = 8

encoder Enc(x) -> (mu[2], logvar[2]) {
  h = x -> Body(width)
  mu = h -> dense(2)
  logvar = h -> dense(2)
}
decoder Dec(z) -> xhat[2] { z -> Body(4) -> Head }

sampler    q(z | x) = Normal(Enc(x))
prior      p(z)     = Normal(0, 1)[2]
likelihood p(x | z) = Normal(Dec(z), 0.1)

loss {
  reconstruction = -E[z ~ q(z | x): log p(x | z)]
  regulariser    = KL(q(z | x) || p(z))
}

train { minimize reconstruction + regulariser with adam(1e-3); batch 64; epochs 2 }
`

const JUDGED = `/// A layer that is to do what a trained model does.
model Judged
data (x: real[2])
given U from "./uses.gen"

network F(x) -> y[2] { x -> dense(2) }

loss { near = E[||F(x) - U.Dec(U.Enc(x).mu)||^2] }

train { minimize near with sgd(0.1); epochs 1 }
`

/** Some specs with whatever they are given, by name. */
export function withGivens(specs: ReadonlyMap<string, string>, names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const pending = [...names]
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const text = specs.get(name)
    if (text === undefined || found.has(name)) continue
    found.set(name, text)
    pending.push(...[...text.matchAll(/from "\.\/(.+?)\.gen"/g)].map(([, other]) => other!))
  }
  return found
}

/** The three above, two specs and what they are given; by URI. */
export function someFiles(specs: ReadonlyMap<string, string>, next: () => number): ReadonlyMap<string, string> {
  const names = [...specs.keys()]
  const chosen = [0, 1].map(() => names[Math.floor(next() * names.length)]!)
  const files = [['judged', JUDGED], ['uses', USES], ['blocks', BLOCKS], ...withGivens(specs, chosen)] as const
  return new Map(files.map(([name, text]) => [uriOf(name), text]))
}
