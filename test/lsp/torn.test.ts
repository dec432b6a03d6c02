/** Half-typed text: every request answers, whatever stands there, and what is known after edits is what is known of the text. A sample of `npm run soak`. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { diagnosticsOf } from '../../lsp/features/diagnostics.ts'
import { linesOf } from '../../lsp/positions.ts'
import { Workspace } from '../../lsp/workspace.ts'
import { uniforms } from '../ops/random.ts'
import { drawing } from '../soak/asks.ts'
import { applied, besideLineEnds, someEdit, undoing } from '../soak/edit.ts'
import { editRound } from '../soak/edits.ts'
import { lectureSpecs, withGivens } from '../soak/files.ts'
import { unsound } from '../soak/sound.ts'
import { beginning } from '../soak/state.ts'
import { tear, worldOf } from '../soak/torn.ts'

const specs = lectureSpecs(fileURLToPath(new URL('../..', import.meta.url)))
const SEED = Number(process.env.SEED ?? 20)

test('every request answers on every spec, cut somewhere, and nothing that clients refuse', async () => {
  console.log(`seed ${SEED}`)
  const [next, state, drawn] = [uniforms(SEED), beginning(SEED), drawing()]
  for (const [name, text] of specs) {
    const world = worldOf(withGivens(specs, [name]), drawn)
    for (let i = 0; i < 2; i++) await tear(world, state, name, Math.floor(next() * (text.length + 1)), { timed: false })
  }
  expect(state.faults).toEqual([])
})

test('after random edits documents are what they would be opened anew', async () => {
  console.log(`seed ${SEED}`)
  const state = beginning(SEED)
  const { compared } = await editRound(specs, state, { round: 0, edits: 60, every: 6 })
  expect(state.faults).toEqual([])
  expect(compared).toBeGreaterThan(3)
})

test('an edit can be taken back', () => {
  const next = uniforms(SEED)
  const others = [...specs.values()]
  for (let i = 0, text = 'a\r\nb\n'; i < 500; i++) {
    const edit = someEdit(text, next, others)
    const after = applied(text, edit)
    expect(applied(after, undoing(text, edit))).toBe(text)
    const beside = besideLineEnds(text, edit)
    expect(applied(text, beside)).toBe(after)
    for (const offset of [beside.start, beside.end]) expect(text.slice(offset - 1, offset + 1)).not.toBe('\r\n')
    if (after.length < 3000) text = after
  }
})

test('what clients refuse is seen', () => {
  const range = (a: number, b: number, c: number, d: number): object => ({ start: { line: a, character: b }, end: { line: c, character: d } })
  const said = (answer: unknown): string | null => unsound(answer, 'a', (uri) => (uri === 'a' ? linesOf('one\ntwo three\n') : null))
  expect(said([{ range: range(0, 0, 1, 9), newText: '' }, { range: range(2, 0, 2, 0), newText: 'x' }])).toBeNull()
  expect(said([{ range: range(0, 0, 1, 3), newText: '' }, { range: range(1, 2, 1, 4), newText: '' }])).toContain('overlap')
  expect(said({ changes: { a: [{ range: range(0, 0, 0, 4), newText: '' }] } })).toBe('.changes[a][0].range: the range 0:0 to 0:4 is not in the text')
  expect(said({ uri: 'b', range: range(0, 0, 9, 4) })).toBeNull()
  expect(said({ range: range(1, 2, 1, 1) })).toContain('before it starts')
  expect(said({ name: 'x', range: range(0, 0, 0, 1), selectionRange: range(0, 0, 0, 2) })).toContain('selectionRange')
  expect(said({ range: range(0, 0, 0, 3), parent: { range: range(0, 1, 0, 3) } })).toContain('parent')
  expect(said({ data: [0, 0, 3, 0, 0, 0, 2, 1, 0, 0] })).toBe('token 1 begins in the one before')
  expect(said({ data: [1, 4, 6, 0, 0] })).toContain('not in its line')
  expect(said([{ startLine: 1, endLine: 3 }])).toContain('cannot be folded')
  expect(said([{ label: '' }])).toBe('[0]: the label is empty')
  expect(said({ a: [NaN] })).toContain('NaN')
})

test('a change of an imported file reaches those that import it', () => {
  const held = new Map([['file:///a/blocks.gen', 'network Two(h) -> k[2] { h -> dense(2) }\n']])
  const workspace = new Workspace({ read: (uri) => held.get(uri) ?? null, list: () => [] })
  workspace.set('file:///a/spec.gen', 'import { Two } from "./blocks.gen"\ndata (x: real[2])\nmetric m = E[sum(Two(x))]\n')
  const said = (): readonly string[] => diagnosticsOf(workspace, 'file:///a/spec.gen').filter((d) => d.severity === 1).map((d) => String(d.code))
  expect(said()).toEqual([])
  // An open buffer counts before the file.
  workspace.set('file:///a/blocks.gen', 'network Three(h) -> k[2] { h -> dense(2) }\n')
  expect(workspace.dependents('file:///a/blocks.gen')).toEqual(['file:///a/spec.gen'])
  expect(said()).toContain('names/import')
  workspace.close('file:///a/blocks.gen')
  expect(said()).toEqual([])
  held.delete('file:///a/blocks.gen')
  workspace.refresh()
  expect(said()).toContain('data/import-missing')
})
