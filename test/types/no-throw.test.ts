/** No text makes the checker throw: truncated, cut up and shuffled specs, and chains that are very long. */
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../../compiler/check.ts'
import { parse } from '../../grammar/parse.ts'
import { importsFrom } from './files.ts'

const SEED = 20_26
const sources = readdirSync('specs').filter((f) => f.endsWith('.gen')).map((f) => readFileSync(`specs/${f}`, 'utf8'))

function checked(source: string): void {
  const { spec, errors } = parse(source)
  const { model, diagnostics } = check(spec, { source, imports: importsFrom('specs') })
  for (const d of diagnostics) {
    expect(d.message).not.toMatch(/undefined|NaN|\[object/)
    expect(d.span.start).toBeLessThanOrEqual(d.span.end)
  }
  if (errors.length === 0) expect(model === null).toBe(diagnostics.some((d) => d.severity === 'error'))
}

describe('the checker never throws', () => {
  it(`on specs cut off anywhere (seed ${SEED})`, () => {
    const cut = fc.constantFrom(...sources).chain((s) => fc.nat(s.length).map((n) => s.slice(0, n)))
    fc.assert(fc.property(cut, checked), { seed: SEED, numRuns: 150 })
  }, 60_000)

  it(`on specs with a piece removed (seed ${SEED})`, () => {
    const hole = fc.constantFrom(...sources).chain((s) => fc.tuple(fc.nat(s.length), fc.nat(40)).map(([n, k]) => s.slice(0, n) + s.slice(n + k)))
    fc.assert(fc.property(hole, checked), { seed: SEED, numRuns: 200 })
  }, 60_000)

  it(`on specs whose words changed places (seed ${SEED})`, () => {
    const swapped = fc.constantFrom(...sources).chain((s) => {
      const words = s.split(/(\b[\p{L}\d.]+\b)/u)
      return fc.tuple(fc.nat(words.length - 1), fc.nat(words.length - 1)).map(([i, j]) => {
        const copy = [...words]
        ;[copy[i], copy[j]] = [copy[j]!, copy[i]!]
        return copy.join('')
      })
    })
    fc.assert(fc.property(swapped, checked), { seed: SEED, numRuns: 250 })
  }, 60_000)

  it(`on specs without one of their lines (seed ${SEED})`, () => {
    const without = fc.constantFrom(...sources).chain((s) => {
      const lines = s.split('\n')
      return fc.nat(lines.length - 1).map((i) => lines.filter((_, k) => k !== i).join('\n'))
    })
    fc.assert(fc.property(without, checked), { seed: SEED, numRuns: 150 })
  }, 60_000)

  it('on long chains', () => {
    checked(`model Long\ndata (x: real[4])\nmetric m = E[${Array.from({ length: 5000 }, () => 'sum(x)').join(' + ')}]\n`)
    checked(`model Long\ndata (x: real[4])\nnetwork F(x) { x ${'-> dense(4) '.repeat(3000)}}\nmetric m = E[||F(x)||]\n`)
    checked(`model Long\ndata (x: real)\n${Array.from({ length: 400 }, (_, i) => `let a${i} = ${i === 0 ? 'x' : `a${i - 1} + a${i - 1}`}`).join('\n')}\nmetric m = E[a399]\n`)
  }, 60_000)
})
