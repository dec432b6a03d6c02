/**
 * Mistakes of strangers, made through the built command: each is one message that says what, where and what would fit,
 * with the right exit code, and nothing of theirs is lost.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
// @ts-expect-error a script without types
import { bundle } from '../../scripts/build.mjs'
import { previousOf } from '../../runtime/node/atomic.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Inside the project, so that packages left out of the bundle are found. */
let built: string
let home: string

beforeAll(async () => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  built = mkdtempSync(join(root, 'node_modules/.cache/genc-'))
  home = mkdtempSync(join(tmpdir(), 'genc-mistakes-'))
  await (bundle as (outdir: string) => Promise<unknown>)(built)
})
afterAll(() => {
  for (const folder of [built, home]) rmSync(folder, { recursive: true, force: true })
})

// ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────────

interface Run { readonly code: number | null; readonly out: string; readonly err: string }

const environment = () => ({ PATH: process.env['PATH'], GENC_DATA: join(home, 'no-data') })

function start(cwd: string, args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Run> } {
  const child = spawn(process.execPath, [join(built, 'genc.js'), ...args], { cwd, env: environment(), timeout: 50_000, killSignal: 'SIGKILL' })
  let [out, err] = ['', '']
  child.stdout.on('data', (text: Buffer) => { out += text.toString() })
  child.stderr.on('data', (text: Buffer) => { err += text.toString() })
  return { child, ended: new Promise((done) => { child.on('close', (code) => { done({ code, out, err }) }) }) }
}

/** Runs to the end; whatever went wrong is never told by a stack trace, nor as a fault of genc's. */
async function genc(cwd: string, args: readonly string[], input = ''): Promise<Run> {
  const { child, ended } = start(cwd, args)
  child.stdin!.end(input)
  const run = await ended
  expect(run.err).not.toMatch(/^\s+at .*:\d+:\d+/m)
  expect(run.err).not.toContain('fault of genc')
  return run
}

let folders = 0
/** A folder with these files in it. */
function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = join(home, String(++folders))
  mkdirSync(folder)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** One error, these phrases, this exit code. */
function expectOne({ err, code }: Run, exitCode: number, phrases: readonly string[]): void {
  for (const phrase of phrases) expect(err).toContain(phrase)
  expect(err.match(/^error/gm), err).toHaveLength(1)
  expect(code, err).toBe(exitCode)
}

// ── specs and data ──────────────────────────────────────────────────────────────────────────────────────────────────

const VAE = `model VAE
data (x: image[4, 4, 1] in [0, 1])
hyper latent = 2

encoder Enc(x) -> (mu[latent], logvar[latent]) {
  h = x -> flatten -> dense(8, relu)
  mu = h -> dense(latent)
  logvar = h -> dense(latent)
}
decoder Dec(z) -> logits[4, 4, 1] {
  z -> dense(8, tanh) -> dense(16) -> reshape(4, 4, 1)
}

sampler    q(z | x) = Normal(Enc(x))
prior      p(z)     = Normal(0, 1)[latent]
likelihood p(x | z) = Bernoulli(Dec(z))

loss {
  reconstruction = -E[z ~ q(z | x): log p(x | z)]
  regulariser    = KL(q(z | x) || p(z))
}
train { minimize reconstruction + regulariser with adam(1e-3); batch 8; epochs 2 }
`

const AE = `model AE
data (x: image[4, 4, 1] in [0, 1], y: label(10))
encoder Enc(x) -> h[3] { x -> flatten -> dense(3, relu) }
decoder Dec(h) -> xhat: image[4, 4, 1] in [0, 1] { h -> dense(16, sigmoid) -> reshape(4, 4, 1) }
classifier C(x) -> logits[10] { x -> flatten -> dense(10) }
distribution p(y | x) = Categorical(C(x))
loss {
  reconstruction = 1/2 * ||x - Dec(Enc(x))||^2
  classify       = -log p(y | x)
}
train { minimize reconstruction + classify with adam(1e-3); batch 8; epochs 1 }
`

const GAN = `model GAN
data (x: image[4, 4, 1] in [0, 1])
prior p(z) = Normal(0, 1)[2]
generator G(z) -> image[4, 4, 1] in [-1, 1] { z -> dense(16, tanh) -> reshape(4, 4, 1) }
discriminator D(x) -> probability { x -> flatten -> dense(1, sigmoid) }
z ~ p(z)
let fake = G(z)
loss {
  V         = E[log D(x)] + E[log(1 - D(fake))]
  generator = -E[log D(fake)]
}
train { maximize V over D with adam(1e-3); minimize generator over G with adam(1e-3); batch 8; epochs 1 }
`

const LINE = `model Line
data (x: real[2])
hyper rate = 0.01
encoder Enc(x) -> h[1] { x -> dense(1) }
decoder Dec(h) -> xhat[2] { h -> dense(2) }
let xhat = Dec(Enc(x))
loss { reconstruction = 1/2 * ||x - xhat||^2 }
train { minimize reconstruction with adam(rate); batch 32; epochs 2 }
`
/** Seven steps an epoch. */
const RING = ['--data', 'ring8:train=200,test=50']

/** `text` with `from` replaced once; it must be there. */
function altered(text: string, from: string, to: string): string {
  expect(text).toContain(from)
  return text.replace(from, to)
}

const bigEndian = (...values: readonly number[]): number[] => values.flatMap((v) => [v >>> 24, (v >>> 16) & 255, (v >>> 8) & 255, v & 255])
/** IDX of n pictures of h × w, the pixels counting up. */
const images = (n: number, h = 4, w = 4): Uint8Array => Uint8Array.from([0, 0, 8, 3, ...bigEndian(n, h, w), ...Array.from({ length: n * h * w }, (_, i) => i % 256)])
const labels = (n: number, odd?: { readonly row: number; readonly label: number }): Uint8Array =>
  Uint8Array.from([0, 0, 8, 1, ...bigEndian(n), ...Array.from({ length: n }, (_, i) => (i === odd?.row ? odd.label : i % 10))])

/** A folder of IDX files as the spec AE takes them, some of them replaced or (null) left out. */
function idxFolder(changed: Readonly<Record<string, Uint8Array | string | null>> = {}): Record<string, string | Uint8Array> {
  const files: Record<string, Uint8Array | string | null> = {
    'train-images-idx3-ubyte': images(40), 'train-labels-idx1-ubyte': labels(40), 't10k-images-idx3-ubyte': images(10), 't10k-labels-idx1-ubyte': labels(10), ...changed,
  }
  return Object.fromEntries(Object.entries(files).flatMap(([name, content]) => (content === null ? [] : [[`d/${name}`, content] as const])))
}

const POINTS = Array.from({ length: 50 }, (_, i) => `${i / 50},${((i * 7) % 50) / 50}`)
/** A CSV file with one line (counted with the header, from 1) replaced. */
const csv = (line: number, text: string): string => ['a,b', ...POINTS].map((row, i) => (i === line - 1 ? text : row)).join('\n')

// ── mistakes in a spec ──────────────────────────────────────────────────────────────────────────────────────────────

describe.concurrent('a spec with one mistake has one message', () => {
  it.each([
    ['a misspelt layer', altered(VAE, 'dense(8, relu)', 'dens(8, relu)'), 'names/unknown-function', 6, ['dens', 'Did you mean dense?', 'x -> flatten -> dense(8, relu)']],
    ['a misspelt activation', altered(VAE, 'relu', 'rleu'), 'names/unknown-activation', 6, ['rleu', 'Did you mean relu?', 'Known: relu, sigmoid']],
    ['a misspelt argument', altered(VAE, 'dense(8, relu)', 'dense(8, activaton: relu)'), 'names/unknown-argument', 6, ['activaton', 'Did you mean activation:?']],
    ['a misspelt distribution', altered(VAE, 'Bernoulli', 'Bernouli'), 'names/unknown-function', 16, ['Bernouli', 'Did you mean Bernoulli?']],
    ['a misspelt optimizer', altered(VAE, 'adam', 'adma'), 'training/optimizer', 22, ['adma', 'sgd, adam, adamw, rmsprop', 'Did you mean adam?']],
    ['a misspelt argument of an optimizer', altered(VAE, 'adam(1e-3)', 'adam(1e-3, beta: 0.5)'), 'names/unknown-argument', 22, ['Did you mean beta1:?']],
    ['783 units before an image of 784', altered(VAE, 'dense(16)', 'dense(15)'), 'shapes/reshape', 11, ['[15] holds 15 numbers, [4, 4, 1] holds 16', 'dense(16) before it would fit']],
    ['an encoder and a prior of different widths', altered(VAE, 'Normal(0, 1)[latent]', 'Normal(0, 1)[3]'), 'shapes/variable', 14, ['[3]', '[latent = 2]', 'z is real[3] here']],
    ['an encoder whose outputs differ', altered(VAE, 'logvar = h -> dense(latent)', 'logvar = h -> dense(5)'), 'shapes/output', 8, ['declared [latent = 2] here', 'gives [5]', 'dense(2) would fit']],
    ['a decoder whose picture has another size', altered(AE, 'reshape(4, 4, 1)', 'reshape(2, 8, 1)'), 'shapes/output', 4, ['[4, 4, 1]', '[2, 8, 1]', 'Add reshape(4, 4, 1) at the end']],
    ['a Bernoulli likelihood of data in [-1, 1]', altered(VAE, '[0, 1])\nhyper', '[-1, 1])\nhyper'), 'ranges/bernoulli', 16, ['x is in [-1, 1]', 'Declare the data in [0, 1], or use Normal', 'data (x: image[4, 4, 1] in [-1, 1])']],
    ['a std given a logvar', altered(VAE, 'Normal(Enc(x))', 'Normal(Enc(x).mu, std: Enc(x).logvar)'), 'kinds/spread', 14, ['std: gets a logvar', 'Normal(Enc(x).mu, logvar: Enc(x).logvar)']],
    ['sigmoid twice', altered(AE, 'dense(16, sigmoid)', 'dense(16, sigmoid) -> sigmoid'), 'kinds/sigmoid-twice', 4, ['is a probability already']],
    ['a tanh generator against data in [0, 1]', GAN, 'ranges/real-and-fake', 9, ['D sees data in [0, 1] and fakes in [-1, 1]', 'sigmoid', 'generator G(z)']],
    ['a tanh decoder of a picture in [0, 1]', altered(AE, '16, sigmoid', '16, tanh'), 'ranges/output', 4, ['declares [0, 1]', 'in [-1, 1]', 'Use sigmoid']],
    ['a term that is not one number', altered(AE, '1/2 * ||x - Dec(Enc(x))||^2', '(x - Dec(Enc(x)))^2'), 'reductions/term', 8, ['[4, 4, 1]', 'sum(', 'mean(']],
    ['no epochs at all', altered(VAE, 'epochs 2', 'epochs -3'), 'shapes/size', 22, ['epochs must be a whole number of at least 1, not -3']],
    ['an empty file', '', 'syntax/empty', 1, ['This file is empty', 'genc new NAME']],
    ['a binary file', '\u007fELF\u0002\u0001\u0001\u0000\u0000\u0000', 'syntax/not-text', 1, ['This is not a text file']],
    ['a file of 10 MB', '// a comment line\n'.repeat(600_000), 'syntax/too-large', 1, ['more than 1 million characters']],
    ['a file of 10 MB in three-byte letters', `// ${'例'.repeat(3_500_000)}\n`, 'syntax/too-large', 1, ['more than 1 million characters']],
    ['100,000 open brackets', `model A\nlet x = ${'('.repeat(100_000)}`, 'syntax/too-deep', 2, ['Name parts of the expression with `let`']],
    ['100,000 open square brackets', `model A\nlet x = ${'['.repeat(100_000)}`, 'syntax/too-deep', 2, ['Brackets nest more than 100 deep']],
    ['100,000 minus signs', `model A\nlet x = ${'-'.repeat(100_000)}1`, 'syntax/too-deep', 2, ['More than 1000 operators']],
  ] as const)('%s', async (_, text, code, line, phrases) => {
    const cwd = folderWith({ 'mine.gen': text })
    const run = await genc(cwd, ['check', 'mine.gen'])
    expectOne(run, 1, [`error[${code}]`, ...phrases, `--> mine.gen:${line}:`, 'mine.gen: 1 error\n', `genc explain ${code}`])
    expect([run.out, /^(warning|info)\[/m.test(run.err)]).toEqual(['', false])
    expect(readFileSync(join(cwd, 'mine.gen'), 'utf8')).toBe(text)
  })

  it.each([
    ['half a unit', 'latent=3.5', 'shapes/size', ['latent must be a whole number of at least 1, not 3.5', 'by --set latent=3.5']],
    ['10^9 latent numbers', 'latent=1000000000', 'compile/too-large', ['26,000,000,288 parameters', 'GB to train', 'the limit on this machine', 'the largest part is']],
  ] as const)('--set: %s', async (_, setting, code, phrases) => {
    const cwd = folderWith({ 'mine.gen': VAE })
    expectOne(await genc(cwd, ['train', 'mine.gen', '--set', setting]), 1, [`error[${code}]`, ...phrases, 'mine.gen: 1 error\n'])
    expect(readdirSync(cwd)).toEqual(['mine.gen'])
  })

  it('--set: a misspelt hyper is a mistake of the command line', async () => {
    const cwd = folderWith({ 'mine.gen': VAE })
    const run = await genc(cwd, ['train', 'mine.gen', '--set', 'latnet=3'])
    expectOne(run, 2, ['error: --set: latnet cannot be set', 'Did you mean latent?'])
    expect(run.err).not.toContain('-->')
    expect(readdirSync(cwd)).toEqual(['mine.gen'])
  })

  it('a model of 10^10 parameters is refused with the estimate', async () => {
    const cwd = folderWith({ 'mine.gen': altered(LINE, 'dense(1)', 'dense(10000000) -> dense(1000) -> dense(1)') })
    expectOne(await genc(cwd, ['train', 'mine.gen']), 1, ['error[compile/too-large]', '10,030,002,005 parameters', 'Enc.dense_1.kernel [10000000, 1000]: 40 GB', '--> mine.gen:4:'])
    expect(readdirSync(cwd)).toEqual(['mine.gen'])
  })

  it('a spec without train has nothing to train', async () => {
    const cwd = folderWith({ 'mine.gen': altered(LINE, LINE.slice(LINE.indexOf('train {')), '').replace('hyper rate = 0.01\n', '') })
    expectOne(await genc(cwd, ['train', 'mine.gen', ...RING]), 1, ['mine.gen has no train block', 'minimize TERM with adam(1e-3)'])
    expect((await genc(cwd, ['check', 'mine.gen'])).err).not.toContain('genc train')
  })
})

// ── mistakes in data ────────────────────────────────────────────────────────────────────────────────────────────────

describe.concurrent('data that do not fit', () => {
  it.each([
    ['text instead of IDX', { 'train-images-idx3-ubyte': 'hello world, this is no IDX' }, ['d/train-images-idx3-ubyte is not an IDX file', 'which is text', '00 00 08 03']],
    ['a web page', { 'train-images-idx3-ubyte': '<!DOCTYPE html><html>404</html>' }, ['looks like a web page (a failed download?)']],
    ['a file cut short', { 'train-images-idx3-ubyte': images(40).subarray(0, 600) }, ['has 600 bytes', '40×4×4', 'it is cut short']],
    ['an empty file', { 'train-images-idx3-ubyte': '' }, ['d/train-images-idx3-ubyte is empty']],
    ['a .gz cut short', { 'train-images-idx3-ubyte': null, 'train-images-idx3-ubyte.gz': gzipSync(images(40)).subarray(0, 100) }, ['.gz is cut short', 'it has 100 bytes']],
    ['a label out of range', { 'train-labels-idx1-ubyte': labels(40, { row: 7, label: 12 }) }, ['train-labels-idx1-ubyte, row 7: label 12 does not fit y: label(10)', 'from 0 to 9']],
    ['pictures of another size', { 'train-images-idx3-ubyte': images(40, 5, 4) }, ['5×4', 'x: image[4, 4, 1]', 'declare image[5, 4, 1], or write `resize']],
    ['fewer labels than pictures', { 'train-labels-idx1-ubyte': labels(39) }, ['40 rows', '39', 'row 39']],
    ['no labels', { 'train-labels-idx1-ubyte': null, 't10k-labels-idx1-ubyte': null }, ['has no labels for y: label(10)']],
  ] as const)('IDX: %s', async (_, changed, phrases) => {
    const cwd = folderWith({ 'mine.gen': AE, ...idxFolder(changed) })
    expectOne(await genc(cwd, ['train', 'mine.gen', '--data', 'd']), 3, [...phrases])
    expect(existsSync(join(cwd, 'runs'))).toBe(false)
  })

  it('a folder with only a train file gives a tenth of its rows to the test', async () => {
    const cwd = folderWith({ 'mine.gen': AE, ...idxFolder({ 't10k-images-idx3-ubyte': null, 't10k-labels-idx1-ubyte': null }) })
    expect(await genc(cwd, ['train', 'mine.gen', '--data', 'd', '--dry-run'])).toMatchObject({ code: 0, err: expect.stringContaining('36 train, 4 test') })
  })

  it.each([
    ['a ragged row', 'real[2]', csv(18, '0.1'), ['d.csv, line 18: 1 cell, but the first line has 2', 'missing cell']],
    ['a row too long', 'real[2]', csv(18, '1,2,3'), ['d.csv, line 18: 3 cells, but the first line has 2']],
    ['a word among numbers', 'real[2]', csv(18, '0.1,zwei'), ['d.csv, line 18: b is zwei, a word among numbers']],
    ['nan', 'real[2]', csv(18, '0.1,nan'), ['d.csv, line 18: b has no value (nan)']],
    ['a number out of the declared range', 'real[2] in [0, 1]', csv(18, '0.1,1.7'), ['d.csv, line 18', '1.7 lies outside x: real[2] in [0, 1]', 'scale the data']],
    ['another number of columns', 'real[3]', csv(18, '0.1,0.2'), ['x: real[3]', 'a (one number), b (one number)']],
    ['names and no rows', 'real[2]', 'a,b\n', ['d.csv has a line of names and no rows']],
  ] as const)('CSV: %s', async (_, type, text, phrases) => {
    const cwd = folderWith({ 'mine.gen': altered(LINE, 'real[2]', type).replace('xhat[2]', `xhat[${type[5]!}]`).replace('dense(2)', `dense(${type[5]!})`), 'd.csv': text })
    expectOne(await genc(cwd, ['train', 'mine.gen', '--data', 'd.csv']), 3, [...phrases])
    expect(existsSync(join(cwd, 'runs'))).toBe(false)
  })

  it.each([
    ['a path to nowhere', 'nowhere', ['there is no data called nowhere', 'names are digits, ring8']],
    ['a slip in a built-in', 'rign8', ['did you mean ring8?']],
    ['a slip in a file', 'dd.csv', ['did you mean d.csv?']],
    ['an empty folder', 'empty', ['empty is an empty folder', 'IDX files, pictures, or train.csv and test.csv']],
    ['a folder of something else', 'papers', ['papers holds no data that is recognised: thesis.tex']],
    ['a spec instead of data', 'mine.gen', ['mine.gen is no kind of data that is known here', '.csv, .npy, .npz or IDX']],
    ['pictures instead of points', 'digits', ['28×28', 'x: real[2]']],
    ['an option that is none', 'ring8:trian=5', ['ring8 has no option trian']],
    ['no rows', 'ring8:train=0', ['the data have no train split']],
  ] as const)('--data: %s', async (_, source, phrases) => {
    const cwd = folderWith({ 'mine.gen': LINE, 'd.csv': csv(1, 'a,b'), 'papers/thesis.tex': 'x' })
    mkdirSync(join(cwd, 'empty'))
    expectOne(await genc(cwd, ['train', 'mine.gen', '--data', source]), 3, [...phrases])
    expect(existsSync(join(cwd, 'runs'))).toBe(false)
  })
})

// ── mistakes on the command line ────────────────────────────────────────────────────────────────────────────────────

describe.concurrent('a command line that does not fit', () => {
  it.each([
    [['train', 'mien.gen'], 3, ['there is no file mien.gen; did you mean mine.gen?']],
    [['train', 'folder'], 3, ['folder is a folder; name the specs in it, for example folder/*.gen']],
    [['check', 'mine.gen/x.gen'], 3, ['mine.gen/x.gen']],
    [['train', 'mine.gen', '--engine', 'tensorflow'], 3, ['tensorflow', 'npm install', '@tensorflow/tfjs-node']],
    [['train', 'mine.gen', '--engine', 'bogus'], 2, ['--engine takes tensorflow, webgpu, onnx, onnx-webgpu, wasm or cpu; this is bogus']],
    [['trian', 'mine.gen'], 2, ["unknown command 'trian'", 'Did you mean train?']],
    [['train', 'mine.gen', '--epoch', '3'], 2, ["unknown option '--epoch'", 'Did you mean --epochs?']],
    [['train', 'mine.gen', '--epochs', '-3'], 2, ['--epochs takes a whole number from 1; this is -3']],
    [['train', 'mine.gen', '--epochs', 'NaN'], 2, ['--epochs takes a whole number from 1; this is NaN']],
    [['train', 'mine.gen', '--epochs'], 2, ['argument missing']],
    [['train', 'mine.gen', '--set', 'rate'], 2, ['--set takes name=value, for example --set latent=8; this is rate']],
    [['train', 'mine.gen', ...RING, '-o', 'mine.gen/x'], 3, ['cannot create the run folder mine.gen/x: a part of its path is a file', 'another folder with -o']],
    [['train', 'mine.gen', ...RING, '-o', 'mine.gen', '--force'], 3, ['mine.gen exists and is a file']],
    [['train', 'mine.gen', ...RING, '--force'], 2, ['--force replaces the run in the folder of -o; name it']],
    [['train', 'mine.gen', ...RING, '-o', 'folder', '--force'], 3, ['folder is not empty, and what is in it is no run']],
    ...(process.platform === 'linux' ? [[['train', 'mine.gen', ...RING, '-o', '/proc/x'], 3, ['cannot create the run folder /proc/x', 'may not be written to']] as const] : []),
    [['build', 'mine.gen', '-o', 'mine.gen/x'], 3, ['cannot make the folder', 'mine.gen: a part of the path is not a folder']],
    [['eval', 'mine'], 3, ['there is no run mine', 'genc train makes one']],
    [['explain', 'nonsense'], 2, ['there is no diagnostic nonsense', 'genc explain shapes/reshape']],
    [['new', '..'], 2, ['needs a name']],
  ] as const)('%j', async (args, code, phrases) => {
    // An engine that someone has installed is not missing.
    if (args.includes('tensorflow' as never) && ['', '-gpu'].some((end) => existsSync(join(root, `node_modules/@tensorflow/tfjs-node${end}`)))) {
      console.info('not tried: a missing TensorFlow, for it is installed here')
      return
    }
    const cwd = folderWith({ 'mine.gen': LINE, 'folder/thesis.txt': 'all my work' })
    expectOne(await genc(cwd, args), code, [...phrases])
    expect(readFileSync(join(cwd, 'folder/thesis.txt'), 'utf8')).toBe('all my work')
    expect([readFileSync(join(cwd, 'mine.gen'), 'utf8'), readdirSync(cwd)]).toEqual([LINE, ['folder', 'mine.gen']])
  })

  it('- is standard input, empty or not', async () => {
    const cwd = folderWith()
    expect(await genc(cwd, ['train', '-', ...RING, '--dry-run'], LINE)).toMatchObject({ code: 0, err: expect.stringContaining('model   Line, 7 parameters') })
    expectOne(await genc(cwd, ['train', '-'], ''), 1, ['error[syntax/empty]', '<stdin>'])
  })

  it('explain, doctor and new say what is to be said', async () => {
    const cwd = folderWith()
    for (const code of ['ranges/bernoulli', 'kinds/spread', 'compile/too-large']) {
      expect(await genc(cwd, ['explain', code])).toMatchObject({ code: 0, err: '', out: expect.stringMatching(new RegExp(`${code} · error[^]*Wrong[^]*Right`)) })
    }
    expect(await genc(cwd, ['doctor'])).toMatchObject({ code: 0, out: expect.stringContaining('wasm') })
    expect((await genc(cwd, ['new', 'mine'])).code).toBe(0)
    writeFileSync(join(cwd, 'mine.gen'), 'changed by hand')
    expectOne(await genc(cwd, ['new', 'mine']), 2, ['mine.gen exists already and is left as it is'])
    expect(readFileSync(join(cwd, 'mine.gen'), 'utf8')).toBe('changed by hand')
  })
})

// ── runs ────────────────────────────────────────────────────────────────────────────────────────────────────────────

describe.concurrent('runs', () => {
  const last = (cwd: string, run: string): string => join(cwd, run, 'checkpoints', 'last.safetensors')
  const trained = async (spec = LINE): Promise<string> => {
    const cwd = folderWith({ 'mine.gen': spec })
    expect((await genc(cwd, ['train', 'mine.gen', ...RING, '-o', 'run'])).code).toBe(0)
    return cwd
  }

  it('a folder with a run is kept, and replaced only with --force', async () => {
    const cwd = await trained()
    const before = readFileSync(last(cwd, 'run'))
    writeFileSync(join(cwd, 'run', 'notes.txt'), 'my notes')
    expectOne(await genc(cwd, ['train', 'mine.gen', ...RING, '-o', 'run', '--seed', '5']), 3, ['run holds a run already', '--resume', '--force'])
    expect(readFileSync(last(cwd, 'run')).equals(before)).toBe(true)
    expect((await genc(cwd, ['train', 'mine.gen', ...RING, '-o', 'run', '--seed', '5', '--force'])).code).toBe(0)
    expect(readFileSync(last(cwd, 'run')).equals(before)).toBe(false)
    expect(readFileSync(join(cwd, 'run', 'notes.txt'), 'utf8')).toBe('my notes')
  })

  it('a changed spec is not gone on with', async () => {
    const cwd = await trained()
    const before = readFileSync(last(cwd, 'run'))
    writeFileSync(join(cwd, 'mine.gen'), altered(LINE, 'x -> dense(1)', 'x -> dense(4) -> dense(1)'))
    expectOne(await genc(cwd, ['train', 'mine.gen', '--resume', 'run', '--epochs', '3']), 3, ['cannot go on with run', 'mine.gen, line 4', 'take the change back'])
    expect(readFileSync(last(cwd, 'run')).equals(before)).toBe(true)
  })

  it('a checkpoint cut short or with a flipped bit is not used; the one before it is', async () => {
    const cwd = await trained()
    const whole = readFileSync(last(cwd, 'run'))
    const flipped = Buffer.from(whole)
    flipped[whole.length - 10]! ^= 0x40
    for (const [damaged, why] of [[whole.subarray(0, 700), 'is not a whole safetensors file'], [flipped, 'its numbers are not those that were saved']] as const) {
      writeFileSync(last(cwd, 'run'), damaged)
      expect(await genc(cwd, ['eval', 'run', '--json'])).toMatchObject({ code: 0, err: expect.stringMatching(new RegExp(`note: .*${why}.*the checkpoint before it is used`)) })
    }
    const run = await genc(cwd, ['train', '--resume', 'run'])
    expect(run).toMatchObject({ code: 0, err: expect.stringContaining('going on after step 7\n') })
    expect(readFileSync(last(cwd, 'run')).equals(whole)).toBe(true)
  })

  it('no checkpoint that can be used: both are named, and left as they are', async () => {
    const cwd = await trained()
    writeFileSync(last(cwd, 'run'), 'nothing of use')
    copyFileSync(last(cwd, 'run'), previousOf(last(cwd, 'run')))
    expectOne(await genc(cwd, ['train', '--resume', 'run']), 3, ['last.safetensors', 'last.safetensors.previous', 'train a new run'])
    expect(readFileSync(last(cwd, 'run'), 'utf8')).toBe('nothing of use')
  })

  it.each(['{', '{"version": 1}', '{"version": 2}', 'null'])('a config.json of %s', async (text) => {
    const cwd = folderWith({ 'runs/mine-001/config.json': text })
    expectOne(await genc(cwd, ['train', '--resume', 'mine-001']), 3, [join('mine-001', 'config.json')])
  })

  it('adam(1e6) diverges: step, terms, the line of the spec', async () => {
    const cwd = folderWith({ 'mine.gen': altered(VAE, 'adam(1e-3)', 'adam(1e6)'), ...idxFolder() })
    const run = await genc(cwd, ['train', 'mine.gen', '--data', 'd'])
    expectOne(run, 4, ['a smaller learning rate', 'No checkpoint was written before'])
    // Which of the two terms overflows first is up to the engine.
    expect(run.err).toMatch(/training diverged at step \d+ \(epoch 1\): the loss term "(reconstruction|regulariser)" is (NaN|infinite)/)
    expect(run.err).toMatch(/--> mine\.gen:(19|20):3\n +\|\n(19|20) \| {3}(reconstruction|regulariser) +=/)
  })

  it('a rate that grows diverges late: the last good checkpoint is named, and can be used', async () => {
    const cwd = folderWith({ 'mine.gen': altered(LINE, 'adam(rate)', 'sgd(rate * exp(60 * progress))') })
    const run = await genc(cwd, ['train', 'mine.gen', ...RING, '--epochs', '10'])
    expectOne(run, 4, ['training diverged at step', '"reconstruction"', '--> mine.gen:7:8'])
    expect(run.err).toMatch(/The last good checkpoint, after step \d+: runs\/mine-001\/checkpoints\/last\.safetensors/)
    expect((await genc(cwd, ['eval', 'mine'])).code).toBe(0)
  })

  it('Ctrl-C twice ends at once, and what was saved is whole', async () => {
    const cwd = folderWith({ 'mine.gen': LINE })
    const { child, ended } = start(cwd, ['train', 'mine.gen', ...RING, '--epochs', '100000'])
    let heard = ''
    let asked = 0
    child.stderr!.on('data', (text: Buffer) => {
      heard += text.toString()
      const due = /^epoch +[3-9]/m.test(heard) ? (heard.includes('Ctrl-C again aborts') ? 2 : 1) : 0
      if (asked < due && child.kill('SIGINT')) asked++
    })
    const { code, err } = await ended
    // Where the second finds the process already ending, the system ends it by the signal: what a shell calls 130 too.
    expect([130, null]).toContain(code)
    expect(err).toContain('stopping: saving first (Ctrl-C again aborts)')
    expect((await genc(cwd, ['eval', 'mine'])).code).toBe(0)
  })

  it('a full disk: the checkpoint before is whole, and training goes on from it', async (context) => {
    const possible = spawnSync('unshare', ['-rm', 'sh', '-c', `mount -t tmpfs tmpfs "${home}"`]).status === 0
    if (!possible) {
      console.info('not tried: a full disk, for small file systems cannot be mounted here')
      return context.skip('small file systems cannot be mounted here')
    }
    const wide = altered(altered(LINE, 'x -> dense(1)', 'x -> dense(500) -> dense(10) -> dense(1)'), 'h -> dense(2)', 'h -> dense(500) -> dense(2)')
    const disk = folderWith()
    const spec = join(folderWith({ 'mine.gen': wide }), 'mine.gen')
    // Its own view of the file system: the small disk is gone when the shell ends.
    const script = `mount -t tmpfs -o size=1m tmpfs . && cd "$PWD" && cp "$SPEC" mine.gen
      "$NODE" "$GENC" train mine.gen ${RING.join(' ')} --epochs 2 2>&1; echo "trained: $?"
      # Room for the small files, and none for a checkpoint.
      cat /dev/zero > filler 2>&-; truncate -s -40k filler
      "$NODE" "$GENC" train --resume mine --epochs 3 2>&1; echo "full: $?"
      rm filler
      "$NODE" "$GENC" eval mine 2>&1; echo "evaluated: $?"
      "$NODE" "$GENC" train --resume mine --epochs 3 2>&1; echo "went on: $?"
      ls -A runs/mine-001/checkpoints`
    const { stdout } = spawnSync('unshare', ['-rm', 'sh', '-c', script], {
      cwd: disk, encoding: 'utf8', timeout: 50_000, env: { ...environment(), NODE: process.execPath, GENC: join(built, 'genc.js'), SPEC: spec },
    })
    const [first, rest = ''] = stdout.split('trained: ')
    const [full, after = ''] = rest.split('full: ')
    expect(first).toContain('trained in')
    expect(full).toMatch(/^error: cannot write .*last\.safetensors: the disk is full \(\d+ kB needed\)\n {2}help: the checkpoint after step 14 is whole: go on from it with genc train --resume/m)
    expect(full).not.toContain('    at ')
    expect(after).toMatch(/^3\n/)
    expect(after).toContain('evaluated: 0')
    expect(after).toContain('going on after step 14')
    expect(after).toContain('went on: 0')
    expect(after).not.toContain('.tmp')
  })
})
