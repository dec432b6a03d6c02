/** Trained parts (`given J from "./judge.gen"`, `--given J=RUN`) through the command line, in this process. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadTensors, previousOf } from '../../runtime/node/atomic.ts'
import type { RunConfig } from '../../runtime/run/config.ts'
import { lockRun } from '../../runtime/run/lock.ts'
import { genc as command } from './run.ts'

const JUDGE = `model Judge
data (x: real[2], y: label(8))
hyper width = 16
network Features(x) -> f[width] { x -> dense(width, relu) -> batchNormalization }
classifier C(x) -> logits[8] { x -> Features -> dense(8) }
distribution p(y | x) = Categorical(C(x))
let guess = mode(p(y | x))
loss { classify = -log p(y | x) }
metric accuracy = E[guess == y]
metric length = E[||Features(x)||^2]
metric second = E[y in test where y == 1: guess == y]
train { minimize classify with adam(1e-2); batch 20; epochs 3 }
`
/** Everything that a given offers, and a model of its own. */
const JUDGED = `model Judged
data (x: real[2], y: label(8))
given J from "./parts/judge.gen"
network Double(x) -> t: real[2] { x -> dense(2) }
let t = Double(x)
loss { far = 1/2 * ||t - 2 * x||^2 }
metric network = E[argmax(J.C(x)) == y]
metric inner = E[||J.Features(x)||^2]
metric law = E[mode(J.p(y | x)) == y]
metric other = E[mode(J.p(y | t)) == y]
metric density = E[-log J.p(y | x)]
metric term = E[J.classify(x, y)]
metric let = E[J.guess(x) == y]
metric measured = E[J.accuracy(x, y)]
metric parameter = sum(J.C.dense.bias)
train { minimize far with adam(1e-2); batch 20; epochs 1 }
`
/** The judge goes on learning, but for what it sees. */
const MOVED = `model Moved
data (x: real[2], y: label(8))
given J from "./parts/judge.gen"
loss { classify = J.classify(x, y) }
train { minimize classify over J.C with adam(1e-2); batch 20; epochs 1 }
`
const TWO = `model Two
data (x: real[2])
given Narrow from "./parts/judge.gen"
given Wide from "./parts/judge.gen"
metric narrow = E[sum(Narrow.Features(x))]
metric wide = E[sum(Wide.Features(x))]
`
/** Given what was given something itself. */
const CHAIN = `model Chain
data (x: real[2], y: label(8))
given Parts from "./judged.gen"
metric accuracy = E[Parts.network(x, y)]
`
const DATA = ['--data', 'ring8:train=200,test=50']

/** One folder with trained judges; every test has a copy. */
let home = ''
let cwd = ''
const genc = async (...args: string[]) => {
  const { exitCode: code, out, err } = await command(args, { cwd })
  return { code, out, err }
}
const metrics = async (run: string): Promise<Record<string, number>> => (JSON.parse((await genc('eval', run, '--json')).out) as { metrics: Record<string, number> }).metrics
const weights = (run: string) => loadTensors(join(cwd, run, 'checkpoints', 'last.safetensors')).tensors
const config = (run: string) => JSON.parse(readFileSync(join(cwd, run, 'config.json'), 'utf8')) as RunConfig
const train = async (...args: string[]) => {
  const result = await genc('train', ...args, ...DATA)
  expect(result.err).toContain('; wrote')
  expect(result.code).toBe(0)
  return result
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'genc-given-'))
  mkdirSync(join(home, 'parts'))
  for (const [name, text] of Object.entries({ 'parts/judge.gen': JUDGE, 'judged.gen': JUDGED, 'moved.gen': MOVED, 'two.gen': TWO, 'chain.gen': CHAIN })) writeFileSync(join(home, name), text)
  cwd = home
  await train('parts/judge.gen')
  await train('parts/judge.gen', '--set', 'width=5', '-o', 'runs/narrow')
})
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'genc-given-'))
  cpSync(home, cwd, { recursive: true, verbatimSymlinks: true })
  return () => rmSync(cwd, { recursive: true, force: true })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('a trained part', () => {
  it('computes what it computed in its own run', async () => {
    await train('judged.gen', '--given', 'J=judge')
    const judge = JSON.parse((await genc('eval', 'judge-001', '--json')).out) as { terms: Record<string, number>; metrics: Record<string, number> }
    const found = await metrics('judged-001')
    for (const name of ['network', 'law', 'let', 'measured']) expect(found[name], name).toBe(judge.metrics['accuracy'])
    for (const name of ['density', 'term']) expect(found[name], name).toBeCloseTo(judge.terms['classify']!, 5)
    expect(found['inner']).toBeCloseTo(judge.metrics['length']!, 3)
    expect(found['parameter']).toBeCloseTo([...weights('runs/judge-001')['C.dense.bias']!.data].reduce((a, b) => a + b, 0), 5)
    // ring8 doubled lies in the same directions, but a judge that learned no scale says something else of it.
    expect(found['other']).toBeGreaterThanOrEqual(0)
  })

  it('stands still, has no optimiser, and is kept with its run', async () => {
    const { err } = await train('judged.gen', '--given', 'J=runs/judge-001')
    expect(err).toContain('6 parameters and 216 given')
    expect(err).toContain('given   J: runs/judge-001\n')
    const [judge, judged] = [weights('runs/judge-001'), weights('runs/judged-001')]
    const parts = Object.keys(judge).filter((name) => !name.includes('/'))
    expect(parts.length).toBe(8)
    for (const name of parts) expect(judged[`J.${name}`], name).toEqual(judge[name])
    expect(Object.keys(judged).filter((name) => name.startsWith('J.') && name.includes('/'))).toEqual([])
    expect(config('runs/judged-001').givens).toMatchObject({ J: { spec: './parts/judge.gen', run: 'runs/judge-001', checkpoint: 'last', hyper: { width: 16 }, givens: {}, specHash: config('runs/judge-001').specHash } })
  })

  it('moves where `over` names its network, and the run keeps what became of it', async () => {
    await train('moved.gen', '--given', 'J=judge')
    const [judge, moved] = [weights('runs/judge-001'), weights('runs/moved-001')]
    expect(moved['J.C.dense.kernel']).not.toEqual(judge['C.dense.kernel'])
    expect(moved['J.Features.dense.kernel']).toEqual(judge['Features.dense.kernel'])
    // What does not move runs in inference mode: its running statistics stay.
    expect(moved['J.Features.batchNormalization.movingMean']).toEqual(judge['Features.batchNormalization.movingMean'])
    expect(Object.keys(moved).filter((name) => name.includes('/')).every((name) => name.startsWith('J.C.') || name.startsWith('step'))).toBe(true)
    const before = (JSON.parse((await genc('eval', 'judge-001', '--json')).out) as { objective: number }).objective
    expect((JSON.parse((await genc('eval', 'moved', '--json')).out) as { objective: number }).objective).toBeLessThan(before)
  })

  it('is left behind by its own run: evaluated and gone on with when that run, its spec and the using spec are gone', async () => {
    await train('judged.gen', '--given', 'J=judge')
    const found = await metrics('judged-001')
    renameSync(join(cwd, 'runs', 'judged-001'), join(cwd, 'alone'))
    rmSync(join(cwd, 'runs'), { recursive: true })
    rmSync(join(cwd, 'parts'), { recursive: true })
    rmSync(join(cwd, 'judged.gen'))
    expect(await metrics('alone')).toEqual(found)
    expect((await genc('report', 'alone')).code).toBe(0)
    const { code, err } = await genc('train', '--resume', 'alone', '--epochs', '2')
    expect([code, err]).toEqual([0, expect.stringContaining('going on after step 10')])
    expect((await metrics('alone'))['network']).toBe(found['network'])
  })

  it('goes on from the very start too, where nothing was trained yet', async () => {
    await train('judged.gen', '--given', 'J=judge')
    const whole = weights('runs/judged-001')
    // As a process leaves it that was killed in its first round.
    cpSync(join(cwd, 'runs', 'judged-001', 'checkpoints', 'last.safetensors.previous'), join(cwd, 'runs', 'judged-001', 'checkpoints', 'last.safetensors'))
    expect((await genc('train', '--resume', 'judged')).err).toContain('going on after step 0')
    expect(weights('runs/judged-001')).toEqual(whole)
  })

  it('is as large as it was trained: twice the same spec with values of their own', async () => {
    await train('two.gen', '--given', 'Wide=judge-001', '--given', 'Narrow=runs/narrow')
    expect(weights('runs/two-001')['Narrow.Features.dense.kernel']!.shape).toEqual([2, 5])
    expect(weights('runs/two-001')['Wide.Features.dense.kernel']!.shape).toEqual([2, 16])
    const otherWay = await train('two.gen', '--given', 'Wide=runs/narrow', '--given', 'Narrow=judge-001')
    expect(otherWay.err).toContain('evaluated in')
    const [one, other] = [await metrics('two-001'), await metrics('two-002')]
    expect([other['narrow'], other['wide']]).toEqual([one['wide'], one['narrow']])
    expect(config('runs/two-001').specHash).not.toBe(config('runs/two-002').specHash)
    expect((await genc('check', 'two.gen', '--given', 'Narrow=runs/narrow')).code).toBe(0)
    expect((await genc('build', 'two.gen', '-o', '-', '--given', 'Narrow=runs/narrow')).out).toMatch(/'Narrow.Features.dense.kernel': \{ shape: \[2, 5\]/)
  })

  it('may have been given something itself', async () => {
    await train('judged.gen', '--given', 'J=runs/narrow')
    await train('chain.gen', '--given', 'Parts=judged')
    expect((await metrics('chain'))['accuracy']).toBe((await metrics('judged'))['network'])
    expect(weights('runs/chain-001')['Parts.J.Features.dense.kernel']!.shape).toEqual([2, 5])
    expect(readdirSync(join(cwd, 'runs', 'chain-001', 'imports')).sort()).toEqual(['judged.gen', 'parts'])
  })

  it('is the best checkpoint where it is asked for', async () => {
    const { err } = await train('judged.gen', '--given', 'J=runs/judge-001:best')
    expect(err).toContain('given   J: runs/judge-001, its best checkpoint')
    expect(config('runs/judged-001').givens!['J']!.checkpoint).toBe('best')
    expect(weights('runs/judged-001')['J.C.dense.kernel']).toEqual(loadTensors(join(cwd, 'runs/judge-001/checkpoints/best.safetensors')).tensors['C.dense.kernel'])
  })

  it('gives one hash to one model, wherever its spec lies', async () => {
    await train('judged.gen', '--given', 'J=judge')
    renameSync(join(cwd, 'parts'), join(cwd, 'elsewhere'))
    writeFileSync(join(cwd, 'judged.gen'), JUDGED.replace('./parts/', './elsewhere/'))
    await train('judged.gen', '--given', 'J=judge')
    expect(config('runs/judged-002').specHash).toBe(config('runs/judged-001').specHash)
  })
})

describe('a spec without train', () => {
  it('is evaluated and drawn at once', async () => {
    writeFileSync(join(cwd, 'seen.gen'), 'model Seen\ndata (x: real[2], y: label(8))\ngiven J from "./parts/judge.gen"\nmetric accuracy = E[J.guess(x) == y]\nfigures { scatter(x in test[0..49]: x, color: J.guess(x)) }\n')
    const { err } = await train('seen.gen', '--given', 'J=judge')
    expect(err).toMatch(/length {2}evaluated only[^]*^evaluated {2}metrics accuracy 0\.\d+[^]*^evaluated in/m)
    expect(readdirSync(join(cwd, 'runs', 'seen-001', 'figures'))).toContain('scatter-1.png')
    expect(await metrics('seen')).toEqual({ accuracy: (await metrics('judge-001'))['accuracy'] })
    expect((await genc('train', 'seen.gen', '--given', 'J=judge', ...DATA, '--dry-run')).err).toContain('nothing is trained: accuracy 0.')
  })

  it('needs none where there is nothing to train, and says so where there is', async () => {
    writeFileSync(join(cwd, 'far.gen'), 'model Far\ndata (x: real[2])\nmetric far = E[||x||]\n')
    await train('far.gen')
    expect((await metrics('far'))['far']).toBeGreaterThan(0.5)
    writeFileSync(join(cwd, 'lost.gen'), 'model Lost\ndata (x: real[2])\nnetwork F(x) -> h[1] { x -> dense(1) }\nmetric far = E[||F(x)||]\n')
    expect(await genc('train', 'lost.gen', ...DATA)).toMatchObject({ code: 1, err: expect.stringContaining('lost.gen has no train block: nothing would train F') })
  })
})

describe('mistakes', () => {
  const says = async (args: readonly string[], code: number, ...texts: readonly string[]) => {
    const found = await genc(...args, ...(args[0] === 'train' && !args.includes('--resume') ? DATA : []))
    for (const text of texts) expect(found.err).toContain(text)
    expect(found.err.match(/error/g)).toHaveLength(1)
    expect(found.code).toBe(code)
  }

  it('no run: the commands to type', async () => {
    await says(['train', 'judged.gen'], 2, 'judged.gen is given J, a trained ./parts/judge.gen: name its run\n  help: genc train judged.gen --given J=runs/judge-001\n')
    rmSync(join(cwd, 'runs'), { recursive: true })
    await says(['train', 'judged.gen'], 2, 'help: genc train parts/judge.gen\n        genc train judged.gen --given J=judge\n')
    await says(['train', 'two.gen'], 2, 'two.gen is given Narrow, a trained ./parts/judge.gen and Wide, a trained ./parts/judge.gen: name their runs', 'genc train two.gen --given Narrow=judge --given Wide=judge\n')
    await says(['train', 'judged.gen', '--given', 'J=judge'], 3, '--given J: there is no run judge', 'genc train parts/judge.gen makes one')
  })

  it('a run that is being trained is not proposed, and is told of where it is named', async () => {
    cpSync(join(cwd, 'runs', 'judge-001'), join(cwd, 'runs', 'judge-002'), { recursive: true })
    lockRun(join(cwd, 'runs', 'judge-002'), 'runs/judge-002')
    await says(['train', 'judged.gen'], 2, 'help: genc train judged.gen --given J=runs/judge-001\n')
    expect((await train('judged.gen', '--given', 'J=judge-002', '--epochs', '1')).err).toContain('note: runs/judge-002 is being trained: J is as it was at its last checkpoint')
    rmSync(join(cwd, 'runs', 'judge-001'), { recursive: true })
    await says(['train', 'judged.gen'], 2, 'help: wait for runs/judge-002, which is being trained\n        genc train judged.gen --given J=judge\n')
  })

  it('a run of another size: which it is, what it was trained with, and what would fit', async () => {
    const sized = (size: number): void => writeFileSync(join(cwd, 'sized.gen'), `model Sized\ndata (x: real[2])\ngiven J from "./parts/judge.gen"\nr ~ Normal(0, 1)[${size}]\nmetric far = E[||J.Features(x) + r||]\n`)
    const told = async (command: string): Promise<string> => {
      const { code, err } = await genc(command, 'sized.gen', '--given', 'J=narrow')
      expect(code).toBe(1)
      expect(err).toContain('J is runs/narrow, trained with width = 5\n')
      return /help: (.*)/.exec(err)![1]!
    }
    sized(16)
    expect(await told('train')).toBe('--given J=runs/judge-001 would fit: it was trained with width = 16.')
    lockRun(join(cwd, 'runs', 'judge-001'), '')
    expect(await told('check')).toBe('A run with width = 16 would fit: genc train parts/judge.gen')
    sized(7)
    expect(await told('build')).toBe('A run with width = 7 would fit: genc train parts/judge.gen --set width=7')
  })

  it('names and forms', async () => {
    await says(['train', 'two.gen', '--given', 'Widee=judge'], 2, '--given Widee: two.gen is given Narrow and Wide. Did you mean Wide?')
    await says(['train', 'parts/judge.gen', '--given', 'J=judge'], 2, '--given J: parts/judge.gen has no given')
    await says(['train', 'judged.gen', '--given', 'judge'], 2, '--given takes NAME=RUN')
    await says(['train', 'judged.gen', '--given', 'J=judge', '--given', 'J=judge'], 2, 'twice')
    await says(['train', '--resume', 'judge', '--given', 'J=judge'], 2, 'has its own copy')
    await says(['check', 'two.gen', 'judged.gen', '--given', 'J=judge'], 2, 'one at a time')
  })

  it('a run of another spec, or of another version of it', async () => {
    writeFileSync(join(cwd, 'far.gen'), 'model Far\ndata (x: real[2])\nmetric far = E[||x||]\n')
    await train('far.gen')
    await says(['train', 'judged.gen', '--given', 'J=far'], 3, '--given J: runs/far-001 is a run of far.gen, and J is ./parts/judge.gen', 'genc train parts/judge.gen makes one')
    writeFileSync(join(cwd, 'parts', 'judge.gen'), JUDGE.replace('relu', 'tanh'))
    await says(['train', 'judged.gen', '--given', 'J=judge-001'], 3, '--given J: runs/judge-001 was trained from another version of ./parts/judge.gen (line 4: "network Features', 'genc train parts/judge.gen')
    writeFileSync(join(cwd, 'parts', 'judge.gen'), JUDGE.replaceAll('width', 'size'))
    await says(['train', 'judged.gen', '--given', 'J=runs/narrow'], 3, 'was trained from another version')
  })

  it('a run that is damaged or has no checkpoint', async () => {
    const last = join(cwd, 'runs', 'judge-001', 'checkpoints', 'last.safetensors')
    const flipped = readFileSync(last)
    flipped[flipped.length - 10]! ^= 0x40
    writeFileSync(last, flipped)
    expect((await train('judged.gen', '--given', 'J=judge-001')).err).toMatch(/note: .*its numbers are not those that were saved; the checkpoint before it is used/)
    rmSync(previousOf(last))
    await says(['train', 'judged.gen', '--given', 'J=judge-001'], 3, '--given J: ', 'last.safetensors is damaged', 'genc train parts/judge.gen makes another run')
    rmSync(last)
    await says(['train', 'judged.gen', '--given', 'J=judge-001'], 3, '--given J: runs/judge-001 is not trained', 'genc train --resume runs/judge-001')
    for (const file of readdirSync(join(cwd, 'runs', 'narrow', 'checkpoints'))) if (file.startsWith('best')) rmSync(join(cwd, 'runs', 'narrow', 'checkpoints', file))
    await says(['train', 'judged.gen', '--given', 'J=runs/narrow:best'], 3, 'has no best checkpoint', '--given J=runs/narrow takes the last')
  })

  it('a run that was stopped before its first round is not trained, though it has a checkpoint', async () => {
    await train('judged.gen', '--given', 'J=judge-001')
    const last = join(cwd, 'runs', 'judged-001', 'checkpoints', 'last.safetensors')
    cpSync(previousOf(last), last)
    await says(['train', 'chain.gen', '--given', 'Parts=judged'], 3, '--given Parts: runs/judged-001 is not trained')
  })

  it('a given that has changed since is named on resuming', async () => {
    await train('judged.gen', '--given', 'J=judge-001')
    writeFileSync(join(cwd, 'parts', 'judge.gen'), JUDGE.replace('relu', 'tanh'))
    await says(['train', 'judged.gen', '--resume'], 3, 'it is another training: the given J (./parts/judge.gen)')
    expect((await genc('train', '--resume', 'judged', '--epochs', '2')).code).toBe(0)
  })

  it('an imported spec with a slip is one message with file and line', async () => {
    writeFileSync(join(cwd, 'blocks.gen'), '// two lines\nblock Body(h) { h -> dense(3 }\n')
    writeFileSync(join(cwd, 'uses.gen'), 'import { Body } from "./blocks.gen"\nmodel Uses\ndata (x: real[2])\nnetwork F(x) -> h[2] { x -> Body -> dense(2) }\nloss { size = ||F(x)||^2 }\ntrain { minimize size with adam(1e-3); epochs 1 }\n')
    const { code, err } = await genc('check', 'uses.gen')
    expect(err.match(/^error/gm)).toHaveLength(1)
    expect(err).toContain('./blocks.gen has mistakes. In line 2: ')
    expect(code).toBe(1)
    expect(existsSync(join(cwd, 'runs', 'uses-001'))).toBe(false)
  })
})
