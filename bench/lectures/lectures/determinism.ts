/** The same seed gives the same bytes, and a training that was killed ends like one that was not. */
import { rmSync } from 'node:fs'
import { holds, type Check, type Lecture } from '../lecture.ts'
import type { Program } from '../program.ts'

/** One epoch of MNIST is 469 rounds: the kill falls into the second. */
const STEPS = 700
const KILL_AFTER = 520

export const determinism: Lecture = {
  name: 'determinism',
  about: 'checkpoints of equal seeds byte by byte, and kill −9 followed by --resume',
  seconds: 45,
  runs: {},
  async compute({ program, source, specs, seed }) {
    const found: Record<string, number> = {}
    for (const [name, data, steps] of [['vae', source('mnist'), STEPS], ['ring-gan', 'ring8', 1000]] as const) {
      const args = ['--data', data, '--steps', `${steps}`, '--force']
      const runs = [`${name}-first`, `${name}-second`, `${name}-other`] as const
      await program.train(`${specs}/${name}.gen`, ...args, '--seed', `${seed + 3}`, '-o', runs[0])
      // How often it saves must not change what it learns.
      await program.train(`${specs}/${name}.gen`, ...args, '--seed', `${seed + 3}`, '--checkpoint-every', '150', '-o', runs[1])
      await program.train(`${specs}/${name}.gen`, '--data', data, '--steps', '10', '--force', '--seed', `${seed + 4}`, '-o', runs[2])
      found[`${name} same`] = holds(program.hash(runs[0]) === program.hash(runs[1]))
      found[`${name} other`] = holds(program.hash(runs[0]) !== program.hash(runs[2]))
    }
    return {
      ...found, killed: await killAndResume(program, `${specs}/vae.gen`, source('mnist'), seed + 3), weights: holds(sameTensors(program, 'vae-first', 'vae-killed')),
      bytes: holds(program.hash('vae-first') === program.hash('vae-killed')), log: holds(log(program, 'vae-first') === log(program, 'vae-killed')),
    }
  },
  checks: [
    ...['vae', 'ring-gan'].flatMap((name): Check[] => [
      { what: `${name}: the same seed, the same SHA-256`, measured: `${name} same`, atLeast: 1, why: 'nothing depends on time or on the order of threads' },
      { what: `${name}: another seed, another SHA-256`, measured: `${name} other`, atLeast: 1, why: 'the seed is used' },
    ]),
    { what: 'vae: killed after round', measured: 'killed', atLeast: KILL_AFTER, atMost: STEPS - 1, why: 'in the second epoch, before its end' },
    { what: 'vae: killed and resumed, the same weights', measured: 'weights', atLeast: 1, why: 'a checkpoint holds all that the training goes on with' },
    { what: 'vae: killed and resumed, the same SHA-256', measured: 'bytes', atLeast: 1, why: 'a checkpoint holds all that the training goes on with' },
    { what: 'vae: killed and resumed, the same log', measured: 'log', atLeast: 1, why: 'what was logged after the checkpoint is logged again, not twice' },
  ],
}

/** Gives the round of the checkpoint from which it went on. */
async function killAndResume(program: Program, spec: string, data: string, seed: number): Promise<number> {
  // A folder that was kept has one already, and its checkpoint is the last.
  rmSync(program.path('vae-killed'), { recursive: true, force: true })
  const child = program.start('train', spec, '--data', data, '--steps', `${STEPS}`, '--seed', `${seed}`, '--checkpoint-every', '20', '-o', 'vae-killed')
  let ended = false
  const end = new Promise<void>((resolve) => child.on('close', () => { ended = true; resolve() }))
  child.stdout!.resume()
  child.stderr!.resume()
  while (!ended && program.position('vae-killed') < KILL_AFTER) await new Promise((resolve) => setTimeout(resolve, 50))
  child.kill('SIGKILL')
  await end
  const position = program.position('vae-killed')
  if (position >= 0 && position < STEPS) await program.run('train', '--resume', 'vae-killed')
  return position
}

function sameTensors(program: Program, a: string, b: string): boolean {
  const [first, second] = [program.tensors(a), program.tensors(b)]
  const bytes = ({ data }: { readonly data: ArrayBufferView }): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return Object.keys(first).join() === Object.keys(second).join() && Object.entries(first).every(([name, tensor]) => bytes(tensor).equals(bytes(second[name]!)))
}

/** The log without its times. */
const log = (program: Program, run: string): string => JSON.stringify(program.metrics(run).map((line) => ({ ...line, seconds: 0 })))
