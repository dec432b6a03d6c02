/** Grammar, compiler and the browser-bound part of the runtime must load in a worker or a page: no `node:*`, no native code. */
import { build } from 'esbuild'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Folders of the runtime for files, processes and native code. */
const nodeOnly = ['runtime/node/', 'runtime/run/', 'runtime/engines/', 'runtime/figures/render.ts']

test('nothing of grammar, compiler and the rest of the runtime imports node:*', () => {
  const wrong = ['grammar', 'compiler', 'runtime'].flatMap(folder => walk(join(root, folder)))
    .map(path => relative(root, path).replaceAll('\\', '/'))
    .filter(path => path.endsWith('.ts') && !nodeOnly.some(folder => path.startsWith(folder)))
    .filter(path => /(?:from|import|require)\s*\(?\s*['"]node:/.test(readFileSync(join(root, path), 'utf8')))
  expect(wrong).toEqual([])
})

test('they bundle for a browser, and the bundle compiles a spec', async () => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['scripts/browser-entry.ts'],
    bundle: true, format: 'esm', platform: 'browser', target: 'es2022', write: false, metafile: true, logLevel: 'silent',
  })
  expect(Object.keys(metafile.inputs).filter(path => nodeOnly.some(folder => path.startsWith(folder)))).toEqual([])
  const folder = mkdtempSync(join(tmpdir(), 'genc-browser-'))
  try {
    const file = join(folder, 'bundle.mjs')
    writeFileSync(file, outputFiles[0]!.text)
    const { compile } = await import(pathToFileURL(file).href) as typeof import('../../scripts/browser-entry.ts')
    const compiled = compile(readFileSync(join(root, 'specs/autoencoder.gen'), 'utf8'))
    expect(compiled.diagnostics.filter(d => d.severity === 'error')).toEqual([])
    expect(compiled.graph?.programs.length).toBeGreaterThan(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]))
