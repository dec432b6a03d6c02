/** Programs that differentiate a row of the table of ops once and twice. */
import type { Program } from '../../compiler/graph/graph.ts'
import { Builder, type Ref } from '../../compiler/graph/builder.ts'
import { build, type Case } from './table.ts'

/** Σ weights · y, with fixed uneven weights, so that no part of a gradient cancels. */
export function weigh(b: Builder, y: Ref, frequency: number): Ref {
  const shaped = b.add('mul', [y, b.add('sin', [b.add('add', [b.add('mul', [y, b.add('constant', [], { value: 0.5 })]), phases(b, y, frequency)])])])
  return b.add('sum', [shaped])
}

/** A different number for the elements of y along each axis of known size. */
function phases(b: Builder, y: Ref, frequency: number): Ref {
  return y.shape.reduce<Ref>((sum, d, axis) => {
    if (typeof d !== 'number') return sum
    const values = Array.from({ length: d }, (_, i) => frequency * (i + 1) * (axis + 1))
    const shape = y.shape.map((_, i) => (i === axis ? d : 1))
    return b.add('add', [sum, b.add('tensor', [], { values, shape })])
  }, b.add('constant', [], { value: frequency }))
}

/** Programs, derivatives yet to be written out, that give, for scalar `s` and each float input, ds/dx; and for s2 = Σ w·(ds/dx), ds2/dx. */
export function slopePrograms(row: Case): { readonly first: Program; readonly second: Program } {
  const b = new Builder()
  const { y, floats } = build(b, row)
  const s = weigh(b, y, 0.7)
  const slopes = floats.map((x) => b.add('grad', [s, x]))
  const s2 = slopes.map((g) => weigh(b, g, 0.3)).reduce((sum, g) => b.add('add', [sum, g]))
  const curves = floats.map((x) => b.add('grad', [s2, x]))
  const named = (name: string, from: Ref, slopesOf: readonly Ref[]): Program => ({
    name, feeds: b.feeds, nodes: b.nodes, updates: [],
    outputs: [{ name: 's', node: from.id }, ...slopesOf.map((g, i) => ({ name: `d${String(floats[i]!.id)}`, node: g.id }))],
  })
  return { first: named(`${row.op} first`, s, slopes), second: named(`${row.op} second`, s2, curves) }
}
