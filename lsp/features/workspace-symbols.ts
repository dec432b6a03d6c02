/** Names of all documents that are known. */
import type { DocumentSymbol, WorkspaceSymbol } from 'vscode-languageserver'
import type { Workspace } from '../workspace.ts'
import { documentSymbols } from './document-symbols.ts'

/** Those that hold the letters of the query in order, in whatever case. */
export function workspaceSymbols(workspace: Workspace, query: string): readonly WorkspaceSymbol[] {
  return workspace.documents.flatMap((uri) => flat(documentSymbols(workspace, uri, false), '').filter(({ symbol }) => fits(symbol.name, query))
    .map(({ symbol, within }) => ({ name: symbol.name, kind: symbol.kind, location: { uri, range: symbol.selectionRange }, ...(within === '' ? {} : { containerName: within }) })))
}

const flat = (symbols: readonly DocumentSymbol[], within: string): readonly { readonly symbol: DocumentSymbol; readonly within: string }[] =>
  symbols.flatMap((symbol) => [{ symbol, within }, ...flat(symbol.children ?? [], symbol.name)])

function fits(name: string, query: string): boolean {
  const letters = [...query.toLowerCase()]
  for (const letter of name.toLowerCase()) if (letter === letters[0]) letters.shift()
  return letters.length === 0
}
