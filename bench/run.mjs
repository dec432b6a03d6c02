/** Measures genc beside its peers: `npm run bench -- --help`, and README.md here. */
import { build } from 'esbuild'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bundle } from '../scripts/build.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(root, 'node_modules', '.cache')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'bench-'))
process.on('exit', () => { rmSync(folder, { recursive: true, force: true }) })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { process.exit(130) })

await build({
  absWorkingDir: root, entryPoints: { main: 'bench/main.ts', genc: 'bench/sides/genc.ts', tfjs: 'bench/sides/tfjs.ts', gemm: 'bench/sides/gemm.ts', compile: 'bench/sides/compile.ts' }, outdir: folder, outExtension: { '.js': '.mjs' },
  bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20.19', packages: 'external', logLevel: 'warning',
})
// The CommonJS build of tfjs-core has no gradients; these join it by its global registry.
await build({
  absWorkingDir: root, entryPoints: { gradients: 'node_modules/@tensorflow/tfjs-core/dist/register_all_gradients.js' }, outdir: folder, outExtension: { '.js': '.mjs' },
  bundle: true, format: 'esm', platform: 'node', target: 'node20.19', logLevel: 'error',
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
})
copyFileSync(join(root, 'bench/sides/onnxruntime-timed.cjs'), join(folder, 'onnxruntime-timed.cjs'))
// The command, of the sources as they are.
await bundle(join(folder, 'dist'))
process.env.BENCH_ROOT = root
const { main } = await import(pathToFileURL(join(folder, 'main.mjs')))
// Sides of a measurement that failed are still there.
process.exit(await main(process.argv.slice(2), { root, sides: folder }))
