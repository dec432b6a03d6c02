/** An editor's side of the language server: the built command as a process, over JSON-RPC. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-languageserver/node'
import { linesOf, positionOf } from '../../lsp/positions.ts'
import { valuesIn } from './heap.ts'
import { edited, type Edit } from './typing.ts'

export interface Memory { readonly rss: number; readonly heap: number }

const URI = 'file:///course/course.gen'
/**
 * Nothing of this is in the server itself: at one signal it collects what nobody needs and tells its memory, at the other it tells where it
 * has written a snapshot of its heap.
 */
const PROBE = `
  process.on('SIGUSR2', () => { gc(); gc(); const { rss, heapUsed } = process.memoryUsage(); process.stderr.write(JSON.stringify({ rss, heap: heapUsed }) + '\\n') })
  process.on('SIGHUP', async () => { const v8 = await import('node:v8'); process.stderr.write(JSON.stringify(v8.writeHeapSnapshot((await import('node:path')).join((await import('node:os')).tmpdir(), 'genc-' + process.pid + '.heapsnapshot'))) + '\\n') })`

export class Editor {
  readonly #child: ChildProcess
  readonly #connection: MessageConnection
  #version = 1
  #published = 0
  #told: () => void = () => undefined
  text = ''

  private constructor(child: ChildProcess, connection: MessageConnection) {
    this.#child = child
    this.#connection = connection
    connection.onNotification('textDocument/publishDiagnostics', ({ version }: { readonly version?: number }) => {
      this.#published = version ?? this.#published
      this.#told()
    })
  }

  /** `command`: the built `genc.js`. */
  static async open(command: string, text: string): Promise<Editor> {
    const child = spawn(process.execPath, ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(PROBE)}`, command, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] })
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
    const editor = new Editor(child, connection)
    connection.listen()
    await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders: null })
    await connection.sendNotification('initialized', {})
    editor.text = text
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri: URI, languageId: 'gen', version: 1, text } })
    await editor.#diagnostics()
    return editor
  }

  /** Sends a change. */
  async change(edit: Edit): Promise<void> {
    const lines = linesOf(this.text)
    const range = { start: positionOf(lines, edit.start), end: positionOf(lines, edit.end) }
    this.text = edited(this.text, edit)
    this.#version++
    await this.#connection.sendNotification('textDocument/didChange', { textDocument: { uri: URI, version: this.#version }, contentChanges: [{ range, text: edit.insert }] })
  }

  /** Waits for the diagnostics of the text as it is. */
  async #diagnostics(): Promise<void> {
    while (this.#published < this.#version) await new Promise<void>((resolve) => { this.#told = resolve })
  }

  /** Milliseconds from a change to its diagnostics. */
  async changed(edit: Edit): Promise<number> {
    const began = performance.now()
    await this.change(edit)
    await this.#diagnostics()
    return performance.now() - began
  }

  /** Milliseconds from a request to its answer. `offset`: where the cursor stands, for requests that want it. */
  async asked(method: string, offset: number): Promise<number> {
    const lines = linesOf(this.text)
    const position = positionOf(lines, offset)
    const whole = { start: { line: 0, character: 0 }, end: positionOf(lines, this.text.length) }
    const range = method === 'textDocument/codeAction' ? { start: position, end: position } : whole
    const params = { textDocument: { uri: URI }, position, range, context: { diagnostics: [] } }
    const began = performance.now()
    await this.#connection.sendRequest(method, params)
    return performance.now() - began
  }

  /** After what nobody needs has been collected. */
  async memory(): Promise<Memory> { return JSON.parse(await this.#saidAt('SIGUSR2')) as Memory }

  /** Bytes of the server's own values, compiled code left out. Looking takes memory of the process itself: it is the last thing to ask. */
  async values(): Promise<number> {
    const file = JSON.parse(await this.#saidAt('SIGHUP')) as string
    try { return valuesIn(readFileSync(file, 'utf8')) } finally { rmSync(file) }
  }

  /** What the server says at a signal. */
  #saidAt(signal: NodeJS.Signals): Promise<string> {
    const told = new Promise<string>((resolve, reject) => {
      this.#child.stderr!.once('data', (data: Buffer) => { resolve(String(data)) })
      this.#child.once('exit', () => { reject(new Error('The server ended.')) })
    })
    this.#child.kill(signal)
    return told
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => { this.#child.once('exit', resolve) })
    await this.#connection.sendRequest('shutdown')
    await this.#connection.sendNotification('exit')
    await ended
    this.#connection.dispose()
  }
}
