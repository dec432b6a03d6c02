/** Random graphs: every pass of every flavour keeps their numbers in float64, and every engine computes them. Longer: `npm run fuzz`. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { ops } from '../../compiler/ops/registry.ts'
import { startEngines } from '../engines/engine-process.ts'
import { engineFaults, examine, passFaults, report } from './examine.ts'
import { recipes, sampleOf } from './graphs.ts'

const seed = 20261121

/** Few enough for every run of the tests. */
const runs = { passes: 150, engines: 40 }

const { present, absent, close } = await startEngines()
afterAll(close)
console.log(`random graphs on ${present.map(({ name }) => name).join(', ')} (seed ${seed})${absent.map((line) => `\n  absent: ${line}`).join('')}`)

/** Ops that no step names and no gradient has: kernels of one flavour, written after all passes. */
const made = ['fused']

test(`${runs.passes} graphs of every op through the passes of every flavour`, () => {
  const seen = new Set<string>()
  const counts = { results: 0, telling: 0 }
  fc.assert(fc.property(recipes, (recipe) => {
    const examined = examine(sampleOf(recipe))
    for (const { op } of [...examined.sample.graph.programs[0]!.nodes, ...examined.round.nodes]) seen.add(op)
    counts.results += examined.round.outputs.length + examined.round.updates.length
    counts.telling += examined.telling.size
    const found = passFaults(examined)
    if (found.length) throw new Error(report(found, examined))
  }), { seed, numRuns: runs.passes })
  expect([...ops.keys()].filter((op) => !seen.has(op) && !made.includes(op))).toEqual([])
  expect(counts.telling / counts.results).toBeGreaterThan(0.9)
})

test(`${runs.engines} graphs on every engine`, async () => {
  await fc.assert(fc.asyncProperty(recipes, async (recipe) => {
    const examined = examine(sampleOf(recipe))
    const found = await engineFaults(examined, present)
    if (found.length) throw new Error(report(found, examined))
  }), { seed: seed + 1, numRuns: runs.engines })
}, 1_200_000)
