/** A snippet, taken as it comes, is a spec without errors. */
import { describe, expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { format } from '../../grammar/print.ts'
import { filled, snippets, type Snippet } from './snippets.ts'

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
