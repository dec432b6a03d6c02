/** Writes all generated files anew: goldens, diagnostic pages, colours for editors, validators. Review the difference before committing it. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = args => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, GENC_GOLDENS: 'write' } })
  if (status !== 0) process.exit(status ?? 1)
}

run(['scripts/validators.mjs'])
run(['node_modules/vitest/vitest.mjs', 'run', 'test/golden', 'test/vscode', 'test/diagnostics/pages.test.ts'])
