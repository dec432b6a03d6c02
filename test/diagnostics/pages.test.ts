import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { checkSource, compile } from '../../compiler/compile.ts'
import { isError, type Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'
import { diagnosticPage, explainText, indexPage, pageName } from '../../compiler/diagnostics/pages.ts'
import { codes, lookUp, type Code } from '../../compiler/diagnostics/registry.ts'
import { renderDiagnostics } from '../../compiler/diagnostics/render.ts'
import { exampleSource } from '../../compiler/diagnostics/row.ts'
import { memoryDiagnostic } from '../../cli/memory-limit.ts'
import { expectFolder } from '../generated.ts'
import { importsFrom } from '../types/files.ts'

/** What no spec says by itself: the command line does. */
const fromOutside: Readonly<Record<string, Readonly<Record<string, number>>>> = { 'names/unknown-hyper': { widht: 3 }, 'ranges/hyper': { width: Infinity } }

/** Codes of the compiler need compiling, the others only checking. Memory is that of a laptop. */
function diagnose(code: Code, source: string, overrides: Readonly<Record<string, number>> = {}): readonly Diagnostic[] {
  if (!code.startsWith('compile/')) return checkSource(source, { overrides, imports: importsFrom('') }).diagnostics
  const compiled = compile(source)
  const tooLarge = compiled.graph === null || compiled.plan === null ? null : memoryDiagnostic(compiled.graph, compiled.plan, 16e9)
  return tooLarge === null ? compiled.diagnostics : [...compiled.diagnostics, tooLarge]
}

const show = (found: readonly Diagnostic[]): string[] => found.map(d => `${d.code}: ${d.message}`)

describe('the examples of every diagnostic', () => {
  test.each(codes)('%s: the wrong one yields it and no other error, the right one no error', code => {
    const row = lookUp(code)!
    const wrong = diagnose(code, exampleSource(row.wrong), fromOutside[code])
    expect(wrong.map(d => d.code), show(wrong).join('\n')).toContain(code)
    expect(show(wrong.filter(d => isError(d) && d.code !== code && !(code === 'syntax/too-many')))).toEqual([])
    expect(wrong.find(d => d.code === code)!.severity).toBe(row.severity)
    const right = diagnose(code, exampleSource(row.right))
    expect(show(right.filter(d => isError(d) || d.code === code))).toEqual([])
  })
})

test('docs/diagnostics is what the registry generates', () => {
  const pages = codes.map(code => [pageName(code), diagnosticPage(code, said(code))])
  expectFolder(fileURLToPath(new URL('../../docs/diagnostics', import.meta.url)), { 'index.md': indexPage(), ...Object.fromEntries(pages) })
})

/** What genc prints for the wrong example; nothing for one that is too large to show. */
function said(code: Code): string {
  const { wrong } = lookUp(code)!
  if (typeof wrong !== 'string') return ''
  return renderDiagnostics(diagnose(code, wrong, fromOutside[code]).filter(d => d.code === code), { name: 'wrong.gen', text: wrong }, { width: 100 })
}

test('genc explain CODE prints title, text and both examples', () => {
  const text = explainText('syntax/missing')
  for (const part of [lookUp('syntax/missing')!.title, 'Wrong', 'Right', '    metric size =\n']) expect(text).toContain(part)
  for (const line of explainText('syntax/too-deep', undefined, 60).split('\n').slice(3, 6)) expect(line.length).toBeLessThanOrEqual(60)
})
