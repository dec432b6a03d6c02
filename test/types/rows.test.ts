/** Every rule of the checker has an example that breaks it, and it alone, and one that keeps it. */
import { describe, expect, it } from 'vitest'
import { check } from '../../compiler/check.ts'
import { distributions } from '../../compiler/diagnostics/rows/distributions.ts'
import { data } from '../../compiler/diagnostics/rows/data.ts'
import { kinds } from '../../compiler/diagnostics/rows/kinds.ts'
import { names } from '../../compiler/diagnostics/rows/names.ts'
import { networks } from '../../compiler/diagnostics/rows/networks.ts'
import { ranges } from '../../compiler/diagnostics/rows/ranges.ts'
import { reductions } from '../../compiler/diagnostics/rows/reductions.ts'
import { shapes } from '../../compiler/diagnostics/rows/shapes.ts'
import { training } from '../../compiler/diagnostics/rows/training.ts'
import { exampleSource, type Example } from '../../compiler/diagnostics/row.ts'
import { parse } from '../../grammar/parse.ts'
import { importsFrom } from './files.ts'

/** What no spec says by itself: the command line does. */
const FROM_OUTSIDE: Readonly<Record<string, Readonly<Record<string, number>>>> = { 'names/unknown-hyper': { widht: 3 }, 'ranges/hyper': { width: Infinity } }

const rows = { ...names, ...shapes, ...kinds, ...ranges, ...distributions, ...reductions, ...networks, ...data, ...training }

function codesOf(example: Example, overrides: Readonly<Record<string, number>> = {}): { readonly all: readonly string[]; readonly errors: readonly string[] } {
  const source = exampleSource(example)
  const { spec, errors } = parse(source)
  expect(errors.map((e) => e.message)).toEqual([])
  const { diagnostics } = check(spec, { source, overrides, imports: importsFrom('') })
  return { all: diagnostics.map((d) => d.code), errors: diagnostics.filter((d) => d.severity === 'error').map((d) => d.code) }
}

describe.each(Object.entries(rows))('%s', (code, row) => {
  it('is found in its wrong example, and no other error', () => {
    const { all, errors } = codesOf(row.wrong, FROM_OUTSIDE[code])
    expect(all.filter((c) => c === code)).toEqual([code])
    expect(errors.filter((c) => c !== code)).toEqual([])
  })
  it('is not found in its right example, and no error', () => {
    const { all, errors } = codesOf(row.right)
    expect(all).not.toContain(code)
    expect(errors).toEqual([])
  })
})
