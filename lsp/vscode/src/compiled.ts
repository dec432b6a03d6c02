/** What a spec compiles to, beside its source: written by the command that came with the extension, from the text in the editor. */
import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import * as vscode from 'vscode'

export type Target = 'tfjs' | 'graph'
const SCHEME = 'genc'

export interface Compiled extends vscode.Disposable { show(document: vscode.TextDocument, target: Target): Promise<void> }

export function makeCompiled(server: string): Compiled {
  const texts = new Map<string, string>()
  const changed = new vscode.EventEmitter<vscode.Uri>()
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, { onDidChange: changed.event, provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '' })
  return {
    async show(document, target) {
      const text = await compiled(server, document, target).catch((error: Error) => error)
      if (text instanceof Error) {
        void vscode.window.showErrorMessage(`This spec does not compile: ${text.message}`)
        return
      }
      const uri = vscode.Uri.from({ scheme: SCHEME, path: document.uri.path.replace(/\.gen$/, target === 'tfjs' ? '.js' : '.graph.txt') })
      texts.set(uri.toString(), text)
      changed.fire(uri)
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true })
    },
    dispose: () => vscode.Disposable.from(provider, changed).dispose(),
  }
}

/** The editor's own runtime reads the bundled command; standard input is the text as it is, saved or not. */
function compiled(server: string, document: vscode.TextDocument, target: Target): Promise<string> {
  return new Promise((done, fail) => {
    const child = execFile(process.execPath, [server, 'build', '-', '--target', target, '-o', '-'],
      { cwd: dirname(document.uri.fsPath), env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NO_COLOR: '1' }, maxBuffer: 64 << 20 },
      (error, out, err) => (error === null ? done(out) : fail(new Error(err.trim().split('\n')[0] || error.message))))
    child.stdin?.end(document.getText())
  })
}
