import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Program } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { evaluate, evaluateNodes, type Evaluation } from '../../compiler/graph/evaluate.ts'
import { GraphError } from '../../compiler/graph/error.ts'
import { programText } from '../../compiler/graph/text.ts'
import { problemsOf } from '../../compiler/graph/verify.ts'
import { differentiate } from '../../compiler/differentiate/differentiate.ts'
import { dropDeadCode } from '../../compiler/passes/dead-code.ts'
import { share } from '../../compiler/passes/share.ts'
import { runPasses, type Flavour } from '../../compiler/passes/pipeline.ts'
import { argumentsFor, programs, sizes } from './programs.ts'

const seed = 20260304

/** The program as it stands with derivatives written out and nothing else done; `null` where a Jacobian has no meaning. */
function reference(program: Program): Program | null {
  try {
    return differentiate(program)
  } catch (error) {
    if (error instanceof GraphError && error.message.includes('ties the samples')) return null
    throw error
  }
}

const { feeds, store } = argumentsFor(seed)

/** Wild numbers would compare rounding, not programs. */
const tame = (program: Program): boolean =>
  evaluateNodes(program, feeds, store, sizes).every((v) => v.data.every((n) => Number.isFinite(n) && Math.abs(n) < 1e3))

const difference = (a: Tensor64, b: Tensor64): number =>
  Math.hypot(...a.data.map((v, i) => v - b.data[i]!)) / Math.max(1, Math.hypot(...a.data))

function expectSame(expected: Evaluation, program: Program, stage: string): void {
  expect(problemsOf(program), stage).toEqual([])
  const found = evaluate(program, feeds, store, sizes)
  for (const [name, value] of Object.entries({ ...expected.outputs, ...expected.updates })) {
    const other = found.outputs[name] ?? found.updates[name]!
    expect(other.shape, `${name} after ${stage}`).toEqual(value.shape)
    expect(difference(value, other), `${name} after ${stage}\n${programText(program)}`).toBeLessThan(1e-9)
  }
}

describe(`passes keep results and invariants of random programs (seed ${seed})`, () => {
  for (const flavour of ['portable', 'wasm'] satisfies Flavour[]) {
    test(flavour, () => {
      let checked = 0
      fc.assert(fc.property(programs, (program) => {
        const plain = reference(program)
        if (!plain || !tame(plain)) return
        checked++
        const expected = evaluate(plain, feeds, store, sizes)
        const stages = runPasses(program, { flavour })
        // Until derivatives are written out a program has no values of its own: write them out to look.
        for (const { name, program: after } of stages) expectSame(expected, differentiate(after), name)
        const last = stages.at(-1)!.program
        expect(last.nodes.some((n) => ['grad', 'jacobian', 'random', 'stopGradient'].includes(n.op))).toBe(false)
        if (flavour === 'wasm') expect(last.nodes.some((n) => n.attrs['transposeA'] || n.attrs['transposeB'])).toBe(false)
      }), { seed, numRuns: 150 })
      expect(checked).toBeGreaterThan(75)
    })
  }

  test('nothing is left to share or to drop', () => {
    fc.assert(fc.property(programs, (program) => {
      if (!reference(program)) return
      const last = runPasses(program, { flavour: 'portable' }).at(-1)!.program
      expect(programText(dropDeadCode(share(last)))).toBe(programText(last))
    }), { seed, numRuns: 50 })
  })
})
