/** Bundles the command into dist/: ES modules, one chunk for each thing that is loaded lazily. */
import { build } from 'esbuild'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What the bundle loads from node_modules when it needs it: large, or with files of its own (wasm, native code). */
const external = ['prettier', 'prettier/*', '@tensorflow/*', 'onnxruntime-node', 'webgpu', 'vega', 'vega-lite', '@resvg/resvg-js', 'dejavu-fonts-ttf']

rmSync(`${root}dist`, { recursive: true, force: true })

const result = await build({
  absWorkingDir: root,
  entryPoints: { genc: 'cli/genc.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
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

const entry = `${root}dist/genc.js`
writeFileSync(entry, `#!/usr/bin/env node\n${readFileSync(entry, 'utf8').replace(/^#!.*\n/, '')}`)
chmodSync(entry, 0o755)

// Licences of what is inside the bundle go with it.
const packages = new Set(Object.keys(result.metafile.inputs).map(path => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean))
const notices = [...packages].sort().map(name => {
  const { version, license } = JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8'))
  return `${name} ${version} (${license})`
})
mkdirSync(`${root}dist`, { recursive: true })
writeFileSync(`${root}dist/NOTICES.txt`, `This bundle contains:\n\n${notices.join('\n')}\n`)
