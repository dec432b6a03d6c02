/** Whatever number a spec says means something: with another the hash, the printed model and the programs are others. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { printModel } from '../../compiler/model/print.ts'
import { lex } from '../../grammar/lexer.ts'
import { NumberLiteral } from '../../grammar/tokens.ts'

const blocks = [...readFileSync('docs/language.md', 'utf8').matchAll(/^```gen\n([\s\S]*?)^```$/gm)].map((m) => m[1]!).filter((s) => !s.startsWith('// fragment') && !/^\s*given /m.test(s))

const more = [
  `data (x: real[4] in [0, 1])
network F(x) -> h[2] { x -> dense(6, elu(0.5)) -> leakyReLU(0.1) -> dropout(0.25) -> batchNormalization(momentum: 0.9, epsilon: 0.01) -> dense(2, kernelInitializer: normal(0.05)) }
loss { size = logSumExp(clamp(F(x), -2, 3)) + mix(0.5, sum(x), 0.125) }
train {
  minimize size with rmsprop(1e-3, rho: 0.8, momentum: 0.5, epsilon: 1e-5) clip 7
  repeat 3 { maximize 0.1 * size with adamw(1e-4, beta1: 0.5, beta2: 0.99, epsilon: 1e-6, decay: 0.01) clip 4 * (2 - progress) }
  batch 16; epochs 2; rows train[0..99]; report every 1 epochs
}
`,
]

const withoutFigures = (source: string): number => { const at = source.search(/^\s*figures\b/m); return at < 0 ? source.length : at }

/** The programs and what is done with them, without where in the text things stand and without the hash. */
const programs = ({ graph, plan }: ReturnType<typeof compile>): string =>
  JSON.stringify([graph?.store, graph?.programs, plan], (key, value: unknown) => (key === 'span' ? undefined : value))

describe.each([...blocks, ...more].map((source) => [/model (\w+)/.exec(source)?.[1] ?? 'more', source] as const))('%s', (_, source) => {
  test('every number has a meaning', () => {
    const before = compile(source)
    expect(before.diagnostics.filter((d) => d.severity === 'error')).toEqual([])
    const silent: string[] = []
    for (const token of lex(source).tokens.filter((t) => t.tokenType === NumberLiteral && t.startOffset < withoutFigures(source))) {
      for (const other of [`${Number(token.image) + 1}`, `${Number(token.image) * 0.9 || 0.5}`]) {
        const after = compile(source.slice(0, token.startOffset) + other + source.slice(token.startOffset + token.image.length))
        if (!after.graph || !after.model) continue
        const line = source.slice(source.lastIndexOf('\n', token.startOffset) + 1, source.indexOf('\n', token.startOffset)).trim()
        if (after.graph.specHash === before.graph!.specHash) silent.push(`hash: ${token.image} in ${line}`)
        if (printModel(after.model) === printModel(before.model!)) silent.push(`printed model: ${token.image} in ${line}`)
        if (programs(after) === programs(before)) silent.push(`programs: ${token.image} in ${line}`)
        break
      }
    }
    expect(silent).toEqual([])
  })
})
