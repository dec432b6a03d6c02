import { expect, test } from 'vitest'
import { renameFiles } from '../../lsp/features/rename-files.ts'
import { Workspace } from '../../lsp/workspace.ts'
import { edited } from './cursor.ts'

const PROJECT: Readonly<Record<string, string>> = {
  'spec.gen': 'import { A } from "./blocks/a.gen"\ngiven J from "judges/judge.gen"\ndata (x: real[2])\n',
  'other.gen': 'given K from "./judges/judge.gen"\n',
  'blocks/a.gen': 'import { B } from "./b.gen"\nimport { C } from "././deep/c.gen"\nblock A(h) { h -> B }\n',
  'blocks/b.gen': 'block B(h) { h -> dense(2) }\n',
  'blocks/deep/c.gen': 'block C(h) { h -> dense(2) }\n',
  'judges/judge.gen': 'data (x: real[2])\n',
}

const address = (path: string): string => `file:///project/${path.split('/').map(encodeURIComponent).join('/')}`

/** What stands between quotes in the files that change, after the first line break of each import. */
function paths(moves: Readonly<Record<string, string>>, open: Readonly<Record<string, string>> = {}): Readonly<Record<string, readonly string[]>> {
  const files = new Map(Object.entries(PROJECT).map(([path, text]) => [address(path), text]))
  const workspace = new Workspace({ read: (uri) => files.get(uri) ?? null, list: () => [...files.keys()] })
  for (const [path, text] of Object.entries(open)) workspace.set(address(path), text)
  const edit = renameFiles(workspace, Object.entries(moves).map(([from, to]) => ({ oldUri: address(from), newUri: address(to) })))
  return Object.fromEntries(Object.entries(edit?.changes ?? {}).map(([uri, edits]) => [uri.slice('file:///project/'.length), [...edited(workspace.text(uri)!, edits).matchAll(/"(.*?)"/g)].map((m) => m[1]!)]))
}

test('whoever names a renamed file follows, in its own way of writing', () => {
  expect(paths({ 'judges/judge.gen': 'judges/first judge.gen' })).toEqual({ 'spec.gen': ['./blocks/a.gen', 'judges/first judge.gen'], 'other.gen': ['./judges/first judge.gen'] })
  expect(paths({ 'blocks/b.gen': 'blocks/deep/b.gen' })).toEqual({ 'blocks/a.gen': ['./deep/b.gen', '././deep/c.gen'] })
})

test('a file that moves keeps what it names itself', () => {
  expect(paths({ 'blocks/a.gen': 'a.gen' })).toEqual({ 'spec.gen': ['./a.gen', 'judges/judge.gen'], 'blocks/a.gen': ['./blocks/b.gen', './blocks/deep/c.gen'] })
  // Above its own folder no spec reaches; the path is the right one, and the checker says what is wrong with it.
  expect(paths({ 'blocks/a.gen': 'else/a.gen' })['blocks/a.gen']).toEqual(['../blocks/b.gen', '../blocks/deep/c.gen'])
})

test('a folder takes its files along: what lies inside keeps its ways', () => {
  expect(paths({ blocks: 'parts/blocks' })).toEqual({ 'spec.gen': ['./parts/blocks/a.gen', 'judges/judge.gen'] })
  expect(paths({ 'blocks/deep': 'blocks/deeper' })).toEqual({ 'blocks/a.gen': ['./b.gen', './deeper/c.gen'] })
})

test('several at once, and open buffers before files', () => {
  expect(paths({ 'blocks/a.gen': 'x/a.gen', 'blocks/b.gen': 'x/b.gen' })).toEqual({ 'spec.gen': ['./x/a.gen', 'judges/judge.gen'], 'blocks/a.gen': ['./b.gen', '../blocks/deep/c.gen'] })
  expect(paths({ 'judges/judge.gen': 'j.gen' }, { 'other.gen': 'given K from "./blocks/b.gen"\n', 'spec.gen': 'given T from "./judges/judge.gen' })).toEqual({ 'spec.gen': ['./j.gen'] })
})

test('nothing follows', () => {
  expect(paths({ 'spec.gen': 'renamed.gen' })).toEqual({})
  expect(paths({ 'notes.txt': 'notes.md' })).toEqual({})
})
