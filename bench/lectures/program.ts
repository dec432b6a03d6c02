/** The command `genc` as people run it: a process of its own, in a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadTensors } from '../../runtime/node/atomic.ts'
import type { Tensor } from '../../runtime/checkpoint/safetensors.ts'
import type { MetricsLine } from '../../runtime/run/metrics.ts'

/** What `genc eval --json` prints, as far as lectures read it; null is a number that is not finite. */
export interface Evaluation {
  readonly n: number
  readonly objective: number | null
  readonly terms: Readonly<Record<string, number | null>>
  readonly metrics: Readonly<Record<string, number | null>>
}

export interface Program {
  /** As typed after `--engine`. */
  readonly engine: string | null
  /** Runs a command to its end and gives its standard output. Throws with what it wrote when it fails. */
  run(...args: string[]): Promise<string>
  /** `genc train`, with the engine that was asked for; gives its seconds as a process. */
  train(spec: string, ...args: string[]): Promise<number>
  /** Starts a training and leaves it running. */
  start(...args: string[]): ChildProcess
  evaluate(run: string, ...args: string[]): Promise<Evaluation>
  metrics(run: string): readonly MetricsLine[]
  /** Weights and the rest of the store after the last step. */
  tensors(run: string): Readonly<Record<string, Tensor>>
  /** Rounds done when the last checkpoint was written; −1 before the first. */
  position(run: string): number
  /** SHA-256 of the file of the last checkpoint. */
  hash(run: string): string
  path(file: string): string
  /** Ends what is running. */
  stop(): void
}

export interface ProgramOptions {
  /** The built program, `dist/genc.js`. */
  readonly file: string
  readonly cwd: string
  readonly engine: string | null
  readonly verbose: boolean
}

export function openProgram({ file, cwd, engine, verbose }: ProgramOptions): Program {
  const running = new Set<ChildProcess>()
  const start = (...args: string[]): ChildProcess => {
    const child = spawn(process.execPath, [file, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CI: '1', NO_COLOR: '1' } })
    running.add(child)
    child.on('close', () => running.delete(child))
    return child
  }
  const engineArgs = engine === null ? [] : ['--engine', engine]
  const last = (run: string): string => join(cwd, run, 'checkpoints', 'last.safetensors')

  const run = (...args: string[]): Promise<string> => new Promise((resolve, reject) => {
    const child = start(...args)
    let [out, err] = ['', '']
    child.stdout!.on('data', (chunk: Buffer) => { out += chunk.toString() })
    child.stderr!.on('data', (chunk: Buffer) => {
      err += chunk.toString()
      if (verbose) process.stderr.write(chunk)
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(out)
      else reject(new Error(`genc ${args.join(' ')} ended with ${signal ?? `code ${code}`}:\n${err.trim().split('\n').slice(-20).join('\n')}`))
    })
  })

  return {
    engine, run,
    async train(spec, ...args) {
      const began = performance.now()
      await run('train', spec, ...engineArgs, ...args)
      return (performance.now() - began) / 1000
    },
    start: (...args) => start(...args, ...engineArgs),
    evaluate: async (name, ...args) => JSON.parse(await run('eval', name, '--json', ...engineArgs, ...args)) as Evaluation,
    metrics: (name) => readFileSync(join(cwd, name, 'metrics.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as MetricsLine),
    tensors: (name) => loadTensors(last(name)).tensors,
    position: (name) => (existsSync(last(name)) ? (JSON.parse(loadTensors(last(name)).metadata['progress']!) as { round: number }).round : -1),
    hash: (name) => createHash('sha256').update(readFileSync(last(name))).digest('hex'),
    path: (name) => join(cwd, name),
    stop: () => { for (const child of running) child.kill('SIGKILL') },
  }
}
