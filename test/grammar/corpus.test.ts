/**
 * The corpus: every spec, every example of the documentation, and what neither of them says. Together they use all of the
 * grammar, so that a construct that the AST, the visitor or the formatter forgets is found here.
 */
import { readFileSync } from 'node:fs'
import type { CstNode } from 'chevrotain'
import { describe, expect, test } from 'vitest'
import { parse, read } from '../../grammar/parse.ts'
import { parser } from '../../grammar/parser.ts'
import { format } from '../../grammar/print.ts'
import { Identifier, NumberLiteral, TextLiteral } from '../../grammar/tokens.ts'
import { meaning, right, specs } from './support.ts'

const examples = [...readFileSync('docs/language.md', 'utf8').matchAll(/^```gen\n([\s\S]*?)^```$/gm)].map((m, i) => [`example ${i + 1} of the language`, m[1]!] as const)

const rare = `
import { Body, Head } from "./blocks.gen"
let word = "a string"
train { minimize a over B, J.C with adam clip 4 * (1 - progress) }
`

const corpus = [...specs, ...examples, ['what no spec says', rare] as const]

/** What a rule of the grammar may consist of: tokens and rules by their names or labels. */
interface Production { readonly name?: string; readonly nonTerminalName?: string; readonly terminalType?: { readonly name: string }; readonly label?: string; readonly definition?: readonly Production[] }

function partsOf({ definition = [] }: Production): string[] {
  return definition.flatMap((part) => {
    if (part.terminalType) return [part.label ?? part.terminalType.name]
    if (part.nonTerminalName !== undefined) return [part.label ?? part.nonTerminalName]
    return partsOf(part)
  })
}

function used(tree: CstNode, found: Set<string>): Set<string> {
  for (const [part, children] of Object.entries(tree.children)) {
    if (children.length > 0) found.add(`${tree.name}: ${part}`)
    for (const child of children) if ('children' in child) used(child, found)
  }
  return found
}

test('uses every part of every rule of the grammar', () => {
  const rules = Object.values(parser().getGAstProductions()) as unknown as readonly Production[]
  const all = rules.flatMap((rule) => partsOf(rule).map((part) => `${rule.name}: ${part}`))
  expect(all.length).toBeGreaterThan(100)
  const found = new Set<string>()
  for (const [, source] of corpus) used(read(source).tree!, found)
  expect(all.filter((part) => !found.has(part))).toEqual([])
})

describe.each(corpus)('%s', (_, source) => {
  // `right` also holds the visitor against what is there.
  test('every name, number and string that was written is in the AST', () => {
    const starts = new Set<number>()
    JSON.stringify(right(source), (_key, part: unknown) => {
      if (part !== null && typeof part === 'object' && 'span' in part) starts.add((part.span as { start: number }).start)
      return part
    })
    const kept = [Identifier, NumberLiteral, TextLiteral]
    expect(read(source).tokens.filter((t) => kept.includes(t.tokenType) && !starts.has(t.startOffset)).map((t) => t.image)).toEqual([])
  })

  test('is formatted to the same meaning', async () => {
    const once = await format(source)
    expect(meaning(parse(once).spec)).toEqual(meaning(parse(source).spec))
    expect(await format(once)).toBe(once)
  })
})
