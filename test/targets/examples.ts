/** Graphs built by hand in the shape that lowering gives them, so that targets and engines can be tested without a spec. */
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { batchDim, type Feed, type Graph, type Program, type StoreEntry } from '../../compiler/graph/graph.ts'
import { dense, reshape, scalar } from '../../compiler/ops/compose.ts'
import { finished, type Flavour } from '../../compiler/passes/pipeline.ts'

const B = batchDim('B')

/** A program with the store entries that it needs. */
class Sketch {
  readonly b = new Builder()
  readonly entries = new Map<string, StoreEntry>()
  private readonly versions = new Map<string, Ref>()

  entry(name: string, shape: readonly number[], role: StoreEntry['role'] = 'parameter'): Ref {
    const init: StoreEntry['init'] = role === 'parameter' && shape.length > 1 ? { kind: 'glorotUniform', fanIn: shape[0]!, fanOut: shape[1]! } : { kind: 'zeros' }
    if (!this.entries.has(name)) this.entries.set(name, { name, shape, dtype: 'float32', role, init })
    const known = this.versions.get(name) ?? this.b.add('read', [], { entry: name, shape, dtype: 'float32' })
    this.versions.set(name, known)
    return known
  }

  dense(network: string, layer: string, x: Ref, units: number, activation?: string): Ref {
    return this.b.within({ layer }, () => {
      const kernel = this.entry(`${network}.${layer}.kernel`, [x.shape[1] as number, units])
      const y = dense(this.b, x, kernel, this.entry(`${network}.${layer}.bias`, [units]))
      return activation === undefined ? y : this.b.add(activation, [y])
    })
  }

  noise(site: string, size: number): Ref {
    return this.b.add('random', [], { distribution: 'normal', stream: 'train', site, draws: 1, size, pass: 0, shape: [B, size], dtype: 'float32' })
  }

  mean(x: Ref): Ref {
    return this.b.add('mean', [x], { axes: [0], keepDims: false })
  }

  /** One step of Adam on the parameters of `owners`; notes new values by entry. `taken` counts steps, repetitions included. */
  adam(step: number, cost: Ref, owners: readonly string[], updates: Map<string, Ref>, taken = step): void {
    const { b } = this
    const op = (name: string, ...args: (Ref | number)[]): Ref => b.add(name, args.map((a) => (typeof a === 'number' ? scalar(b, a) : a)))
    b.within({ phase: 'update', step: taken }, () => {
      const count = op('add', this.entry(`step${step}/count`, [], 'counter'), 1)
      updates.set(`step${step}/count`, count)
      const size = op('div', scalar(b, 1e-3), op('sub', 1, op('pow', 0.9, count)))
      const correction = op('sqrt', op('sub', 1, op('pow', 0.999, count)))
      const parameters = [...this.entries.values()].filter((e) => e.role === 'parameter' && owners.some((o) => e.name.startsWith(`${o}.`)))
      const made = parameters.map(({ name, shape }) => {
        const value = this.entry(name, shape)
        const gradient = b.within({ phase: 'backward' }, () => b.add('grad', [cost, value]))
        return b.within({ layer: name }, () => {
          const m = op('add', op('mul', this.entry(`${name}/step${step}.m`, shape, 'slot'), 0.9), op('mul', gradient, 0.1))
          const v = op('add', op('mul', this.entry(`${name}/step${step}.v`, shape, 'slot'), 0.999), op('mul', op('square', gradient), 0.001))
          updates.set(`${name}/step${step}.m`, m)
          updates.set(`${name}/step${step}.v`, v)
          const next = op('sub', value, op('div', op('mul', size, m), op('add', op('div', op('sqrt', v), correction), 1e-8)))
          return { name, next }
        })
      })
      for (const { name, next } of made) {
        updates.set(name, next)
        this.versions.set(name, b.add('stopGradient', [next]))
      }
      for (const [name, value] of updates) if (name.includes('/')) this.versions.set(name, value)
    })
  }

  program(name: string, outputs: Readonly<Record<string, Ref>>, updates: ReadonlyMap<string, Ref> = new Map()): Program {
    return {
      name, feeds: this.b.feeds, nodes: this.b.nodes,
      outputs: Object.entries(outputs).map(([n, ref]) => ({ name: n, node: ref.id })),
      updates: [...updates].map(([entry, ref]) => ({ entry, node: ref.id })),
    }
  }
}

const imageFeed = (side: number): Feed => ({ name: 'x', kind: 'data', dataset: 'digits', field: 'x', pass: 0, shape: [B, side, side, 1], dtype: 'float32' })

const graphOf = (model: string, sketches: readonly Sketch[], programs: readonly Program[], flavour: Flavour): Graph => finished({
  version: 1, model, specHash: '0123456789abcdef', programs,
  store: [...new Map(sketches.flatMap((s) => [...s.entries])).values()],
}, flavour)

/** A variational autoencoder: one round with Adam, and a program that draws pictures. */
export function vaeGraph({ side = 28, hidden = 400, latent = 20, flavour = 'wasm' }: { side?: number; hidden?: number; latent?: number; flavour?: Flavour } = {}): Graph {
  const decoder = (s: Sketch, z: Ref): Ref => s.b.within({ network: 'Dec', application: 0 }, () =>
    reshape(s.b, s.dense('Dec', 'logits', s.dense('Dec', 'h', z, hidden, 'relu'), side * side), [B, side, side, 1]))
  const s = new Sketch()
  const { b } = s
  const op = (name: string, ...args: (Ref | number)[]): Ref => b.add(name, args.map((a) => (typeof a === 'number' ? scalar(b, a) : a)))
  const x = b.input(imageFeed(side))
  const code = b.within({ network: 'Enc', application: 0, term: 'reconstruction' }, () => {
    const h = s.dense('Enc', 'h', reshape(b, x, [B, side * side]), hidden, 'relu')
    return { mu: s.dense('Enc', 'mu', h, latent), logvar: s.dense('Enc', 'logvar', h, latent) }
  })
  const reconstruction = b.within({ term: 'reconstruction' }, () => {
    const z = op('add', code.mu, op('mul', op('exp', op('mul', code.logvar, 0.5)), s.noise('q.z', latent)))
    const logits = decoder(s, z)
    const each = b.add('sum', [op('sub', op('mul', x, logits), op('softplus', logits))], { axes: [1, 2, 3], keepDims: false })
    return s.mean(op('neg', each))
  })
  const regulariser = b.within({ term: 'regulariser' }, () => {
    const parts = op('sub', op('sub', op('add', op('exp', code.logvar), op('square', code.mu)), 1), code.logvar)
    return s.mean(op('mul', b.add('sum', [parts], { axes: [1], keepDims: false }), 0.5))
  })
  const updates = new Map<string, Ref>()
  b.within({ step: 0 }, () => s.adam(0, op('add', reconstruction, regulariser), ['Enc', 'Dec'], updates))
  const round = s.program('round', { reconstruction, regulariser }, updates)

  const drawing = new Sketch()
  const picture = drawing.b.add('sigmoid', [decoder(drawing, drawing.b.within({ term: 'sample' }, () => drawing.noise('sample.z', latent)))])
  return graphOf('VAE', [s, drawing], [round, drawing.program('sample', { picture })], flavour)
}

/** Two players: the generator's step reads the discriminator that has just moved, and both share the fake picture. */
export function ganGraph({ latent = 2, hidden = 8, flavour = 'wasm' }: { latent?: number; hidden?: number; flavour?: Flavour } = {}): Graph {
  const s = new Sketch()
  const { b } = s
  const op = (name: string, ...args: (Ref | number)[]): Ref => b.add(name, args.map((a) => (typeof a === 'number' ? scalar(b, a) : a)))
  const x = b.input({ name: 'x', kind: 'data', dataset: 'ring', field: 'x', pass: 0, shape: [B, 2], dtype: 'float32' })
  const discriminator = (input: Ref, application: number): Ref => b.within({ network: 'D', application }, () =>
    b.add('sigmoid', [s.dense('D', 'dense_1', s.dense('D', 'dense', input, hidden, 'relu'), 1)]))
  const z = s.noise('z', latent)
  const fake = b.within({ network: 'G', application: 0 }, () => s.dense('G', 'dense_1', s.dense('G', 'dense', z, hidden, 'relu'), 2))
  const updates = new Map<string, Ref>()
  const total = (v: Ref): Ref => b.add('mean', [v], {})
  const V = b.within({ term: 'V', step: 0 }, () =>
    op('add', total(op('log', discriminator(x, 0))), total(op('log', op('sub', 1, discriminator(fake, 1))))))
  b.within({ step: 0 }, () => s.adam(0, op('neg', V), ['D'], updates))
  const generator = b.within({ term: 'generator', step: 1 }, () => total(op('neg', op('log', discriminator(fake, 2)))))
  b.within({ step: 1 }, () => s.adam(1, generator, ['G'], updates))
  return graphOf('RingGAN', [s], [s.program('round', { V, generator }, updates)], flavour)
}

/** A critic that moves twice a round, each time on a batch of its own, before the generator does. */
export function criticGraph({ hidden = 4, flavour = 'wasm' }: { hidden?: number; flavour?: Flavour } = {}): Graph {
  const s = new Sketch()
  const { b } = s
  const op = (name: string, ...args: (Ref | number)[]): Ref => b.add(name, args.map((a) => (typeof a === 'number' ? scalar(b, a) : a)))
  const critic = (input: Ref, application: number): Ref => b.within({ network: 'D', application }, () =>
    s.dense('D', 'dense_1', s.dense('D', 'dense', input, hidden, 'tanh'), 1))
  const generator = (z: Ref, application: number): Ref => b.within({ network: 'G', application }, () => s.dense('G', 'dense', z, 2))
  const total = (v: Ref): Ref => b.add('mean', [v], {})
  const updates = new Map<string, Ref>()
  for (const pass of [1, 2]) {
    const batch = batchDim(`B${pass}`)
    const x = b.input({ name: `x@${pass}`, kind: 'data', dataset: 'ring', field: 'x', pass, shape: [batch, 2], dtype: 'float32' })
    const z = b.add('random', [], { distribution: 'normal', stream: 'train', site: 'z', draws: 1, size: 2, pass, shape: [batch, 2], dtype: 'float32' })
    b.within({ step: pass - 1 }, () => {
      const distance = b.within({ term: 'distance' }, () => op('sub', total(critic(x, 2 * pass)), total(critic(generator(z, pass), 2 * pass + 1))))
      s.adam(0, op('neg', distance), ['D'], updates, pass - 1)
    })
  }
  const loss = b.within({ term: 'generator', step: 2 }, () => total(op('neg', critic(generator(s.noise('z', 2), 0), 0))))
  b.within({ step: 2 }, () => s.adam(1, loss, ['G'], updates, 2))
  return graphOf('Critic', [s], [s.program('round', { generator: loss }, updates)], flavour)
}
