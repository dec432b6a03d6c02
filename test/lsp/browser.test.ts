/** The server without its streams bundles for a page or a worker, and answers there. */
import { build } from 'esbuild'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('only stdio.ts knows of Node', () => {
  const sources = ['lsp', 'lsp/features'].flatMap((folder) => readdirSync(join(root, folder)).filter((n) => n.endsWith('.ts')).map((n) => `${folder}/${n}`))
  expect(sources.filter((path) => /from\s+['"](?:node:|vscode-languageserver\/node)/.test(readFileSync(join(root, path), 'utf8')))).toEqual(['lsp/stdio.ts'])
})

test('server and features bundle for a browser', async () => {
  const { errors, metafile } = await build({
    absWorkingDir: root, stdin: { contents: "export { serve } from './lsp/server.ts'\nexport { createConnection } from 'vscode-languageserver/browser'", resolveDir: root },
    bundle: true, format: 'esm', platform: 'browser', target: 'es2022', write: false, metafile: true, logLevel: 'silent',
  })
  expect(errors).toEqual([])
  expect(Object.keys(metafile.inputs)).toContain('lsp/features/hover.ts')
})
