/** Measures what the models reach and compares it with the bounds: `node bench/gates/run.mjs --help`. */
import { build } from 'esbuild'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cache = join(root, 'node_modules', '.cache')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'gates-'))
const load = async () => {
  try {
    const outfile = join(folder, 'main.js')
    await build({
      absWorkingDir: root, entryPoints: ['bench/gates/main.ts'], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20.19', packages: 'external', logLevel: 'warning',
    })
    return await import(pathToFileURL(outfile))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const { main } = await load()
process.exitCode = await main(process.argv.slice(2), root)
