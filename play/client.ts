/** CodeMirror's language client over a worker, and the files that it has open: one editor each. */
import type { EditorView } from '@codemirror/view'
import type { ChangeSet, Text } from '@codemirror/state'
import { LSPClient, LSPPlugin, Workspace, type LSPClientConfig, type Transport, type WorkspaceFile } from '@codemirror/lsp-client'

export const uriOf = (path: string): string => `file:///${path.split('/').map(encodeURIComponent).join('/')}`

/** Milliseconds that an answer may take: a slow machine that starts is no fault. */
const PATIENCE = 60_000

export interface ServerOptions {
  readonly extensions: NonNullable<LSPClientConfig['extensions']>
  /** Brings a file before the reader. */
  readonly show: (view: EditorView) => void
  readonly failed: (reason: string) => void
}

/** Starts the language server. */
export function startServer({ extensions, show, failed }: ServerOptions): LSPClient {
  const worker = new Worker(new URL('./server-worker.js', import.meta.url), { type: 'module', name: 'genc language server' })
  worker.addEventListener('error', ({ message }) => failed(message || 'it did not load'))
  // Parameters are told above a network. A picture has one colour, whatever is behind it.
  const formulas = { format: 'svg', color: matchMedia('(prefers-color-scheme: dark)').matches ? '#dde4ec' : '#1c2530' }
  return new LSPClient({ rootUri: 'file:///', timeout: PATIENCE, initializationOptions: { formulas, inlayHints: { parameters: false } }, workspace: (client) => new Files(client, show), extensions }).connect(transport(worker))
}

/** The client speaks JSON text, the server in a worker objects. */
function transport(worker: Worker): Transport {
  const handlers = new Set<(message: string) => void>()
  worker.addEventListener('message', ({ data }) => { for (const handler of handlers) handler(JSON.stringify(data)) })
  return {
    send(message) { worker.postMessage(JSON.parse(message)) },
    subscribe(handler) { handlers.add(handler) },
    unsubscribe(handler) { handlers.delete(handler) },
  }
}

interface OpenFile extends WorkspaceFile { version: number; doc: Text; readonly view: EditorView }

class Files extends Workspace {
  override files: OpenFile[] = []
  readonly #show: (view: EditorView) => void

  constructor(client: LSPClient, show: (view: EditorView) => void) {
    super(client)
    this.#show = show
  }

  override syncFiles(): { file: OpenFile; prevDoc: Text; changes: ChangeSet }[] {
    return this.files.flatMap((file) => {
      const plugin = LSPPlugin.get(file.view)
      if (plugin === null || plugin.unsyncedChanges.empty) return []
      const change = { file, prevDoc: file.doc, changes: plugin.unsyncedChanges }
      file.doc = file.view.state.doc
      file.version++
      plugin.clear()
      return [change]
    })
  }

  override openFile(uri: string, languageId: string, view: EditorView): void {
    const file: OpenFile = { uri, languageId, version: 1, doc: view.state.doc, view, getView: () => view }
    this.files.push(file)
    this.client.didOpen(file)
  }

  override closeFile(uri: string): void {
    this.files = this.files.filter((file) => file.uri !== uri)
    this.client.didClose(uri)
  }

  override displayFile(uri: string): Promise<EditorView | null> {
    const view = this.getFile(uri)?.getView() ?? null
    if (view !== null) this.#show(view)
    return Promise.resolve(view)
  }
}
