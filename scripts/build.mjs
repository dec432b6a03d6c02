/** Bundles the command into dist/ and the page of `genc play` into dist/play/: ES modules, one chunk for each thing that is loaded lazily. */
import { build } from 'esbuild'
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What the bundle takes from node_modules when it needs it: packages with files of their own (wasm, native code, fonts). */
const external = ['@tensorflow/*', 'onnxruntime-node', 'webgpu', '@resvg/resvg-js', 'dejavu-fonts-ttf']

/** Writes the bundle and returns esbuild's account of it. */
export async function bundle(outdir) {
  rmSync(outdir, { recursive: true, force: true })
  const { metafile } = await build({
    absWorkingDir: root,
    // The formatter is also a plugin for prettier: `plugins: ['genc/prettier']`.
    entryPoints: { genc: 'cli/genc.ts', prettier: 'grammar/print.ts' },
    outdir,
    bundle: true,
    splitting: true,
    minifyWhitespace: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external,
    chunkNames: 'chunks/[name]-[hash]',
    // CommonJS dependencies ask for Node's own modules by `require`.
    banner: { js: 'import { createRequire as createRequireOf } from "node:module"; const require = createRequireOf(import.meta.url);' },
    logLevel: 'warning',
    legalComments: 'none',
    metafile: true,
  })
  const entry = join(outdir, 'genc.js')
  writeFileSync(entry, `#!/usr/bin/env node\n${readFileSync(entry, 'utf8')}`)
  chmodSync(entry, 0o755)
  writeFileSync(join(outdir, 'NOTICES.txt'), notices(metafile))
  return metafile
}

/** What tfjs computes with in WebAssembly; threads would take more than a page is allowed to. */
const wasm = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm']

/** Writes the page with its workers, as any server of files can serve it. */
export async function bundlePage(outdir) {
  rmSync(outdir, { recursive: true, force: true })
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'play/page.ts', out: 'page' }, { in: 'play/style.css', out: 'page' }, { in: 'play/server-worker.ts', out: 'server-worker' }, { in: 'play/train-worker.ts', out: 'train-worker' },
    ],
    outdir,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    chunkNames: 'chunks/[name]-[hash]',
    logLevel: 'warning',
    legalComments: 'none',
    metafile: true,
  })
  copyFileSync(join(root, 'play/index.html'), join(outdir, 'index.html'))
  copyFileSync(join(root, 'lsp/vscode/icon.png'), join(outdir, 'icon.png'))
  for (const name of wasm) copyFileSync(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', name), join(outdir, name))
  writeFileSync(join(outdir, 'NOTICES.txt'), notices(metafile))
  return metafile
}

/** What is inside the bundle, with licences in full: they go where the code goes. */
export function notices(metafile) {
  // The last folder of that name: packages may hold packages of their own.
  const folders = new Set(Object.keys(metafile.inputs).map(path => /^(.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0]).filter(Boolean))
  return [...folders].sort().map(path => {
    const folder = join(root, path)
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return `${name} ${version} (${license})\n\n${licenceText(folder)}\n`
  }).join(`\n${'-'.repeat(80)}\n\n`)
}

function licenceText(folder) {
  for (const name of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license', 'LICENSE-MIT', 'License.txt']) {
    try {
      return readFileSync(join(folder, name), 'utf8').trim()
    } catch {
      // The next name.
    }
  }
  return ''
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle(join(root, 'dist'))
  await bundlePage(join(root, 'dist/play'))
}
