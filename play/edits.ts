/** A workspace edit of the protocol, applied to the editors that have its files. */
import { LSPPlugin, type LSPClient } from '@codemirror/lsp-client'
import type { WorkspaceEdit } from 'vscode-languageserver'

export function applyEdit({ workspace }: LSPClient, { changes = {} }: WorkspaceEdit, userEvent: string): void {
  for (const [uri, edits] of Object.entries(changes)) {
    const view = workspace.getFile(uri)?.getView() ?? null
    const plugin = view === null ? null : LSPPlugin.get(view)
    if (plugin === null) continue
    workspace.updateFile(uri, { changes: edits.map(({ range, newText }) => ({ from: plugin.fromPosition(range.start), to: plugin.fromPosition(range.end), insert: newText })), userEvent })
  }
}
