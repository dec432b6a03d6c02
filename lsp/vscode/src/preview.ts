/** The diagram of the network under the cursor, beside its source. */
import { dirname } from 'node:path'
import * as vscode from 'vscode'
import { importsIn } from '../../../cli/imports.ts'
import { checkSource } from '../../../compiler/compile.ts'
import { diagram, networkAt } from '../diagram.ts'

/** Milliseconds of rest before the picture follows. */
const REST = 150

export interface Preview extends vscode.Disposable { show(): void }

export function makePreview(): Preview {
  let panel: vscode.WebviewPanel | null = null
  let timer: NodeJS.Timeout | undefined
  let shown = ''
  /** Last network of the document, by which a cursor between networks goes on showing one. */
  let last = { uri: '', name: '' }

  const draw = (): void => {
    const editor = vscode.window.activeTextEditor
    if (panel === null || editor === undefined || editor.document.languageId !== 'gen') return
    const { document } = editor
    const { spec, model } = checkSource(document.getText(), document.uri.scheme === 'file' ? { imports: importsIn(dirname(document.uri.fsPath)) } : {})
    // Half-typed specs have no model: the last picture stays.
    if (model === null) {
      if (shown === '') panel.webview.html = page('<p>The diagram is drawn as soon as the spec has no errors.</p>')
      return
    }
    const uri = document.uri.toString()
    const network = networkAt(spec, model.networks, document.offsetAt(editor.selection.active))
      ?? model.networks.find(({ name }) => last.uri === uri && last.name === name) ?? model.networks.find(({ given }) => !given)
    if (network === undefined) return
    last = { uri, name: network.name }
    const svg = diagram(network)
    if (svg === shown) return
    shown = svg
    panel.title = network.name
    panel.webview.html = page(svg)
  }
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(draw, REST)
  }
  const listeners = [
    vscode.window.onDidChangeTextEditorSelection(soon), vscode.window.onDidChangeActiveTextEditor(soon), vscode.workspace.onDidChangeTextDocument(soon),
  ]
  return {
    show() {
      if (panel !== null) {
        panel.reveal(undefined, true)
        return
      }
      shown = ''
      panel = vscode.window.createWebviewPanel('genc.diagram', 'Network', { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { enableScripts: false, localResourceRoots: [] })
      panel.onDidDispose(() => { panel = null })
      draw()
    },
    dispose() {
      clearTimeout(timer)
      listeners.forEach((listener) => listener.dispose())
      panel?.dispose()
    },
  }
}

/** Nothing is loaded and nothing runs in it. */
const page = (body: string): string => `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"></head><body>${body}</body></html>`
