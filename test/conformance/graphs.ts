/** Random well-typed graphs: a few steps, a loss, its gradients by the parameters and one update of an optimiser. */
import fc from 'fast-check'
import type { Graph, Origin } from '../../compiler/graph/graph.ts'
import type { Ref } from '../../compiler/graph/builder.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { Growing } from './grow.ts'
import { steps, weighed } from './steps.ts'

/** What a graph is made from. Steps are numbers, so that leaving some out or making one smaller gives a graph again. */
export interface Recipe {
  readonly steps: readonly (readonly [step: number, x: number, y: number, pick: number])[]
  readonly batch: number
  readonly optimizer: number
  /** Whether nodes belong to networks and layers, by which targets group them. */
  readonly grouped: boolean
}

export interface Sample {
  /** Derivatives and noise yet to be written out. */
  readonly graph: Graph
  readonly feeds: Readonly<Record<string, Tensor64>>
  readonly store: Readonly<Record<string, Tensor64>>
  readonly batches: Readonly<Record<string, number>>
}

export function sampleOf(recipe: Recipe): Sample {
  const g = new Growing({ B: recipe.batch, C: 4 })
  for (const pick of [0, 1, 29]) g.keep(steps[0]!(g, g.number(0), g.number(0), pick)!)
  recipe.steps.forEach(([step, first, second, pick], i) => {
    // The later results more often, so that programs grow deep.
    const from = (n: number): Ref => g.floats[n % 2 ? g.floats.length - 1 - ((n >> 1) % Math.ceil(g.floats.length / 3)) : (n >> 1) % g.floats.length]!
    const result = g.b.within(recipe.grouped ? place(i) : {}, () => steps[step % steps.length]!(g, from(first), from(second), pick))
    if (result) g.keep(result)
  })
  const results = [...new Set(g.floats)].slice(-4)
  const loss = g.b.within({ term: 'loss' }, () => results.map((r) => weighed(g, r)).reduce((sum, r) => g.add('add', [sum, r])))
  const { outputs, updates } = optimized(g, loss, recipe.optimizer)
  const others = [...g.truths.slice(-1), ...g.integers.slice(-1)].map((t) => g.add('cast', [t], { dtype: 'float32' }))
  const all = { loss, ...outputs, ...Object.fromEntries([...results, ...others].map((r, i) => [`r${i}`, r])) }
  const graph: Graph = { version: 1, model: 'Random', specHash: '', store: g.store, programs: [g.program('round', all, updates)] }
  return { graph, feeds: g.feeds, store: g.entries, batches: g.batches }
}

/** Three steps a layer, two layers an application, two networks in turn. */
const place = (i: number): Partial<Origin> => ({ network: i % 12 < 6 ? 'F' : 'G', application: Math.floor(i / 12), layer: `dense${Math.floor(i / 3) % 2 || ''}` })

/** Gradients by every parameter, and one step of gradient descent, of momentum or of Adam; then something of the new values. */
function optimized(g: Growing, loss: Ref, kind: number): { readonly outputs: Record<string, Ref>; readonly updates: Record<string, Ref> } {
  const outputs: Record<string, Ref> = {}
  const updates: Record<string, Ref> = {}
  const op = (name: string, ...args: (Ref | number)[]): Ref => g.add(name, args.map((a) => (typeof a === 'number' ? g.number(a) : a)))
  g.b.within({ phase: 'update', step: 0 }, () => {
    for (const { name, shape } of g.store.filter(({ role }) => role === 'parameter')) {
      const value = g.entry(name, shape)
      const slope = g.b.within({ phase: 'backward' }, () => g.add('grad', [loss, value]))
      outputs[`by ${name}`] = slope
      const next = g.b.within({ layer: name }, () => {
        if (kind % 3 === 0) return op('sub', value, op('mul', slope, 0.1))
        if (kind % 3 === 1) {
          const velocity = op('add', op('mul', g.entry(`${name}/v`, shape, 'slot'), 0.5), slope)
          updates[`${name}/v`] = velocity
          return op('sub', value, op('mul', velocity, 0.1))
        }
        const count = op('add', g.entry('step0/count', [], 'counter'), 1)
        updates['step0/count'] = count
        const [m, v] = [op('add', op('mul', g.entry(`${name}/m`, shape, 'slot'), 0.9), op('mul', slope, 0.1)), op('add', op('mul', g.entry(`${name}/v`, shape, 'slot'), 0.999), op('mul', op('square', slope), 0.001))]
        updates[`${name}/m`] = m
        updates[`${name}/v`] = v
        const rate = op('div', op('mul', op('sqrt', op('sub', 1, op('pow', 0.999, count))), 1e-2), op('sub', 1, op('pow', 0.9, count)))
        return op('sub', value, op('div', op('mul', rate, m), op('add', op('sqrt', v), 1e-7)))
      })
      updates[name] = next
      outputs[`after ${name}`] = op('mean', op('sin', op('stopGradient', next)))
    }
  })
  return { outputs, updates }
}

const number16 = fc.noBias(fc.nat({ max: 65535 }))

export const recipes: fc.Arbitrary<Recipe> = fc.record({
  steps: fc.array(fc.tuple(fc.noBias(fc.nat({ max: steps.length - 1 })), number16, number16, number16), { minLength: 1, maxLength: 24, size: 'max' }),
  batch: fc.constantFrom(5, 3, 1),
  optimizer: fc.nat({ max: 2 }),
  grouped: fc.boolean(),
})
