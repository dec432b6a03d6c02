/** The page in a real browser: shapes, a mistake, its explanation and its fix, a training, a file written, a training with a given. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
// @ts-expect-error a script without types
import { bundle, bundlePage } from '../../scripts/build.mjs'
import { shortNumber } from '../../runtime/train/words.ts'
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

const JUDGE = `model Judge
data (x: real[2], y: label(8))
hyper width = 16
classifier C(x) -> logits[8] { x -> dense(width, relu) -> dense(8) }
loss { classify = -log softmax(C(x))[y] }
metric right = E[argmax(C(x)) == y]
train { minimize classify with adam(1e-2); batch 20; epochs 3 }
`
/** The judge stands still beside a model of its own. */
const JUDGED = `model Judged
data (x: real[2], y: label(8))
given J from "./judge.gen"
network Double(x) -> t: real[2] { x -> dense(2) }
loss { far = ||Double(x) - 2 * x||^2 }
metric measured = E[J.right(x, y)]
train { minimize far with adam(1e-2); batch 20; epochs 1 }
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

test.skipIf(browser === null)('shapes, a mistake and its fix, trainings, a file written', async () => {
  const spec = join(folder, 'small.gen')
  writeFileSync(spec, SPEC)
  writeFileSync(join(folder, 'judge.gen'), JUDGE)
  writeFileSync(join(folder, 'judged.gen'), JUDGED)
  const ring = ['--data', 'ring8:train=200,test=50']
  execFileSync(process.execPath, [join(folder, 'dist/genc.js'), 'train', 'judge.gen', '--set', 'width=5', ...ring], { cwd: folder, stdio: 'ignore' })
  const { metrics: { right } } = JSON.parse(readFileSync(join(folder, 'runs/judge-001/metrics.jsonl'), 'utf8').trim().split('\n').at(-1)!) as { metrics: { right: number } }
  const [small, judged] = [await serve('small.gen', '--data', 'digits:train=320,test=64'), await serve('judged.gen', '--given', 'J=judge', ...ring)]
  try {
    const { url } = small
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    const seen = await drive(url, judged.url)
    expect(seen.hints).toEqual(expect.arrayContaining(['[784]', '[32]', '[4]', '[28, 28, 1]']))
    expect(seen.lenses).toEqual(['Train', expect.stringContaining('25,384 parameters'), expect.stringContaining('3,920 parameters')])
    expect(seen.keywords).toEqual(expect.arrayContaining(['encoder', 'loss', 'minimize']))
    expect(seen.mistake).toContain('laten')
    expect(seen.fix).toContain('latent')
    expect(seen.explained).toMatch(/^Close\n[^]*names\/unknown · error[^]*Wrong\n[^]*Right\n/)
    expect(seen.fixed).toContain('mu = h -> dense(latent)')
    expect(seen.seedSaid).toBe('A seed is a whole number from 0 to 9007199254740991.')
    expect(seen.about).toMatch(/^Small, 29,304 parameters · WebAssembly.*Seed3/)
    expect(seen.ended).toContain('trained in')
    const [first, last] = seen.terms.map((term) => /^reconstruction: from (\S+) to (\S+)$/.exec(term)).find((match) => match !== null)!.slice(1).map(Number) as [number, number]
    expect(first).toBeGreaterThan(400)
    expect(last).toBeLessThan(0.7 * first)
    expect(seen.pictures.length).toBe(2)
    for (const width of seen.pictures) expect(width).toBeGreaterThan(100)
    expect(seen.told).toBe('small.gen is written.')
    expect(readFileSync(spec, 'utf8')).toBe(`${SPEC}// changed in the page`)
    expect(seen.given).toContain('Judged, 6 parameters and 63 given')
    expect(seen.given).toContain(`measured${shortNumber(right)}`)
    expect(seen.hosts).toEqual([url, judged.url].map((one) => new URL(one).host))
    expect(seen.complaints).toEqual([])
  } finally {
    for (const { end } of [small, judged]) expect(await end()).toBe(0)
  }
}, 240_000)

async function serve(...args: string[]): Promise<{ readonly url: string; readonly end: () => Promise<number | null> }> {
  const server = spawn(process.execPath, [join(folder, 'dist/genc.js'), 'play', ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => { server.once('exit', resolve) })
  // It goes with the test, also where that ran out of time.
  process.once('exit', () => { server.kill('SIGKILL') })
  const url = await new Promise<string>((resolve) => { server.stdout.once('data', (data) => resolve(String(data).trim())) })
  return { url, end: () => { server.kill('SIGINT'); return ended } }
}

async function drive(url: string, givenUrl: string): Promise<Seen> {
  const child = spawn(process.execPath, [join(folder, 'drive.mjs'), url, givenUrl, browser!], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (data) => { out += String(data) })
  const code = await new Promise<number | null>((resolve) => { child.once('exit', resolve) })
  expect(code, 'exit code of the browser\'s driver').toBe(0)
  return JSON.parse(out) as Seen
}
