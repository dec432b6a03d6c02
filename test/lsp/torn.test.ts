/** Half-typed text: every request answers, whatever stands there, and what is known after edits is what is known of the text. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { diagnosticsOf } from '../../lsp/features/diagnostics.ts'
import { ALL_HINTS } from '../../lsp/features/inlay-hints.ts'
import { linesOf, positionOf } from '../../lsp/positions.ts'
import { requests, type Method } from '../../lsp/requests.ts'
import { Workspace } from '../../lsp/workspace.ts'

const folder = new URL('../../specs/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.gen'))
const files = { read: (uri: string) => { try { return readFileSync(fileURLToPath(uri), 'utf8') } catch { return null } }, list: () => [] }
const uriOf = (name: string): string => pathToFileURL(fileURLToPath(new URL(name, folder))).href

const SEED = Number(process.env.SEED ?? 20)
/** Mulberry32. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

async function askAll(workspace: Workspace, uri: string, text: string, offset: number): Promise<void> {
  const position = positionOf(linesOf(text), offset)
  const params = {
    textDocument: { uri }, position, positions: [position], range: { start: { line: 0, character: 0 }, end: position }, context: { includeDeclaration: true, diagnostics: [] },
    newName: 'other', query: 'e', options: { tabSize: 2, insertSpaces: true },
  }
  diagnosticsOf(workspace, uri)
  for (const method of Object.keys(requests) as Method[]) {
    try {
      await (requests[method].answer as (w: Workspace, p: unknown, s: unknown) => unknown)(workspace, params, { inlayHints: ALL_HINTS })
    } catch (error) {
      throw new Error(`seed ${SEED}: ${method} of ${uri} cut at ${offset}: ${(error as Error).stack}`)
    }
  }
}

test('every request answers on every spec, cut somewhere', async () => {
  console.log(`seed ${SEED}`)
  const next = random(SEED)
  for (const name of names) {
    const source = readFileSync(new URL(name, folder), 'utf8')
    for (let i = 0; i < 3; i++) {
      const offset = Math.floor(next() * source.length)
      const workspace = new Workspace(files)
      const text = i === 0 ? source.slice(0, offset) : source.slice(0, offset) + source.slice(offset + 1 + Math.floor(next() * 20))
      workspace.set(uriOf(name), text)
      await askAll(workspace, uriOf(name), text, offset)
    }
  }
})

test('after random edits a document is what it would be opened anew', () => {
  const next = random(SEED + 1)
  const pieces = ['(', ')', '{', '}', '\n', ' -> ', 'x', '"', '// ', '= ', '[', '1', 'dense(2)', ' ', '|', '~']
  for (const name of ['vae.gen', 'attributes.gen']) {
    let text = readFileSync(new URL(name, folder), 'utf8')
    const edited = new Workspace(files)
    edited.set(uriOf(name), text)
    for (let i = 0; i < 40; i++) {
      const offset = Math.floor(next() * text.length)
      const gone = next() < 0.5 ? Math.floor(next() * 6) : 0
      text = text.slice(0, offset) + (next() < 0.7 ? pieces[Math.floor(next() * pieces.length)]! : '') + text.slice(offset + gone)
      edited.set(uriOf(name), text)
      const fresh = new Workspace(files)
      fresh.set(uriOf(name), text)
      expect(diagnosticsOf(edited, uriOf(name)), `seed ${SEED}, edit ${i} of ${name}`).toEqual(diagnosticsOf(fresh, uriOf(name)))
      expect(edited.program(uriOf(name))!.occurrences).toEqual(fresh.program(uriOf(name))!.occurrences)
    }
  }
})

test('a change of an imported file reaches those that import it', () => {
  const held = new Map([['file:///a/blocks.gen', 'network Two(h) -> k[2] { h -> dense(2) }\n']])
  const workspace = new Workspace({ read: (uri) => held.get(uri) ?? null, list: () => [] })
  workspace.set('file:///a/spec.gen', 'import { Two } from "./blocks.gen"\ndata (x: real[2])\nmetric m = E[sum(Two(x))]\n')
  const said = (): readonly string[] => diagnosticsOf(workspace, 'file:///a/spec.gen').filter((d) => d.severity === 1).map((d) => String(d.code))
  expect(said()).toEqual([])
  // An open buffer counts before the file.
  workspace.set('file:///a/blocks.gen', 'network Three(h) -> k[2] { h -> dense(2) }\n')
  expect(workspace.dependents('file:///a/blocks.gen')).toEqual(['file:///a/spec.gen'])
  expect(said()).toContain('names/import')
  workspace.close('file:///a/blocks.gen')
  expect(said()).toEqual([])
  held.delete('file:///a/blocks.gen')
  workspace.refresh()
  expect(said()).toContain('data/import-missing')
})
