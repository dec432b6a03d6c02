/** The lecture models are accepted, and what is said of them is what should be said. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { check } from '../../compiler/check.ts'
import { parse } from '../../grammar/parse.ts'
import { importsFrom } from './files.ts'

/** Warnings that a spec is meant to get. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = { 'saturation.gen': ['training/saturating'] }

const run = (source: string, renamed: Readonly<Record<string, string>> = {}): ReturnType<typeof check> => {
  const { spec, errors } = parse(source)
  expect(errors.map((e) => e.message)).toEqual([])
  return check(spec, { source, imports: importsFrom('specs', renamed) })
}

describe.each(readdirSync('specs').filter((f) => f.endsWith('.gen')))('%s', (file) => {
  it('has a model', () => {
    const { model, diagnostics } = run(readFileSync(`specs/${file}`, 'utf8'))
    expect(diagnostics.filter((d) => d.severity !== 'info').map((d) => d.code)).toEqual(EXPECTED[file] ?? [])
    expect(model).not.toBeNull()
    expect(JSON.stringify(model)).not.toMatch(/null,null|undefined/)
  })
})

describe('constructs beyond the lecture models', () => {
  it('takes a metric of a given as a function of one sample', () => {
    const { model } = run(`model Bound
data (x: image[28, 28, 1] in [0, 1])
given V from "./nll.gen"
let score = V.nll(x)
metric mean = E[score]
metric low = quantile([x in test: score], 0.05)
`)
    const nll = model!.equations.find((e) => e.name === 'V.nll')!
    expect(nll.value.kind).not.toBe('expectation')
    expect(model!.equations.find((e) => e.name === 'score')!.value.type.per).toBe('sample')
    expect(model!.networks.every((n) => n.given && n.name.startsWith('V.'))).toBe(true)
  })

  it('shares networks by import, with the hypers of their file as numbers', () => {
    const { model } = run(`import { Body } from "./blocks.gen"
model Shared
data (x: real[4])
network F(x) -> h[2] { x -> Body -> dense(2) }
loss { size = ||F(x)||^2 }
train { minimize size with adam(1e-3) }
`)
    expect(model!.networks[0]!.parameters.map((p) => [p.entry, p.shape])).toEqual([
      ['F.Body.Inner.dense.kernel', [4, 3]], ['F.Body.Inner.dense.bias', [3]], ['F.dense.kernel', [3, 2]], ['F.dense.bias', [2]],
    ])
  })

  it('lets groups of a heat map go on to the next item', () => {
    const { model } = run(`model Plane
data (x: real[2])
discriminator D(x) -> probability { x -> dense(1, sigmoid) }
loss { V = -log D(x) }
train { minimize V with adam(1e-3) }
figures { heatmap(x from [-2, -2] to [2, 2]: D(x), points: x, x / 2) }
`)
    expect(model!.stages[0]!.figures[0]!.items.map((i) => i.group)).toEqual([null, 'points', 'points'])
  })
})
