/** The language server in a worker. The page opens every file, so that no other is ever read. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser'
import type { Draw } from '../lsp/formulas.ts'
import { serve } from '../lsp/server.ts'
import { noFiles } from '../lsp/workspace.ts'
import packageJson from '../package.json' with { type: 'json' }

// A worker's own global object speaks to the page as the worker does to it.
const page = self as unknown as Worker
let drawing: Promise<Draw> | undefined
serve(createConnection(new BrowserMessageReader(page), new BrowserMessageWriter(page)), {
  version: packageJson.version, files: noFiles, pages: () => null, folders: () => undefined,
  typesetter: () => drawing ??= import('../lsp/formula-image.ts').then(({ makeTypesetter }) => makeTypesetter()),
})
