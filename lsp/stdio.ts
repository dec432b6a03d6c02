/** The server over standard input and output, with files from the disk. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node'
import { pageName } from '../compiler/diagnostics/pages.ts'
import { maxLength } from '../grammar/parse.ts'
import type { Pages } from './features/diagnostics.ts'
import type { Draw } from './formulas.ts'
import { serve } from './server.ts'

/** Most specs that a folder is searched for, so that a home folder is not read through. */
const MOST = 500
const DEEPEST = 6

/** Serves until the client closes the streams; the process then ends by itself. */
export function serveStdio(version: string): Promise<void> {
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout)
  let folders: readonly string[] = []
  let drawing: Promise<Draw> | undefined
  const typesetter = (): Promise<Draw> => drawing ??= import('./formula-image.ts').then(({ makeTypesetter }) => makeTypesetter())
  serve(connection, { version, files: { read, list: () => folders.flatMap(specsIn) }, pages: pagesOf(), folders: (uris) => { folders = uris }, typesetter })
  return new Promise((resolve) => { connection.onExit(() => resolve()); process.stdin.once('end', () => resolve()) })
}

/**
 * Specs only, on this machine: what a spec imports is written by whoever wrote it, and a mistake in it would be told with its words. A link is
 * what it leads to; an address with a host would ask another machine.
 */
function read(uri: string): string | null {
  try {
    if (new URL(uri).host !== '') return null
    const file = realpathSync(fileURLToPath(uri))
    const stat = statSync(file)
    if (extname(file) !== '.gen') return null
    return stat.isFile() && stat.size <= 4 * maxLength ? readFileSync(file, 'utf8') : null
  } catch {
    return null
  }
}

/** Specs of a folder and those below, hidden ones and packages left out. */
function specsIn(folder: string): readonly string[] {
  const found: string[] = []
  const visit = (path: string, depth: number): void => {
    if (depth > DEEPEST) return
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (found.length >= MOST) return
      if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules' && entry.name !== 'runs') visit(join(path, entry.name), depth + 1)
      else if (entry.isFile() && entry.name.endsWith('.gen')) found.push(pathToFileURL(join(path, entry.name)).href)
    }
  }
  try { visit(fileURLToPath(folder), 0) } catch { /* A folder that cannot be read has no specs. */ }
  return found
}

/** Where the pages of codes lie: in the documentation that comes with genc. */
function pagesOf(): Pages {
  // The bundle lies in dist/ or dist/chunks/, the source in lsp/.
  const here = dirname(fileURLToPath(import.meta.url))
  const folder = [join(here, '../docs/diagnostics'), join(here, '../../docs/diagnostics')].find((path) => existsSync(path))
  return (code) => (folder === undefined ? null : pathToFileURL(join(folder, pageName(code))).href)
}
