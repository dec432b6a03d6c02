/** A snippet, taken as it comes, is a spec without errors. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { format } from '../../grammar/print.ts'

interface Snippet { readonly prefix: string; readonly description: string; readonly body: readonly string[] }
const snippets = JSON.parse(readFileSync(join(import.meta.dirname, '../../lsp/vscode/snippets/gen.json'), 'utf8')) as Readonly<Record<string, Snippet>>

/** With the default of every placeholder, as if Tab were pressed until the end. */
const filled = ({ body }: Snippet): string => body.join('\n').replace(/\$\{\d+:([^{}]*)\}/g, '$1').replace(/\$0/, '')

/** What is a part of a spec stands in one. */
const whole = (snippet: Snippet): string => {
  if (snippet.prefix !== 'figures') return filled(snippet)
  return `${filled(snippets['Autoencoder']!).replace(/figures \{[^}]*\}\n/, '')}${filled(snippet)}`
}

describe.each(Object.entries(snippets))('%s', (_, snippet) => {
  test('compiles', () => {
    const { diagnostics, plan } = compile(whole(snippet))
    expect(diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning').map(({ code, message }) => `${code}: ${message}`)).toEqual([])
    expect(plan).not.toBeNull()
  })

  test('stands in the standard layout', async () => expect(await format(filled(snippet))).toBe(filled(snippet).trimEnd() + '\n'))

  test('gives one default to each placeholder', () => {
    const defaults = new Map<string, string>()
    for (const [, number, text] of snippet.body.join('\n').matchAll(/\$\{(\d+):([^{}]*)\}/g)) {
      expect(defaults.get(number!) ?? text).toBe(text)
      defaults.set(number!, text!)
    }
    expect(defaults.size).toBeGreaterThan(2)
  })
})
