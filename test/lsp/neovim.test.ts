/** A real editor: Neovim, headless, through diagnostics, hover, completion, definition, rename, formatting and a code action. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
// @ts-expect-error a script without types
import { bundle } from '../../scripts/build.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const missing = spawnSync('nvim', ['--version']).status !== 0
if (missing) console.log('Not driven by Neovim: there is no nvim on this machine (apt-get install neovim)')

const SPEC = `data (x: real[2])
network N(v) -> k[3] { v -> dense(3) -> relu }
loss   { size = E[||N(x)||^2] }
train { minimize size with adam(1e-3); batch 2; epochs 1 }
let twice = 2 * M(x)
`

test.skipIf(missing)('Neovim works with the server', async () => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, 'node_modules/.cache/genc-nvim-'))
  try {
    await (bundle as (outdir: string) => Promise<unknown>)(join(folder, 'dist'))
    writeFileSync(join(folder, 'spec.gen'), SPEC)
    const { stdout, stderr } = spawnSync('nvim', ['--headless', '-u', 'NONE', '-n', '-i', 'NONE', '-S', fileURLToPath(new URL('neovim.lua', import.meta.url))], {
      cwd: folder, encoding: 'utf8', timeout: 50_000,
      env: { PATH: process.env.PATH, HOME: folder, NODE: process.execPath, GENC: join(folder, 'dist/genc.js'), SPEC: join(folder, 'spec.gen') },
    })
    const line = stdout.split('\n').find((l) => l.startsWith('{'))
    expect(line, stderr).toBeDefined()
    const got = JSON.parse(line!) as Record<string, never>
    expect(got.failure).toBeUndefined()
    expect(got.diagnostics).toMatchObject([{ line: 4, message: expect.stringContaining('M') as string }])
    expect(got.hover).toContain('network N(v: real[2]) -> k: real[3]')
    expect(got.completion).toEqual(expect.arrayContaining(['relu', 'dense', 'dropout']))
    expect(got.definition).toEqual([1, 8])
    expect(got.renamed).toEqual(SPEC.replaceAll('N(', 'Net(').replace('M(x)', 'Net(x)').trimEnd().split('\n'))
    expect(got.formatted).toContain('loss { size = E[||Net(x)||^2] }')
    expect(got.remark).toBe(3)
    expect(got.begun).toContain('model Autoencoder')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
