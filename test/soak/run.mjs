/** Asks the language server everything, everywhere: `npm run soak -- --help`. Bundles `main.ts` and runs it. */
import { build } from 'esbuild'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cache = join(root, 'node_modules', '.cache')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'soak-'))
const load = async () => {
  try {
    const outfile = join(folder, 'main.mjs')
    await build({ absWorkingDir: root, entryPoints: ['./test/soak/main.ts'], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20.19', packages: 'external', logLevel: 'warning' })
    const sources = createHash('sha256').update(readFileSync(outfile)).digest('hex').slice(0, 12)
    return { ...await import(pathToFileURL(outfile)), sources }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const { main, sources } = await load()
// Timers of a server that was asked may still run.
process.exit(await main(process.argv.slice(2), { root, sources }))
