import { expect, test } from 'vitest'
import type { CallHierarchyItem } from 'vscode-languageserver'
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../../lsp/features/call-hierarchy.ts'
import { at, textIn, type At } from './cursor.ts'

const GAN = `data (x: real[2])
block Layer(h, n) { h -> dense(n, relu) }
generator G(z) -> fake[2] { z -> Layer(8) -> Layer(4) -> dense(2) }
discriminator D(v) -> probability { v -> Layer(8) -> dense(1, sigmoid) }
prior p(z) = Normal(0, 1)[3]
z ~ p(z)
let fake = G(z)
loss {
  judge = -E[log D(x)] - E[log(1 - D(fake))]
  fool  = -E[log D(fake)]
}
stage first { train { minimize judge over D with adam(1e-3); minimize fool + 0 * D(x) over G with adam(1e-3); epochs 1 } }
figures { scatter(x in test: x, G(z)) }
`

const mark = (needle: string, after = 0): At => at(`${GAN.slice(0, GAN.indexOf(needle) + after)}‸${GAN.slice(GAN.indexOf(needle) + after)}`)
const prepared = ({ workspace, uri, position }: At): CallHierarchyItem => prepareCallHierarchy(workspace, uri, position)![0]!
const incoming = (place: At): readonly string[] => incomingCalls(place.workspace, prepared(place)).map(({ from, fromRanges }) => `${from.detail} ${from.name}: ${fromRanges.map((r) => textIn(place.text, r)).join(' ')}`)
const outgoing = (place: At): readonly string[] => outgoingCalls(place.workspace, prepared(place)).map(({ to, fromRanges }) => `${to.detail} ${to.name}: ${fromRanges.length}`)

test('a network at its declaration, and wherever it is named', () => {
  for (const place of [mark('D(v)'), mark('D(x)'), mark('D with')]) {
    const item = prepared(place)
    expect(item).toMatchObject({ name: 'D', detail: 'discriminator' })
    expect(textIn(place.text, item.selectionRange)).toBe('D')
    expect(textIn(place.text, item.range)).toMatch(/^discriminator D.*}$/)
  }
  const { workspace, uri, position } = mark('fake = G')
  expect(prepareCallHierarchy(workspace, uri, position)).toBeNull()
})

test('who applies it: bodies, lets, terms, steps and figures; not `over`', () => {
  expect(incoming(mark('Layer(h'))).toEqual(['generator G: Layer Layer', 'discriminator D: Layer'])
  expect(incoming(mark('D(v)'))).toEqual(['loss term judge: D D', 'loss term fool: D', 'train train: D'])
  expect(incoming(mark('G(z)'))).toEqual(['let fake: G', 'figures figures: G'])
})

test('an item that applies leads further up: whoever reads a let', () => {
  const place = mark('G(z)')
  const [let1] = incomingCalls(place.workspace, prepared(place))
  expect(incomingCalls(place.workspace, let1!.from).map(({ from }) => from.name)).toEqual(['judge', 'fool'])
})

test('what it applies', () => {
  expect(outgoing(mark('G(z)'))).toEqual(['block Layer: 2'])
  expect(outgoing(mark('Layer(h'))).toEqual([])
})

test('through imports and givens', () => {
  const blocks = 'block Two(h) { h -> dense(2) }\nnetwork Twice(h) -> k[2] { h -> Two -> Two }\n'
  const place = at('import { Twice‸ } from "./blocks.gen"\ngiven J from "./judge.gen"\ndata (x: real[2])\nnetwork N(v) -> k[2] { v -> Twice }\nlet a = J.C(N(x))\n', {
    'blocks.gen': blocks, 'judge.gen': 'data (x: real[2])\nclassifier C(x) -> logits[3] { x -> dense(3) }\nmetric m = E[sum(C(x))]\n',
  })
  const item = prepared(place)
  expect(item).toMatchObject({ name: 'Twice', uri: 'file:///project/blocks.gen' })
  expect(incomingCalls(place.workspace, item).map(({ from }) => from.name)).toEqual(['N'])
  const [two] = outgoingCalls(place.workspace, item)
  expect(two).toMatchObject({ to: { name: 'Two', detail: 'block' }, fromRanges: [{}, {}] })
  const judged = outgoingCalls(place.workspace, incomingCalls(place.workspace, { ...item, name: 'N', uri: place.uri, selectionRange: { start: { line: 3, character: 8 }, end: { line: 3, character: 9 } } })[0]!.from)
  expect(judged.map(({ to }) => `${to.uri.split('/').at(-1)!} ${to.name}`)).toEqual(['judge.gen C', 'spec.gen N'])
})
