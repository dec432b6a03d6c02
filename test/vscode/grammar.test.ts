/** The colours of VS Code against the parser, and as snapshots to read. */
import type { CstNode, IToken } from 'chevrotain'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { read } from '../../grammar/parse.ts'
import * as t from '../../grammar/tokens.ts'
import { grammarFile } from '../../lsp/vscode/grammar.ts'
import { expectFile } from '../generated.ts'
import { specs } from '../grammar/support.ts'
import { filled, snippets } from './snippets.ts'
import { colouring, type Coloured } from './textmate.ts'

const root = join(import.meta.dirname, '../..')
let colour: (source: string) => readonly Coloured[]
beforeAll(async () => { colour = await colouring() })

test('the file is what the tokens say', () => expectFile(join(root, 'lsp/vscode/syntaxes/gen.tmLanguage.json'), grammarFile()))

/** Where the parser took a word of the language as such, and where as a name. `log` is a function either way. */
function words(source: string): { readonly keywords: readonly IToken[]; readonly names: readonly IToken[] } {
  const { tree, errors } = read(source)
  expect(errors).toEqual([])
  const keywords: IToken[] = []
  const names: IToken[] = []
  const visit = (node: CstNode): void => {
    for (const [key, parts] of Object.entries(node.children)) {
      for (const part of parts) {
        if ('children' in part) visit(part)
        else if (t.keywordTexts.includes(part.image) && part.tokenType !== t.Log) (['Identifier', 'option', 'value'].includes(key) ? names : keywords).push(part)
      }
    }
  }
  visit(tree!)
  return { keywords, names }
}

const isKeyword = (scope: string): boolean => /^(keyword|storage\.type)/.test(scope) && scope !== 'storage.type.kind'

function agrees(source: string): void {
  const pieces = colour(source)
  const at = (token: IToken): string => {
    const piece = pieces.find(({ start, text }) => start <= token.startOffset && token.startOffset < start + text.length)
    const line = source.slice(source.lastIndexOf('\n', token.startOffset) + 1).split('\n')[0]
    return `${token.image} in "${line!.trim()}" is ${isKeyword(piece?.scope ?? '') ? 'a word of the language' : 'a name'}`
  }
  const { keywords, names } = words(source)
  const wrong = [...keywords.filter((k) => !at(k).endsWith('a word of the language')), ...names.filter((n) => !at(n).endsWith('a name'))]
  expect(wrong.map(at)).toEqual([])
}

const examples = [...readFileSync(join(root, 'docs/language.md'), 'utf8').matchAll(/^```gen\n([\s\S]*?)^```$/gm)].map((m, i) => [`example ${i + 1} of the language page`, m[1]!] as const)

/** Every word of the language in its place, and again as a name. */
const corners = `/// Words of the language
model model
import { Body, from } from "./blocks.gen"
given given from "./judge.gen"
data data (x: image[28, 28, 1] in [0, 1] resize bicubic, model: label(10), words: tokens(50)[7])
data (t: real)
hyper hyper = 1e-3
hyper β₁ = 0.5     //// not a doc comment
weight weight[3, 4] = 0
weight s[] = 0; let let = s²
prior p(z) = Normal(0, std: 1)[2]
sampler over(z | x) = Normal(Enc(x))
likelihood p(x | z) = Bernoulli(logits: Dec(z))
distribution q(w) = Mixture(Normal(-1, 1), Laplace(1, scale: 2), weights: [0.5, 0.5])
z ∼ p(z)
batch ~ Uniform(0, 1)
encoder Enc(x) -> (mu[2], logvar: logvar[2]) {
  batch = x -> flatten -> dense(64, relu)
  train = batch -> dense(2)
  mu = train
  logvar = batch → dense(2, name: to)
}
decoder Dec(z) -> xhat: image[28, 28, 1] in [-1, 1] { z -> Up -> conv2d(1, 3, leakyReLU(0.2), padding: same, useBias: false) }
generator G(z) -> real[2] { z -> dense(2) }
discriminator D(x) -> probability { x -> dense(1, sigmoid) }
critic C(x) -> score { x -> dense(1) }
classifier K(x) -> logits[10] { x -> Enc.h -> dense(10) }
network N(x) { x }
block B(h, n)
{ h -> dense(n) }
let rows = E[x in train where model == 3 and not (t >= 1 or t ≠ 0): log x − log p(x | z = [1, 2])]
let per = sum[k in 0..9: over[k]] · rows / pi + progress
let where = max[v in label(10), z ~ p(z), 5: to + from * epochs]
let path = quantile([x ∈ test: ‖x − x̂‖], 0.95) ⊙ matmul(a, b)
loss { loss = KL(q(w) || p(z)); every = grad(D(x), x); clip = report }
metric metric = "a text" == "open"
train {
  repeat 5 { minimize over over G with adam(1e-4 * (1 - progress), beta1: 0) clip 5; maximize log D(x) with sgd(0.1) }
  minimize -E[D(fake)] over J.C, weight with rmsprop(1e-3)
  rows train[0..9 per y]
  rows data.test where y == 1
  average 0.999; batch 64
  epochs hyper
  report every 100 rounds
}
stage stage {
  train
  { minimize loss with adam(1e-3); batch 8; rounds 10; report every 2 epochs }
}
figures {
  compare(x in test[0..9]: x, Dec(Enc(x).mu))
  strip(z from a to -b, 10: Dec(z))
  scatter(x in test,
    z ~ over(z | x): z, color: y, points: [1, 2])
}
`

describe('words of the language are coloured where the parser reads them as such', () => {
  test.each(specs)('%s', (_, source) => agrees(source))
  test.each(examples)('%s', (_, source) => agrees(source))
  test('every one of them, in place and as a name', () => {
    agrees(corners)
    const { keywords } = words(corners)
    expect(t.keywordTexts.filter((word) => word !== 'log' && !keywords.some((k) => k.image === word))).toEqual([])
  })
})

test('code blocks of Markdown have the same colours, until they end', async () => {
  const pieces = (await colouring('text.html.markdown'))('Text let a\n\n```gen\nlet a = dense(2)\n```\n\nlet b = 1\n')
  const coloured = pieces.filter(({ scope }) => /^(storage|support|variable|constant)/.test(scope)).map(({ text, scope }) => `${text.trim()} ${scope}`)
  expect(coloured).toEqual(['let storage.type', 'a variable.other.definition', 'dense support.function.layer', '2 constant.numeric'])
})

test.each([['corners', corners] as const, ...Object.values(snippets).map((snippet) => [snippet.prefix, filled(snippet)] as const)])('snapshot of %s', (name, source) => {
  const pieces = colour(source)
  const lines = source.split('\n').map((line, i, all) => {
    const start = all.slice(0, i).reduce((sum, text) => sum + text.length + 1, 0)
    const own = pieces.filter((piece) => piece.start >= start && piece.start < start + line.length && piece.scope !== '' && piece.text.trim() !== '')
    return [line, ...own.map(({ text, scope }) => `    ${text.trim()}  ${scope}`)].join('\n')
  })
  expectFile(join(import.meta.dirname, 'snapshots', `${name}.txt`), `${lines.join('\n')}\n`)
})
