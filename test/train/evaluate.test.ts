import { describe, expect, it } from 'vitest'
import { evaluate } from '../../runtime/train/evaluate.ts'
import { DONE, fillLattice } from '../../runtime/train/feeds.ts'
import { initializeStore } from '../../runtime/train/store.ts'
import { summarize } from '../../runtime/run/summary.ts'
import { validate } from '../../runtime/run/eval.validate.js'
import { referenceEngine } from './reference-engine.ts'
import { points, toy } from './toy.ts'

async function trained() {
  const { graph, plan } = toy()
  const session = await referenceEngine.load(graph)
  initializeStore(session, graph, 1)
  return { graph, plan, session, sources: points(), seed: 1, clock: DONE }
}

describe('evaluation', () => {
  it('weighs batches by their rows, so that the batch size does not matter', async () => {
    const context = await trained()
    const terms = context.plan.stages[0]!.terms!
    const by = async (batch: number) => (await evaluate({ ...terms, steps: terms.steps.map((step) => ({ ...step, batch })) }, context)).results['fit']!
    const whole = await by(13)
    for (const batch of [1, 2, 5, 8, 12, 100]) expect(await by(batch)).toBeCloseTo(whole, 6)
  })

  it('is the same each time and noise comes by sample', async () => {
    const context = await trained()
    const terms = context.plan.stages[0]!.terms!
    expect(await evaluate(terms, context)).toEqual(await evaluate(terms, context))
    const other = await evaluate(terms, { ...context, seed: 2 })
    expect(other.results['fit']).not.toBe((await evaluate(terms, context)).results['fit'])
  })

  it('takes the split asked for', async () => {
    const context = await trained()
    const terms = context.plan.stages[0]!.terms!
    expect((await evaluate(terms, context)).rows).toBe(13)
    expect((await evaluate(terms, { ...context, split: 'train' })).rows).toBe(29)
    await expect(evaluate(terms, { ...context, sources: points(29, 0) })).rejects.toThrow('the data "points" have no test split')
  })

  it('is summed up as the schema says', async () => {
    const context = await trained()
    const summary = await summarize({ ...context, config: { spec: 'line', specHash: 'toy', seed: 1 }, progress: { stage: 0 } }, 'test')
    expect(validate(summary), JSON.stringify(validate.errors)).toBe(true)
    expect(summary).toMatchObject({ spec: 'line', specHash: 'toy', split: 'test', n: 13 })
    expect(Object.keys(summary.terms)).toEqual(['fit'])
    expect(Object.keys(summary.metrics)).toEqual(['near'])
    expect(summary.objective).toBe(summary.terms['fit'])
  })
})

describe('lattices', () => {
  it('have their end points and the last axis fastest', () => {
    expect([...fillLattice(3, 1, new Float32Array(3))]).toEqual([0, 0.5, 1])
    expect([...fillLattice(2, 2, new Float32Array(8))]).toEqual([0, 0, 0, 1, 1, 0, 1, 1])
    expect([...fillLattice(1, 2, new Float32Array(2))]).toEqual([0.5, 0.5])
  })
})
