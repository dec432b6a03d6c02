/** A server with a client before it, both in this process, over streams as an editor has them. */
import { PassThrough } from 'node:stream'
import type { Diagnostic } from 'vscode-languageserver'
import { createConnection, createMessageConnection, ErrorCodes, ProposedFeatures, ResponseError, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-languageserver/node'
import { linesOf, rangeOf } from '../../lsp/positions.ts'
import { serve } from '../../lsp/server.ts'
import type { Workspace } from '../../lsp/workspace.ts'
import { applied, besideLineEnds, type Edit } from './edit.ts'
import { FOLDER } from './files.ts'

export interface Open { readonly text: string; readonly version: number }

interface Published { readonly uri: string; readonly version?: number; readonly diagnostics: readonly Diagnostic[] }

/** What the client knows: files, open documents, and what the server said of them last. */
export class Session {
  readonly disk: Map<string, string>
  readonly open = new Map<string, Open>()
  readonly published = new Map<string, Published>()
  /** Errors that the server logged or answered. */
  readonly errors: string[] = []
  /** What the server knows. */
  readonly workspace: Workspace
  readonly #client: MessageConnection
  readonly #end: () => void
  #told: () => void = () => undefined

  private constructor(disk: ReadonlyMap<string, string>) {
    this.disk = new Map(disk)
    const [up, down] = [new PassThrough(), new PassThrough()]
    // Readers and writers rather than streams: with these the library ends the process when they end.
    const server = createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down))
    this.workspace = serve(server, { version: 'soak', files: { read: (uri) => this.disk.get(uri) ?? null, list: () => [...this.disk.keys()] }, pages: () => null, folders: () => undefined })
    this.#client = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up))
    this.#end = () => { this.#client.dispose(); server.dispose(); up.destroy(); down.destroy() }
    this.#client.onNotification('textDocument/publishDiagnostics', (said: Published) => {
      this.published.set(said.uri, said)
      this.#told()
    })
    this.#client.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => { if (type === 1) this.errors.push(message) })
    this.#client.onUnhandledNotification(() => undefined)
    this.#client.onRequest(() => null)
    this.#client.listen()
  }

  static async start(disk: ReadonlyMap<string, string>): Promise<Session> {
    const session = new Session(disk)
    await session.#client.sendRequest('initialize', { processId: null, rootUri: FOLDER, capabilities: {}, workspaceFolders: [{ uri: FOLDER, name: 'soak' }] })
    await session.#client.sendNotification('initialized', {})
    return session
  }

  end(): void { this.#end() }

  async openDocument(uri: string): Promise<void> {
    const text = this.disk.get(uri) ?? ''
    this.open.set(uri, { text, version: 1 })
    await this.#client.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'gen', version: 1, text } })
  }

  /** One notification; each edit is of the text that the ones before it made. */
  async change(uri: string, edits: readonly Edit[]): Promise<void> {
    const before = this.open.get(uri)!
    let text = before.text
    const contentChanges = edits.map((edit) => {
      const { start, end, text: put } = besideLineEnds(text, edit)
      const range = rangeOf(linesOf(text), { start, end })
      text = applied(text, edit)
      return { range, text: put }
    })
    const version = before.version + 1
    this.open.set(uri, { text, version })
    await this.#client.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges })
  }

  async save(uri: string): Promise<void> {
    this.disk.set(uri, this.open.get(uri)!.text)
    await this.#client.sendNotification('textDocument/didSave', { textDocument: { uri } })
  }

  async close(uri: string): Promise<void> {
    this.open.delete(uri)
    await this.#client.sendNotification('textDocument/didClose', { textDocument: { uri } })
  }

  /** A file is written outside the editor; null: deleted. */
  async write(uri: string, text: string | null): Promise<void> {
    const type = text === null ? 3 : this.disk.has(uri) ? 2 : 1
    if (text === null) this.disk.delete(uri)
    else this.disk.set(uri, text)
    await this.#client.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] })
  }

  /** The answer, or why there is none. Errors that are no refusals are faults of the server. */
  async request(method: string, params: object): Promise<{ readonly answer: unknown } | { readonly refused: string }> {
    try {
      return { answer: await this.#client.sendRequest(method, params) }
    } catch (error) {
      if (!(error instanceof ResponseError)) throw error
      if (error.code !== ErrorCodes.InvalidRequest) this.errors.push(`${method}: ${error.message}`)
      return { refused: error.message }
    }
  }

  /** Resolves when diagnostics came, or after some milliseconds. */
  async said(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    await new Promise<void>((resolve) => {
      this.#told = resolve
      timer = setTimeout(resolve, ms)
    })
    clearTimeout(timer)
  }
}
