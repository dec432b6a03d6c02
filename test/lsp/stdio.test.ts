/** The built server as a process, spoken to as an editor does. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
// @ts-expect-error a script without types
import { bundle } from '../../scripts/build.mjs'
import { VAE } from './cursor.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder: string

beforeAll(async () => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  folder = mkdtempSync(join(root, 'node_modules/.cache/genc-lsp-'))
  await (bundle as (outdir: string) => Promise<unknown>)(join(folder, 'dist'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Published { readonly uri: string; readonly version?: number; readonly diagnostics: readonly { readonly code: string; readonly message: string; readonly codeDescription?: { readonly href: string } }[] }

test('initialize, open, diagnostics, change, hover, rename refused, shutdown', async () => {
  const child = spawn(process.execPath, [join(folder, 'dist/genc.js'), 'lsp', '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => { child.once('exit', resolve) })
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
  const published: Published[] = []
  let told: () => void = () => undefined
  connection.onNotification('textDocument/publishDiagnostics', (p: Published) => { published.push(p); told() })
  const diagnostics = async (version: number): Promise<Published['diagnostics']> => {
    for (;;) {
      const found = published.find((p) => p.version === version)
      if (found !== undefined) return found.diagnostics
      await new Promise<void>((resolve) => { told = resolve })
    }
  }
  connection.listen()
  try {
    writeFileSync(join(folder, 'blocks.gen'), 'model Blocks\nnetwork Two(h) -> k[2] { h -> dense(2) }\n')
    const rootUri = pathToFileURL(folder).href
    const answer = await connection.sendRequest('initialize', { processId: process.pid, rootUri, capabilities: {}, workspaceFolders: [{ uri: rootUri, name: 'specs' }] })
    expect(answer).toMatchObject({ capabilities: { hoverProvider: true, renameProvider: { prepareProvider: true }, positionEncoding: 'utf-16', callHierarchyProvider: true, documentOnTypeFormattingProvider: { firstTriggerCharacter: '}' }, workspace: { fileOperations: { willRename: { filters: [{ pattern: { glob: '**/*.gen' } }, {}] } } } }, serverInfo: { name: 'genc' } })
    await connection.sendNotification('initialized', {})

    const uri = pathToFileURL(join(folder, 'spec.gen')).href
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'gen', version: 1, text: VAE.replace('dense(latent)', 'dense(laten)') } })
    const [first] = await diagnostics(1)
    expect(first).toMatchObject({ message: expect.stringContaining('latent') as string, code: 'names/unknown' })

    const line = VAE.split('\n').findIndex((l) => l.startsWith('  mu = '))
    const column = '  mu = h -> dense('.length
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 }, contentChanges: [{ range: { start: { line, character: column }, end: { line, character: column + 'laten'.length } }, text: 'latent' }],
    })
    expect((await diagnostics(2)).map(({ code }) => code)).toEqual(['distributions/grey'])

    const position = { line, character: column - 3 }
    expect(await connection.sendRequest('textDocument/hover', { textDocument: { uri }, position })).toMatchObject({ contents: { value: expect.stringContaining('[16] → [latent = 8]'.replace('latent = ', '')) as string } })
    expect(await connection.sendRequest('workspace/symbol', { query: 'two' })).toMatchObject([{ name: 'Two' }])
    writeFileSync(join(folder, 'user.gen'), 'import { Two } from "./blocks.gen"\n')
    expect(await connection.sendRequest('workspace/willRenameFiles', { files: [{ oldUri: `${rootUri}/blocks.gen`, newUri: `${rootUri}/two%20blocks.gen` }] }))
      .toMatchObject({ changes: { [`${rootUri}/user.gen`]: [{ newText: '"./two blocks.gen"' }] } })
    await expect(connection.sendRequest('textDocument/rename', { textDocument: { uri }, position: { line, character: 2 }, newName: 'h' })).rejects.toThrow('There is a h already.')

    // Specs only, links to anything else included.
    writeFileSync(join(folder, 'notes.txt'), 'model Notes\nnetwork Two(h) -> k[2] { h -> dense(2) }\n')
    symlinkSync(join(folder, 'notes.txt'), join(folder, 'notes.gen'))
    const reader = pathToFileURL(join(folder, 'reader.gen')).href
    const text = ['blocks.gen', 'notes.gen', 'notes.txt'].map((file, i) => `given G${i} from "./${file}"\n`).join('')
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri: reader, languageId: 'gen', version: 1, text } })
    expect(await connection.sendRequest('textDocument/documentLink', { textDocument: { uri: reader } })).toMatchObject([{ target: pathToFileURL(join(folder, 'blocks.gen')).href }])

    await connection.sendRequest('shutdown')
    await connection.sendNotification('exit')
    expect(await ended).toBe(0)
  } finally {
    connection.dispose()
    child.kill()
  }
})
