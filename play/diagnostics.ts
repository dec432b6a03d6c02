/** The server's diagnostics, with a code that opens its explanation, other places that matter, and the fixes that the server knows as buttons. */
import { setDiagnostics, type Action, type Diagnostic } from '@codemirror/lint'
import type { EditorView } from '@codemirror/view'
import { LSPPlugin, type LSPClient, type LSPClientExtension } from '@codemirror/lsp-client'
import type { CodeAction, Diagnostic as Found, PublishDiagnosticsParams } from 'vscode-languageserver'
import { applyEdit } from './edits.ts'
import { made } from './element.ts'
import { ask } from './following.ts'

const SEVERITIES = { 1: 'error', 2: 'warning', 3: 'info', 4: 'hint' } as const

export const serverDiagnostics: LSPClientExtension = {
  clientCapabilities: {
    textDocument: {
      publishDiagnostics: { versionSupport: true, relatedInformation: true },
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
    },
  },
  notificationHandlers: {
    'textDocument/publishDiagnostics': (client: LSPClient, { uri, version, diagnostics }: PublishDiagnosticsParams) => {
      const file = client.workspace.getFile(uri)
      const view = file?.getView() ?? null
      const plugin = view === null ? null : LSPPlugin.get(view)
      // What is older than the editor's text is told anew in a moment.
      if (file === null || view === null || plugin === null || (version !== undefined && version !== file.version) || !plugin.unsyncedChanges.empty) return true
      show(view, plugin, diagnostics, [])
      if (diagnostics.length > 0) void withFixes(view, plugin, diagnostics)
      return true
    },
  },
}

async function withFixes(view: EditorView, plugin: LSPPlugin, diagnostics: readonly Found[]): Promise<void> {
  const fixes = await ask<readonly CodeAction[]>(view, 'textDocument/codeAction', (textDocument) =>
    ({ textDocument, range: { start: { line: 0, character: 0 }, end: plugin.toPosition(view.state.doc.length) }, context: { diagnostics, only: ['quickfix'] } }))
  if (fixes !== null && fixes.answer.length > 0) show(view, plugin, diagnostics, fixes.answer)
}

function show(view: EditorView, plugin: LSPPlugin, diagnostics: readonly Found[], fixes: readonly CodeAction[]): void {
  const shown = diagnostics.map((found): Diagnostic => ({
    from: plugin.fromPosition(found.range.start), to: plugin.fromPosition(found.range.end), severity: SEVERITIES[found.severity ?? 1],
    message: textOf(found), renderMessage: () => messageOf(found, plugin),
    actions: fixes.filter(({ diagnostics: of }) => of?.some((one) => same(one, found))).map((fix) => actionOf(fix, plugin)),
  }))
  view.dispatch(setDiagnostics(view.state, shown))
}

const textOf = ({ message }: Found): string => (typeof message === 'string' ? message : message.value)

const same = (a: Found, b: Found): boolean => a.code === b.code && JSON.stringify(a.range) === JSON.stringify(b.range)

function actionOf({ title, edit }: CodeAction, { client }: LSPPlugin): Action {
  return {
    name: title,
    apply(view) {
      if (edit !== undefined) applyEdit(client, edit, 'input.fix')
      view.focus()
    },
  }
}

/** The message, what would fit below it, the other places, and the code. */
function messageOf(found: Found, plugin: LSPPlugin): Node {
  const [first = '', ...more] = textOf(found).split('\n')
  const element = made('div')
  const line = (className: string, text: string): void => element.append(made('div', className, text))
  line('cm-said', first)
  for (const text of more) line('cm-help', text)
  for (const { location, message: text } of found.relatedInformation ?? []) {
    const file = location.uri === plugin.uri ? '' : `${decodeURIComponent(location.uri.replace(/^.*\//, ''))}, `
    line('cm-related', `${file}line ${location.range.start.line + 1}: ${text}`)
  }
  if (found.code !== undefined) element.append(codeOf(String(found.code), plugin))
  return element
}

function codeOf(code: string, plugin: LSPPlugin): HTMLElement {
  const button = made('button', 'cm-code', code)
  button.type = 'button'
  button.title = 'What it means, with a wrong and a right example'
  button.addEventListener('click', () => { void import('./explanation.ts').then(({ explain }) => explain(code, plugin)) })
  return button
}
