import { expect, test } from 'vitest'
import { completion } from '../../lsp/features/completion.ts'
import { signatureHelp } from '../../lsp/features/signature-help.ts'
import { at, edited, uri, type At } from './cursor.ts'

const HEAD = `data (x: image[28, 28, 1] in [0, 1], y: label(10))
hyper latent = 8
encoder Enc(x) -> (mu[latent], logvar[latent]) {
  mu = x -> flatten -> dense(latent)
  logvar = x -> flatten -> dense(latent)
}
prior p(z) = Normal(0, 1)[latent]
`
const TAIL = '\nloss { l = E[||x||^2] }\n'

const offered = (source: string, others: Readonly<Record<string, string>> = {}): readonly string[] => labels(at(source, others))
const labels = ({ workspace, position }: At): readonly string[] => completion(workspace, uri, position).map(({ label }) => label)

test('after an arrow: layers first, then networks; never distributions', () => {
  const found = offered(`${HEAD}decoder Dec(z) -> out { z -> ‸ }${TAIL}`)
  expect(found.slice(0, 2)).toEqual(['dense', 'conv2d'])
  expect(found).toEqual(expect.arrayContaining(['flatten', 'reshape', 'relu', 'Enc', 'dropout']))
  expect(found).not.toContain('Normal')
  expect(offered(`${HEAD}decoder Dec(z) -> out { z -> den‸`)).toContain('dense')
})

test('in the arguments of a layer: what fits the place, and names', () => {
  const activation = offered(`${HEAD}decoder Dec(z) -> out { z -> dense(3, ‸) }`)
  expect(activation.slice(0, 2)).toEqual(['relu', 'sigmoid'])
  expect(activation).toEqual(expect.arrayContaining(['relu', 'tanh', 'leakyReLU', 'useBias:', 'name:']))
  expect(activation).not.toContain('latent')
  const units = offered(`${HEAD}decoder Dec(z) -> out { z -> dense(‸) }`)
  expect(units).toContain('latent')
  expect(units).not.toContain('relu:')
  expect(offered(`${HEAD}decoder Dec(z) -> out { z -> conv2d(3, 4, padding: ‸) }`)).toEqual(['valid', 'same'])
  expect(offered(`${HEAD}decoder Dec(z) -> out { z -> dense(3, kernelInitializer: ‸`)).toContain('heNormal')
})

test('names in scope, with their types', () => {
  const { workspace, position } = at(`${HEAD}let a = ‸${TAIL}`)
  const items = completion(workspace, uri, position)
  expect(items.find(({ label }) => label === 'x')).toMatchObject({ detail: 'field image[28, 28, 1] in [0, 1]' })
  expect(items.find(({ label }) => label === 'latent')).toMatchObject({ detail: 'hyper = 8' })
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['Enc', 'p(z)', 'z', 'E', 'KL', 'exp', 'l']))
  const inside = offered(`${HEAD}network N(v) -> out { k = v -> dense(2)\n m = ‸ }`)
  expect(inside.slice(0, 2)).toEqual(['v', 'k'])
  expect(inside).not.toContain('x')
  expect(offered(`${HEAD}metric m = E[w ~ p(z): ‸]`)[0]).toBe('w')
})

test('distributions, optimisers, players, splits, kinds of number', () => {
  expect(offered(`${HEAD}sampler q(z | x) = ‸`).slice(0, 3)).toEqual(['Normal', 'Laplace', 'Uniform'])
  expect(offered(`${HEAD}z ~ ‸`)).toEqual(expect.arrayContaining(['p(z)', 'Normal']))
  expect(offered(`${HEAD}train { minimize l with ‸`)).toEqual(['sgd', 'adam', 'adamw', 'rmsprop'])
  expect(offered(`${HEAD}train { minimize l over ‸`)).toEqual(['Enc'])
  expect(offered(`${HEAD}figures { compare(x in ‸) }`)).toEqual(['train', 'test', 'label'])
  expect(offered('data (x: ‸)')).toEqual(expect.arrayContaining(['image', 'real', 'label', 'tokens']))
  expect(offered('encoder Enc(x) -> ‸')).toContain('logits')
  expect(offered(`${HEAD}train { minimize l with adam(1e-3, ‸) }`)).toContain('beta1:')
})

test('where a statement begins', () => {
  expect(offered('‸')).toEqual(expect.arrayContaining(['model', 'data', 'encoder', 'loss', 'train']))
  expect(offered(`${HEAD}train {\n  ‸\n}`)).toEqual(expect.arrayContaining(['minimize', 'batch', 'epochs']))
  expect(offered(`${HEAD}figures {\n  ‸\n}`)).toEqual(expect.arrayContaining(['grid', 'compare', 'curves']))
  expect(offered(`${HEAD}stage s {\n  ‸\n}`)).not.toContain('data')
  expect(offered('hyper ‸')).toEqual([])
  expect(offered('// a comment ‸')).toEqual([])
})

test('after a dot: outputs, layers, parts of a given', () => {
  expect(offered(`${HEAD}let a = Enc(x).‸${TAIL}`)).toEqual(['mu', 'logvar'])
  const judge = 'data (x: real[2], y: label(3))\nclassifier C(x) -> logits[3] { x -> dense(3) }\ndistribution p(y | x) = Categorical(C(x))\n'
  expect(offered('data (x: real[2])\ngiven J from "./judge.gen"\nlet a = J.‸\n', { 'judge.gen': judge })).toEqual(['C', 'p(y | x)'])
  expect(offered('data usps (x: real[2])\nfigures { scatter(x in usps.‸) }')).toEqual(['train', 'test'])
})

test('paths of specs after `from`, and what a named spec has', () => {
  const others = { 'blocks.gen': 'block Two(h) { h -> dense(2) }\nnetwork Three(h) -> k[3] { h -> dense(3) }\n', 'deep/judge.gen': '', 'a b.gen': '' }
  expect(offered('given J from "‸', others)).toEqual(['./a b.gen', './blocks.gen', './deep/judge.gen'])
  expect(offered('import { Two } from "./bl‸"\ndata (x: real[2])\n', others)).toEqual(['./a b.gen', './blocks.gen', './deep/judge.gen'])
  expect(offered('// from "‸', others)).toEqual([])
  expect(offered('let a = "‸', others)).toEqual([])
  expect(offered('import { ‸ } from "./blocks.gen"\n', others)).toEqual(['Two', 'Three'])
  expect(offered('import { Two, Th‸ } from "./blocks.gen"\n', others)).toEqual(['Three'])
  expect(offered('import { ‸ } from "./none.gen"\n', others)).toEqual([])
  const { workspace, position, text } = at('given J from "./ju‸.gen"\n', others)
  const judge = completion(workspace, uri, position).find(({ label }) => label === './deep/judge.gen')!
  expect(edited(text, [judge.textEdit as never])).toBe('given J from "./deep/judge.gen"\n')
})

test('an item replaces what has been typed of it', () => {
  const { workspace, position, text } = at(`${HEAD}decoder Dec(z) -> out { z -> conv‸ }`)
  const item = completion(workspace, uri, position).find(({ label }) => label === 'conv2d')!
  expect(edited(text, [item.textEdit as never])).toContain('z -> conv2d }')
  expect(item).toMatchObject({ documentation: expect.stringContaining('Convolution') as string, detail: expect.stringContaining('conv2d(input, filters') as string })
})

const helped = (source: string, others: Readonly<Record<string, string>> = {}): string => {
  const { workspace, position } = at(source, others)
  const found = signatureHelp(workspace, uri, position)
  return found === null ? 'nothing' : `${found.signatures[0]!.label} @ ${String(found.signatures[0]!.parameters![found.signatures[0]!.activeParameter ?? -1]?.label)}`
}

test('signature help knows what the arrow brings', () => {
  expect(helped('network N(x) { x -> conv2d(‸) }')).toMatch(/^conv2d\(input, filters, kernelSize, activation, .*@ filters$/)
  expect(helped('network N(x) { x -> conv2d(2, ‸) }')).toMatch(/@ kernelSize$/)
  expect(helped('network N(x) { x -> conv2d(2, 3, strides: ‸) }')).toMatch(/@ strides:$/)
  expect(helped('prior p(z) = Normal(0, ‸)')).toMatch(/^Normal\(loc, std:.*@ std:$/)
  expect(helped('train { minimize a with adam(1e-3, ‸) }')).toMatch(/@ beta1:$/)
  expect(helped('network N(x) { x -> conv2d(2, 3, relu, strides: 2, ‸) }')).toMatch(/@ padding:$/)
  expect(helped(`${HEAD}let a = Enc(‸)`)).toBe('Enc(x) @ x')
  expect(helped('encoder Enc(‸')).toBe('nothing')
  const judge = 'data (x: real[2], y: label(3))\nclassifier C(x) -> logits[3] { x -> dense(3) }\ndistribution p(y | x) = Categorical(C(x))\n'
  expect(helped('data (x: real[2])\ngiven J from "./judge.gen"\nmetric m = E[sum(J.C(‸x))]\n', { 'judge.gen': judge })).toBe('J.C(x) @ x')
})
