/** Every program of every lecture model, and of a spec that says what they do not, on every engine, against the float64 evaluator. */
import { readFileSync, readdirSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import type { Graph, Program } from '../../compiler/graph/graph.ts'
import type { Values } from '../../runtime/engine.ts'
import { compile } from '../../compiler/compile.ts'
import { programCost } from '../../compiler/graph/cost.ts'
import { differentiate } from '../../compiler/differentiate/differentiate.ts'
import { noiseToInputs } from '../../compiler/passes/noise-to-inputs.ts'
import { dropDeadCode } from '../../compiler/passes/dead-code.ts'
import { finished } from '../../compiler/passes/pipeline.ts'
import { evaluateFloat64, firstStore, randomFeeds } from '../engines/compare.ts'
import { startEngines } from '../engines/engine-process.ts'
import { importsFrom } from '../types/files.ts'
import { faults, tolerance, type Wanted } from './check.ts'

const seed = 20261121
const sizes = Object.fromEntries(['B', 'B1', 'B2', 'B3', 'B4', 'B5'].map((batch) => [batch, 2]))

/** Operations of a program that are too many for tfjs in plain JavaScript: it takes 15 s for a round of `unet`. */
const patience: Readonly<Record<string, number>> = { cpu: 1e8 }

/** The evaluator takes a second for 100 million operations: figures of many pictures go through the same networks as smaller programs. */
const mostOperations = { round: 5e8, other: 3e7 }

const { present, absent, close } = await startEngines()
afterAll(close)
console.log(`specs on ${present.map(({ name }) => name).join(', ')} (seed ${seed})${absent.map((line) => `\n  absent: ${line}`).join('')}`)

const specs = readdirSync('specs').filter((file) => file.endsWith('.gen')).map((file) => [file.replace('.gen', ''), readFileSync(`specs/${file}`, 'utf8')] as const)

const unlikely = `
data (x: real[4] in [0, 1])
network F(x) -> h[3] { x -> dense(5, gelu) -> batchNormalization -> dense(3, elu(0.5)) }
loss { size = logSumExp(F(x)) + ||F(x)||^2 }
train { repeat 2 { minimize size with adam(1e-2) clip 0.5 * (2 - progress) }; minimize size with sgd(0.1, momentum: 0.5) clip 0.1; epochs 1 }
`

const signals = `
data (x: real[12, 2], y: label(3), w: tokens(11)[5], i: image[4, 4, 2] in [0, 1])
network F(x) -> h[3] {
  x -> conv1d(4, 3, relu, strides: 2, padding: same) -> maxPool1d(2) -> upSampling1d(3) -> conv1dTranspose(3, 4, tanh, strides: 2) -> averagePool1d(4) -> flatten -> dense(3)
}
network W(w) -> e[3] {
  h = w -> embedding(3, name: words)
  mean(h, axis: 0) + max(h, axis: 0)
}
weight t[4, 4, 2] = 0.5
z ~ Mixture(Normal(-1, std: 0.5)[3], Normal(1, std: 1)[3], weights: [0.25, 0.75])
let table = [k in 0..1: k * F(x) + W(w)]
let large = resize(i * t, 7, 3, method: bicubic)
loss { size = ||F(x) + W(w) + z||^2 + sum(table[0..1, y]) + ||large - resize(i, 7, 3, method: nearest)||^2 }
metric picked = E[table[1, y] + (argmax[k in label(3) where k != 1: F(x)[k]] == y) + argmin[k in [2, 0]: F(x)[k]]]
train { minimize size with adam(1e-2); average 0.9; epochs 1 }
`

/** Derivatives written out and nothing else done. */
const plain = (program: Program): Program => dropDeadCode(noiseToInputs(differentiate(program)))

/**
 * A bias before batch normalisation has no gradient: what floating point leaves of it is rounding, which Adam takes for a direction.
 * These entries, by how their names begin, say nothing.
 */
const withoutGradient: Readonly<Record<string, readonly string[]>> = { dcgan: ['D.conv2d_1.bias', 'G.dense.bias', 'G.conv2dTranspose.bias'] }

const operations = (program: Program): number => programCost(program, sizes).flops
const small = (program: Program): boolean => operations(program) <= mostOperations[program.name.endsWith('round') ? 'round' : 'other']

/** What a program reads and writes of the store. */
function touched(program: Program, store: Readonly<Record<string, Values>>): Record<string, Values> {
  const entries = new Set([...program.nodes.flatMap((n) => (n.op === 'read' ? [String(n.attrs['entry'])] : [])), ...program.updates.map((u) => u.entry)])
  return Object.fromEntries(Object.entries(store).filter(([name]) => entries.has(name)))
}

describe.each([...specs, ['clipped gradients, gelu, batch normalisation', unlikely] as const, ['signals, words, resized images, averaged weights', signals] as const])('%s', (name, source) => {
  // Of a spec that uses a trained part the rest is compiled.
  const lowered = compile(source, { imports: importsFrom('specs') }).lowered!
  const reference: Graph = { ...lowered, programs: lowered.programs.map(plain) }
  const checked = reference.programs.filter(small)
  const passedOver = reference.programs.filter((program) => !small(program)).map(({ name }) => name)

  test(`every program${passedOver.length ? ` but ${passedOver.join(', ')}, which cost too much` : ''}`, async () => {
    const store = firstStore(reference, seed)
    const wanted = checked.map((program): Wanted => {
      const feeds = randomFeeds(program, sizes, seed)
      return { run: { program: program.name, store: touched(program, store), feeds, batches: sizes }, ...evaluateFloat64(reference, program, feeds, store, sizes) }
    })
    const bound = (_: string, entry: string): number | null => (withoutGradient[name]?.some((begin) => entry.startsWith(begin)) ? null : tolerance)
    for (const entry of withoutGradient[name] ?? []) {
      const slots = wanted.flatMap(({ updates }) => Object.entries(updates).filter(([slot]) => slot.startsWith(entry) && slot.endsWith('.m')))
      expect(slots.every(([, { data }]) => Math.hypot(...data) < 1e-9), entry).toBe(true)
    }
    const found = await Promise.all(present.map((engine) =>
      faults(engine, finished(lowered, engine.flavour), wanted.filter((_, i) => operations(checked[i]!) <= (patience[engine.name] ?? Infinity)), bound)))
    expect(found.flat()).toEqual([])
  }, 1_200_000)
})
