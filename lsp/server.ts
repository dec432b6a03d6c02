/** The server behind a connection, whichever that is: standard streams or a worker. Wires requests to features; no feature knows of it. */
import {
  ErrorCodes, LSPErrorCodes, ResponseError, TextDocuments, TextDocumentSyncKind, type CancellationToken, type Connection, type InitializeResult, type ServerCapabilities,
} from 'vscode-languageserver'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { nextTurn } from '../runtime/train/turn.ts'
import { diagnosticsOf, type Pages } from './features/diagnostics.ts'
import { ALL_HINTS } from './features/inlay-hints.ts'
import { isRefusal } from './features/rename.ts'
import { picturesFrom, type Draw } from './formulas.ts'
import { requests, type Method, type Settings } from './requests.ts'
import { Workspace, type Files } from './workspace.ts'

export interface Host {
  readonly version: string
  readonly files: Files
  readonly pages: Pages
  /** Folders that the client has open, as URIs. */
  readonly folders: (uris: readonly string[]) => void
  /** What typesets formulas, loaded when it is wanted; without it they are text. */
  readonly typesetter?: () => Promise<Draw>
}

/** A check that takes so many milliseconds is not noticed between two letters: it is made at once. */
const QUICK = 50
/** Longest rest after a change, however long checks take. */
const LONGEST_REST = 300

/** Serves until the connection is closed. What it knows is given back, to look at. */
export function serve(connection: Connection, host: Host): Workspace {
  const workspace = new Workspace(host.files)
  const documents = new TextDocuments(TextDocument)
  const waiting = new Map<string, ReturnType<typeof setTimeout>>()
  let settings: Settings = { inlayHints: ALL_HINTS }
  /** Whether the client shows Markdown, and so pictures. */
  let markdown = false

  connection.onInitialize((params): InitializeResult => {
    host.folders((params.workspaceFolders ?? []).map(({ uri }) => uri))
    markdown = params.capabilities.textDocument?.hover?.contentFormat?.includes('markdown') === true
    settings = settingsFrom(params.initializationOptions, markdown ? host.typesetter : undefined)
    const says = Object.values(requests).map((stop) => stop.says)
    const capabilities = Object.assign({ textDocumentSync: TextDocumentSyncKind.Incremental, positionEncoding: 'utf-16' } satisfies ServerCapabilities, ...says) as ServerCapabilities
    return { capabilities, serverInfo: { name: 'genc', version: host.version } }
  })
  connection.onDidChangeConfiguration(({ settings: given }) => {
    settings = settingsFrom((given as { readonly genc?: unknown } | null)?.genc, markdown ? host.typesetter : undefined)
    void connection.languages.inlayHint.refresh().catch(() => undefined)
  })

  /** How long the last two checks took, in milliseconds. One that was slow alone had a collection of garbage or another process in it: the next need not wait for that. */
  let lasted: readonly [number, number] = [0, 0]
  const publish = (uri: string): void => {
    waiting.delete(uri)
    const document = documents.get(uri)
    if (document === undefined) return
    const began = performance.now()
    guarded('diagnostics', () => { void connection.sendDiagnostics({ uri, version: document.version, diagnostics: [...diagnosticsOf(workspace, uri, host.pages)] }) })
    lasted = [lasted[1], performance.now() - began]
  }
  // On a later turn: what has come in is read first. A later change takes the place of an earlier one that was not looked at
  // yet, and where checks take long, whoever types on is waited for.
  const later = (uri: string): void => {
    clearTimeout(waiting.get(uri))
    const usual = Math.min(...lasted)
    waiting.set(uri, setTimeout(() => publish(uri), usual <= QUICK ? 0 : Math.min(2 * usual, LONGEST_REST)))
  }
  const guarded = (what: string, run: () => void): void => {
    try { run() } catch (error) { connection.console.error(`${what}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`) }
  }

  documents.onDidChangeContent(({ document }) => {
    workspace.set(document.uri, document.getText())
    for (const uri of [document.uri, ...workspace.dependents(document.uri)]) later(uri)
  })
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri))
    waiting.delete(uri)
    workspace.close(uri)
    void connection.sendDiagnostics({ uri, diagnostics: [] })
    for (const other of workspace.dependents(uri)) later(other)
  })
  const outside = (): void => {
    workspace.refresh()
    for (const { uri } of documents.all()) later(uri)
  }
  documents.onDidSave(outside)
  connection.onDidChangeWatchedFiles(outside)

  for (const method of Object.keys(requests) as Method[]) {
    connection.onRequest(method, async (params: never, token: CancellationToken) => {
      // What came in meanwhile is read first: it may be a cancellation.
      await nextTurn()
      if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')
      const answer: unknown = await (requests[method].answer as (w: Workspace, p: never, s: Settings) => unknown)(workspace, params, settings)
      return typeof answer === 'object' && answer !== null && isRefusal(answer) ? new ResponseError(ErrorCodes.InvalidRequest, answer.refused) : answer
    })
  }
  documents.listen(connection)
  connection.listen()
  return workspace
}

/** Switches that are not there are on. */
function settingsFrom(given: unknown, typesetter: Host['typesetter']): Settings {
  const { inlayHints: hints, formulas } = (given ?? {}) as { readonly inlayHints?: Readonly<Record<string, unknown>>; readonly formulas?: unknown }
  const pictures = picturesFrom(formulas, typesetter)
  const on = (name: string): boolean => hints?.[name] !== false
  return { inlayHints: { shapes: on('shapes'), parameters: on('parameters'), kinds: on('kinds') }, ...(pictures === undefined ? {} : { pictures }) }
}
