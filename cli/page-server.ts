/**
 * Serves the page of `genc play` to the browser on this machine, and to nobody else: on the loopback address, to requests that name it
 * as their host (a page elsewhere whose name was turned to this address does not), and writes only what the page itself sends.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withProject, type Project } from '../play/project.ts'
import { FileError } from '../runtime/checkpoint/error.ts'
import { DataError } from '../runtime/data/error.ts'
import { RunError } from '../runtime/run/error.ts'
import { UsageError } from './errors.ts'
import { mostRead } from './files.ts'

export interface PageOptions {
  /** The folder of the built page. */
  readonly folder: string
  /** 0: any that is free. */
  readonly port: number
  /** Read anew whenever the page is loaded. */
  readonly project: () => Project
  /** The bytes of data that the page was started with; null for others. Throws a DataError. */
  readonly data: (source: string) => Uint8Array | null
  /** The weights of a trained part of the spec; null for one that the page was not started with. Throws a RunError or a FileError. */
  readonly given: (name: string) => Uint8Array | null
  /** Writes a file of the project and gives its new version, or says why not. */
  readonly save: (path: string, text: string, version: string) => Saved
}

export type Saved = { readonly kind: 'saved'; readonly version: string } | { readonly kind: 'unknown' | 'conflict'; readonly message: string }

export interface PageServer { readonly url: string; readonly close: () => Promise<void> }

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.wasm': 'application/wasm', '.png': 'image/png', '.txt': 'text/plain; charset=utf-8',
}

const SHARED = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
/** Engines and charts make functions of text, and WebAssembly of bytes: in the worker that trains, which sees no page. */
const TRAINING = `${SHARED}; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'`

const HEADERS = {
  'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-resource-policy': 'same-origin',
} as const

/** Where the page was built to; null where it was not. */
export function builtPage(): string | null {
  // The bundle lies in dist/ or dist/chunks/.
  const here = dirname(fileURLToPath(import.meta.url))
  return [join(here, 'play'), join(here, '../play'), join(here, '../dist/play')].find((path) => existsSync(join(path, 'page.js'))) ?? null
}

/** Throws a UsageError for a port that is taken. */
export async function servePage(options: PageOptions): Promise<PageServer> {
  const files = new Set(readdirSync(options.folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/')))
  let hosts: readonly string[] = []
  const server = createServer((request, response) => {
    answer(request, options, files, hosts).then(({ status, headers, body }) => send(response, status, headers, body), (error: unknown) => {
      send(response, 500, {}, error instanceof Error ? error.message : String(error))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new UsageError(`port ${options.port} cannot be had: ${error.code === 'EACCES' ? 'permission denied' : 'something else listens there'}. Leave --port out for one that is free`) : error)
    })
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

interface Answer { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string | Uint8Array }

const refuse = (status: number, body: string): Answer => ({ status, headers: { 'content-type': TYPES['.txt']! }, body })

async function answer(request: IncomingMessage, options: PageOptions, files: ReadonlySet<string>, hosts: readonly string[]): Promise<Answer> {
  const { host, origin } = request.headers
  if (host === undefined || !hosts.includes(host)) return refuse(403, 'this server answers this machine only')
  const path = decoded(new URL(request.url ?? '/', `http://${host}`).pathname.slice(1))
  if (request.method === 'PUT') {
    // Browsers say where a request comes from; what does not say it is none.
    if (origin !== `http://${host}`) return refuse(403, 'only the page itself writes')
    return path.startsWith('files/') ? write(request, path.slice('files/'.length), options) : refuse(404, 'there is nothing to be written here')
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'GET and PUT only')
  if (path === '') {
    const html = readFileSync(join(options.folder, 'index.html'), 'utf8')
    return { status: 200, headers: { 'content-type': TYPES['.html']!, 'content-security-policy': SHARED }, body: withProject(html, options.project()) }
  }
  if (path.startsWith('data/')) return bytesOf(() => options.data(path.slice('data/'.length)), 'the page was not started with these data')
  if (path.startsWith('given/')) return bytesOf(() => options.given(path.slice('given/'.length)), 'the page was not started with a run of that')
  if (!files.has(path) || TYPES[extname(path)] === undefined) return refuse(404, 'there is no such file')
  return {
    status: 200, headers: { 'content-type': TYPES[extname(path)]!, 'content-security-policy': path === 'train-worker.js' ? TRAINING : SHARED }, body: readFileSync(join(options.folder, path)),
  }
}

function bytesOf(read: () => Uint8Array | null, missing: string): Answer {
  try {
    const bytes = read()
    return bytes === null ? refuse(404, missing) : { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: bytes }
  } catch (error) {
    if (!(error instanceof DataError || error instanceof RunError || error instanceof FileError)) throw error
    return refuse(422, `${error.message}${error.hint === undefined ? '' : `; ${error.hint}`}`)
  }
}

async function write(request: IncomingMessage, path: string, options: PageOptions): Promise<Answer> {
  const version = /^"(.*)"$/.exec(request.headers['if-match'] ?? '')?.[1]
  if (version === undefined) return refuse(428, 'If-Match says which version was changed')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostRead) return refuse(413, 'a spec of that length is not read')
    chunks.push(chunk)
  }
  const saved = options.save(path, Buffer.concat(chunks).toString('utf8'), version)
  if (saved.kind === 'saved') return { status: 200, headers: { 'content-type': TYPES['.txt']! }, body: saved.version }
  return refuse(saved.kind === 'conflict' ? 412 : 404, saved.message)
}

/** A path that is no UTF-8 is nobody's. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return '\0'
  }
}

function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array): void {
  response.writeHead(status, { ...HEADERS, ...headers })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
