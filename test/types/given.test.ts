/** What a given is: a model inside the model, as its run was trained. */
import { describe, expect, it } from 'vitest'
import { check, type CheckOptions, type Imports } from '../../compiler/check.ts'
import { specHash } from '../../compiler/model/hash.ts'
import { parse } from '../../grammar/parse.ts'

const FILES: Readonly<Record<string, string>> = {
  'a/outer.gen': 'model Outer\ndata (x: real[2])\nhyper n = 3\ngiven In from "./b/inner.gen"\nnetwork G(x) -> h[n] { x -> dense(n) }\nlet both = sum(G(x)) + sum(In.F(x))\nmetric size = E[both]\n',
  'a/b/inner.gen': 'model Inner\ndata (x: real[2])\nhyper m = 4\nimport { Body } from "./c/blocks.gen"\nnetwork F(x) -> h[m] { x -> Body -> dense(m) }\nloss { size = ||F(x)||^2 }\ntrain { minimize size with adam(1e-3) }\n',
  'a/b/c/blocks.gen': 'block Body(h) { h -> dense(6) }\n',
  'grown.gen': 'model Grown\ndata (x: real[2])\nlet size = progress * ||x||\nmetric far = E[size]\n',
  'staged.gen': 'model Staged\ndata (x: real[2])\nnetwork F(x) -> h[1] { x -> dense(1) }\nlet seen = F(x)\nloss { size = ||seen||^2 }\nstage one { train { minimize size with adam(1e-3); batch 8; epochs 1 } }\nstage two { let seen = 2 * F(x); train { minimize size with adam(1e-3); batch 8; epochs 1 } }\n',
}
const imports: Imports = (path) => {
  const source = FILES[path.replace(/^\.\//, '')]
  return source === undefined ? null : { ...parse(source), source }
}
const checked = (source: string, options: Partial<CheckOptions> = {}) => check(parse(source).spec, { source, imports, ...options })
const USES = 'model Uses\ndata (x: real[2])\ngiven Out from "./a/outer.gen"\nmetric size = E[Out.both(x)]\nmetric inside = E[sum(Out.G(x))]\n'
const shapes = (result: ReturnType<typeof checked>) => Object.fromEntries(result.model!.networks.flatMap((n) => n.parameters).map((p) => [p.entry, p.shape]))

describe('a given', () => {
  it('finds what it is given and imports itself, each from its own folder downwards', () => {
    const result = checked(USES)
    expect(result.diagnostics.filter((d) => d.severity === 'error')).toEqual([])
    expect(shapes(result)).toMatchObject({ 'Out.G.dense.kernel': [2, 3], 'Out.In.F.Body.dense.kernel': [2, 6], 'Out.In.F.dense.kernel': [6, 4] })
  })

  it('has the values that it was trained with, and so has what it was given', () => {
    const result = checked(USES, { givens: { Out: { hyper: { n: 5, gone: 1 }, givens: { In: { hyper: { m: 7 }, givens: {} } } } } })
    expect(shapes(result)).toMatchObject({ 'Out.G.dense.kernel': [2, 5], 'Out.In.F.dense.kernel': [6, 7] })
    const hashes = [{}, { Out: { hyper: { n: 3 }, givens: {} } }, { Out: { hyper: { n: 5 }, givens: {} } }].map((givens) => specHash(checked(USES, { givens }).model!))
    // Values that are those of the spec anyway are the same model.
    expect(hashes[1]).toBe(hashes[0])
    expect(hashes[2]).not.toBe(hashes[0])
  })

  it('has been trained: its progress is 1, and it means what it meant in its last stage', () => {
    const grown = checked('model Uses\ndata (x: real[2])\ngiven G from "./grown.gen"\nmetric far = E[G.size(x)]\n').model!
    expect(grown.equations.find((e) => e.name === 'G.size')!.value).toMatchObject({ kind: 'call', op: 'mul', args: [{ kind: 'constant', value: 1 }, { kind: 'call', op: 'norm' }] })
    const staged = checked('model Uses\ndata (x: real[2])\ngiven S from "./staged.gen"\nmetric far = E[sum(S.seen(x))]\n').model!
    expect(staged.equations.find((e) => e.name === 'S.seen')!.value).toMatchObject({ op: 'mul', args: [{ value: 2 }, { kind: 'apply', network: 'S.F' }] })
  })

  it('moves by its parts, which `over` knows', () => {
    const moving = (over: string) => checked(`model Uses\ndata (x: real[2])\ngiven S from "./staged.gen"\nloss { size = S.size(x) }\ntrain { minimize size over ${over} with adam(1e-3); batch 8; epochs 1 }\n`)
    expect(moving('S.F').model!.stages[0]!.train!.items[0]).toMatchObject({ over: ['S.F'], parameters: ['S.F.dense.kernel', 'S.F.dense.bias'] })
    const [wrong] = moving('S.G').diagnostics
    expect([wrong!.code, wrong!.message]).toEqual(['training/over', 'There is no network or weight S.G: over takes S, S.F.'])
  })
})
