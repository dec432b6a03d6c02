/** The same seed gives the same bytes, and a training that was killed ends like one that was not. */
import type { Check, Gate } from '../gate.ts'
import { holds } from '../gate.ts'
import type { Program } from '../program.ts'

/** One epoch of MNIST is 469 rounds: the kill falls into the second. */
const STEPS = 700
const KILL_AFTER = 520

export const determinism: Gate = {
  name: 'determinism',
  about: 'checkpoints of equal seeds byte by byte, and kill −9 followed by --resume',
  async measure({ program, data, specs }) {
    const checks: Check[] = []
    for (const [name, source, steps] of [['vae', data, STEPS], ['ring-gan', 'ring8', 1000]] as const) {
      const args = ['--data', source, '--steps', `${steps}`]
      const runs = [`${name}-first`, `${name}-second`, `${name}-other`] as const
      await program.train(`${specs}/${name}.gen`, ...args, '--seed', '3', '-o', runs[0])
      // How often it saves must not change what it learns.
      await program.train(`${specs}/${name}.gen`, ...args, '--seed', '3', '--checkpoint-every', '150', '-o', runs[1])
      await program.train(`${specs}/${name}.gen`, '--data', source, '--steps', '10', '--seed', '4', '-o', runs[2])
      checks.push(
        holds(`${name}: the same seed, the same SHA-256`, program.hash(runs[0]) === program.hash(runs[1])),
        holds(`${name}: another seed, another SHA-256`, program.hash(runs[0]) !== program.hash(runs[2])),
      )
    }
    const killed = await killAndResume(program, `${specs}/vae.gen`, data)
    checks.push(
      { what: 'vae: killed after round', measured: killed, atLeast: KILL_AFTER, atMost: STEPS - 1 },
      holds('vae: killed and resumed, the same weights', sameTensors(program, 'vae-first', 'vae-killed')),
      holds('vae: killed and resumed, the same SHA-256', program.hash('vae-first') === program.hash('vae-killed')),
      holds('vae: killed and resumed, the same log', log(program, 'vae-first') === log(program, 'vae-killed')),
    )
    return checks
  },
}

/** Gives the round of the checkpoint from which it went on. */
async function killAndResume(program: Program, spec: string, data: string): Promise<number> {
  const child = program.start('train', spec, '--data', data, '--steps', `${STEPS}`, '--seed', '3', '--checkpoint-every', '20', '-o', 'vae-killed')
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
