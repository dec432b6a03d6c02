/**
 * Packages the VS Code extension: `npm run vsix` writes `build/genc-<version>.vsix`, with the language server inside and no network.
 * The icon is drawn, the client bundled and the server built into `build/vscode/`, which is then packed as it is.
 */
import { createVSIX } from '@vscode/vsce'
import { build } from 'esbuild'
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle, notices } from './build.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = join(root, 'lsp/vscode')
/** What is packed as it stands in the source. */
const copied = ['README.md', 'icon.png', 'language-configuration.json', 'snippets', 'syntaxes', 'walkthrough']

/** Writes the extension's folder as VS Code loads it. */
export async function stage(folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of copied) cpSync(join(source, name), join(folder, name), { recursive: true })
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  // Diagnostics link to their pages, which the server finds beside its folder.
  cpSync(join(root, 'docs/diagnostics'), join(folder, 'docs/diagnostics'), { recursive: true })
  // The extension has the version of the genc it holds.
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`)
  await bundle(join(folder, 'server'))
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['lsp/vscode/src/extension.ts'],
    outfile: join(folder, 'dist/extension.cjs'),
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    external: ['vscode'],
    logLevel: 'warning',
    legalComments: 'none',
    metafile: true,
  })
  writeFileSync(join(folder, 'dist/NOTICES.txt'), notices(metafile))
}

/** Packs a staged folder. */
export const pack = (folder, packagePath) => createVSIX({ cwd: folder, packagePath, dependencies: false, allowMissingRepository: true })

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(root, 'build/vscode')
  await stage(folder)
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  await pack(folder, join(root, `build/genc-${version}.vsix`))
}
