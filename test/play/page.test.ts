/** The page in a real browser: shapes, a mistake and its fix, a training, a file written. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
// @ts-expect-error a script without types
import { bundle, bundlePage } from '../../scripts/build.mjs'
import { chromium, withoutChromium } from './chromium.ts'
import type { Seen } from './drive.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const browser = chromium()
if (browser === null) console.log(`the page of genc play is not tested: ${withoutChromium}`)

const SPEC = `model Small
data (x: image[28, 28, 1] in [0, 1])
hyper latent = 4
encoder Enc(x) -> (mu[latent], logvar[latent]) {
  h = x -> flatten -> dense(32, relu)
  mu = h -> dense(latent)
  logvar = h -> dense(latent)
}
decoder Dec(z) -> logits[28, 28, 1] { z -> dense(784) -> reshape(28, 28, 1) }
sampler    q(z | x) = Normal(Enc(x))
prior      p(z)     = Normal(0, 1)[latent]
likelihood p(x | z) = Bernoulli(Dec(z))
loss {
  reconstruction = -E[z ~ q(z | x): log p(x | z)]
  regulariser    = KL(q(z | x) || p(z))
}
train { minimize reconstruction + regulariser with adam(1e-2); batch 32; rounds 60 }
figures {
  compare(x in test[0..4], z ~ q(z | x): x, mean(p(x | z)))
  scatter(z ~ p(z), 50: z[0..1])
}
`

let folder: string

beforeAll(async () => {
  if (browser === null) return
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  // Inside the project, so that packages left out of the bundle are found.
  folder = mkdtempSync(join(root, 'node_modules/.cache/genc-play-'))
  await (bundle as (outdir: string) => Promise<unknown>)(join(folder, 'dist'))
  await (bundlePage as (outdir: string) => Promise<unknown>)(join(folder, 'dist/play'))
  await build({ absWorkingDir: root, entryPoints: ['test/play/drive.ts'], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile: join(folder, 'drive.mjs'), logLevel: 'error' })
})
afterAll(() => { if (browser !== null) rmSync(folder, { recursive: true }) })

test.skipIf(browser === null)('shapes, a mistake and its fix, a training, a file written', async () => {
  const spec = join(folder, 'small.gen')
  writeFileSync(spec, SPEC)
  const server = spawn(process.execPath, [join(folder, 'dist/genc.js'), 'play', 'small.gen', '--data', 'digits:train=320,test=64'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => { server.once('exit', resolve) })
  try {
    const url = await new Promise<string>((resolve) => { server.stdout.once('data', (data) => resolve(String(data).trim())) })
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    const seen = await drive(url)
    expect(seen.hints).toEqual(expect.arrayContaining(['[784]', '[32]', '[4]', '[28, 28, 1]', '25,384 parameters']))
    expect(seen.keywords).toEqual(expect.arrayContaining(['encoder', 'loss', 'minimize']))
    expect(seen.mistake).toContain('laten')
    expect(seen.fix).toContain('latent')
    expect(seen.fixed).toContain('mu = h -> dense(latent)')
    expect(seen.about).toBe('Small, 29,304 parameters · WebAssembly')
    expect(seen.ended).toContain('trained in')
    const [first, last] = seen.terms.map((term) => /^reconstruction: from (\S+) to (\S+)$/.exec(term)).find((match) => match !== null)!.slice(1).map(Number) as [number, number]
    expect(first).toBeGreaterThan(400)
    expect(last).toBeLessThan(0.7 * first)
    expect(seen.pictures.length).toBe(2)
    for (const width of seen.pictures) expect(width).toBeGreaterThan(100)
    expect(seen.told).toBe('small.gen is written.')
    expect(readFileSync(spec, 'utf8')).toBe(`${SPEC}// changed in the page`)
    expect(seen.hosts).toEqual([new URL(url).host])
    expect(seen.complaints).toEqual([])
  } finally {
    server.kill('SIGINT')
    expect(await ended).toBe(0)
  }
}, 120_000)

async function drive(url: string): Promise<Seen> {
  const child = spawn(process.execPath, [join(folder, 'drive.mjs'), url, browser!], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (data) => { out += String(data) })
  const code = await new Promise<number | null>((resolve) => { child.once('exit', resolve) })
  expect(code, 'exit code of the browser\'s driver').toBe(0)
  return JSON.parse(out) as Seen
}
