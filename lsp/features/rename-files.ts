/** Before files or folders get other names: imports and givens of all known specs that name them, and those that the moved files write themselves. */
import type { FileOperationRegistrationOptions, FileRename, TextEdit, WorkspaceEdit } from 'vscode-languageserver'
import { pathBetween, plainUri } from '../paths.ts'
import { linesOf, rangeOf } from '../positions.ts'
import { addressOf, type Workspace } from '../workspace.ts'

/** Specs, and folders, which may hold some. */
export const RENAMED: FileOperationRegistrationOptions = {
  filters: [{ scheme: 'file', pattern: { glob: '**/*.gen', matches: 'file' } }, { scheme: 'file', pattern: { glob: '**', matches: 'folder' } }],
}

/** Edits of the files as they are now: the client makes them first. Null when nothing follows. */
export function renameFiles(workspace: Workspace, files: readonly FileRename[]): WorkspaceEdit | null {
  const moves = files.map(({ oldUri, newUri }) => ({ from: plainUri(oldUri).replace(/\/$/, ''), to: plainUri(newUri).replace(/\/$/, '') }))
  const moved = (uri: string): string => {
    const plain = plainUri(uri)
    const move = moves.find(({ from }) => plain === from || plain.startsWith(`${from}/`))
    return move === undefined ? plain : move.to + plain.slice(move.from.length)
  }
  const changes: Record<string, TextEdit[]> = {}
  const seen = new Set<string>()
  for (const uri of workspace.documents) {
    const text = workspace.text(uri)
    // Most specs name no other, and need not be read.
    if (text === null || !/\b(?:given|import)\b/.test(text) || seen.has(plainUri(uri))) continue
    seen.add(plainUri(uri))
    const lines = linesOf(text)
    for (const d of workspace.parsed(uri)?.spec.declarations ?? []) {
      if (d.kind !== 'import' && d.kind !== 'given') continue
      const target = addressOf(uri, d.from.value)
      if (target === null) continue
      const path = pathBetween(moved(uri), moved(target))
      // Files that move together keep the way between them.
      if (path === null || path === pathBetween(uri, target)) continue
      ;(changes[uri] ??= []).push({ range: rangeOf(lines, d.from.span), newText: JSON.stringify(d.from.value.startsWith('.') ? path : path.replace(/^\.\//, '')) })
    }
  }
  return Object.keys(changes).length === 0 ? null : { changes }
}
