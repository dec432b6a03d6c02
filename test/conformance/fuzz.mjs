/** Bundles `fuzz.ts` and runs it. */
import { build } from 'esbuild'
import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cache = `${root}node_modules/.cache`
mkdirSync(cache, { recursive: true })
/** As deep as the sources are, which find the project's folder two above theirs. */
const outfile = `${cache}/fuzz-${process.pid}.mjs`
await build({ absWorkingDir: root, entryPoints: ['./test/conformance/fuzz.ts'], outfile, bundle: true, format: 'esm', platform: 'node', packages: 'external', logLevel: 'warning' })
try {
  const { main } = await import(pathToFileURL(outfile))
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1
} finally {
  rmSync(outfile)
}
