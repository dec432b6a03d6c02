/** Names of the lecture specs renamed: the spec still checks, and what it says of itself is the same but for the name. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import type { TextEdit } from 'vscode-languageserver'
import { isRefusal, rename } from '../../lsp/features/rename.ts'
import { positionOf } from '../../lsp/positions.ts'
import { Workspace } from '../../lsp/workspace.ts'
import { edited } from './cursor.ts'

const folder = new URL('../../specs/', import.meta.url)
const files = { read: (uri: string) => { try { return readFileSync(fileURLToPath(uri), 'utf8') } catch { return null } }, list: () => [] }

/** ALL=1 renames every name, otherwise each spec has some of its own. */
const every = process.env.ALL === undefined ? 5 : 1

test('every kind of name', () => {
  const refused: string[] = []
  for (const [s, name] of readdirSync(folder).filter((n) => n.endsWith('.gen')).entries()) {
    const uri = pathToFileURL(fileURLToPath(new URL(name, folder))).href
    const source = readFileSync(new URL(name, folder), 'utf8')
    const workspace = new Workspace(files)
    workspace.set(uri, source)
    const program = workspace.program(uri)!
    for (const { span, name: written } of program.occurrences) expect(source.slice(span.start, span.end), name).toBe(written)
    const keys = [...new Map(program.occurrences.filter((o) => o.from === undefined).map((o) => [o.key, o])).values()].filter((_, i) => (i + s) % every === 0)
    for (const one of keys) {
      const found = rename(workspace, uri, positionOf(program, one.span.start), 'renamed')
      if (found === null || isRefusal(found)) { refused.push(`${name}: ${one.kind} ${one.name}${found === null ? '' : `: ${found.refused}`}`); continue }
      const after = edited(source, found.changes![uri] as TextEdit[])
      const again = new Workspace(files)
      again.set(uri, after)
      const errors = again.program(uri)!.diagnostics.filter((d) => d.severity !== 'info').map((d) => `${d.code}: ${d.message}`)
      const before = program.diagnostics.filter((d) => d.severity !== 'info')
      expect(errors.length, `${name}: ${one.kind} ${one.name}: ${errors.join('; ')}`).toBe(before.length)
    }
  }
  // Only outputs whose word says what kind of number they are.
  expect(refused.filter((r) => !r.includes('says what kind of number'))).toEqual([])
})
