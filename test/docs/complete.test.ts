/** The page of the language names every word that a spec can contain. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FAMILIES } from '../../compiler/types/families.ts'
import { FUNCTIONS } from '../../compiler/types/functions.ts'
import { LAYERS } from '../../compiler/types/layers.ts'
import { OPTIMIZERS } from '../../compiler/types/optimizers.ts'
import { ACTIVATIONS, POINTWISE } from '../../compiler/types/pointwise.ts'
import { keywordTexts } from '../../grammar/tokens.ts'

const page = readFileSync('docs/language.md', 'utf8')
/** Words inside code, in the text as in the examples. */
const words = new Set([...page.matchAll(/```[\s\S]*?```|`[^`\n]+`|<code>.*?<\/code>/g)].flatMap((code) => code[0].match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []))

test.each([
  ['keywords', keywordTexts], ['layers', [...LAYERS.keys()]], ['activations', [...ACTIVATIONS.keys()]], ['functions of one number', [...POINTWISE.keys()]],
  ['functions', [...FUNCTIONS.keys()]], ['families', [...FAMILIES.keys()]], ['optimizers', [...OPTIMIZERS.keys()]],
])('all %s are in docs/language.md', (_, names) => {
  expect(names.filter((name) => !words.has(name))).toEqual([])
})

test.each([...OPTIMIZERS.values(), ...LAYERS.values()].map((row) => [row.name, row] as const))('the named arguments of %s are there', (_, row) => {
  expect(row.params.filter((p) => p.named === true && !page.includes(`${p.name}:`)).map((p) => p.name)).toEqual([])
})
