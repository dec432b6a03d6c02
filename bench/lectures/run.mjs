/** Trains the models of the lectures and compares what they reach with bounds: `node bench/lectures/run.mjs --help`. */
import { build } from 'esbuild'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cache = join(root, 'node_modules', '.cache')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'lectures-'))
const load = async () => {
  try {
    const outfile = join(folder, 'main.js')
    await build({
      absWorkingDir: root, entryPoints: ['bench/lectures/main.ts'], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20.19', packages: 'external', logLevel: 'warning',
    })
    return await import(pathToFileURL(outfile))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const { main } = await load()
process.exitCode = await main(process.argv.slice(2), root)
