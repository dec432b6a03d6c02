/** Trains what lectures ask for: each training once, and none again that a kept folder holds. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { read } from '../../grammar/parse.ts'
import { writeAtomic } from '../../runtime/node/atomic.ts'
import { readConfig } from '../../runtime/run/config.ts'
import type { Split, Training } from './lecture.ts'
import type { Evaluation, Program } from './program.ts'
import { dataOf, type Sources } from './sources.ts'

/** A training that is done. */
export interface Trained {
  /** The run's folder, below the program's. */
  readonly run: string
  /** Of the training and its evaluations, as processes; those of its given runs not included. */
  readonly seconds: number
  /** What was trained before it. */
  readonly given: readonly Trained[]
  readonly evaluations: Readonly<Partial<Record<Split, Evaluation>>>
  /** Metrics at the end of each stage, by its name. */
  readonly stages: Readonly<Record<string, Evaluation['metrics']>>
  readonly engine: string
}

export interface Trainer {
  trained(training: Training, seed: number): Promise<Trained>
  /** The engines that were used. */
  engines(): readonly string[]
}

export interface TrainerOptions {
  readonly program: Program
  readonly specs: string
  readonly sources: Sources
  /** Told what begins. */
  readonly began: (run: string) => void
}

export function openTrainer({ program, specs, sources, began }: TrainerOptions): Trainer {
  const done = new Map<string, Promise<Trained>>()
  const engines = new Set<string>()

  const trained = (training: Training, seed: number): Promise<Trained> => {
    const run = runName(training, seed, keyOf(training, seed, { specs, sources, engine: program.engine }))
    const known = done.get(run) ?? finish(run, training, seed)
    done.set(run, known)
    return known
  }

  const finish = async (run: string, training: Training, seed: number): Promise<Trained> => {
    const [given, named]: [Trained[], string[]] = [[], []]
    for (const [name, part] of Object.entries(training.given ?? {})) {
      const before = await trained(part, seed)
      given.push(before)
      named.push('--given', `${name}=${before.run}`)
    }
    const record = program.path(`${run}.json`)
    if (existsSync(record)) {
      const known = JSON.parse(readFileSync(record, 'utf8')) as Omit<Trained, 'given'>
      engines.add(known.engine)
      return { ...known, given }
    }
    began(run)
    const start = performance.now()
    await program.train(join(specs, `${training.spec}.gen`), ...argumentsOf(training, seed, sources), ...named, '-o', run, ...(existsSync(program.path(run)) ? ['--force'] : []))
    const evaluations: Partial<Record<Split, Evaluation>> = {}
    for (const split of training.splits ?? ['test']) evaluations[split] = await program.evaluate(run, '--split', split)
    const { engine } = readConfig(program.path(run))
    engines.add(engine.name)
    const stages = Object.fromEntries(program.metrics(run).flatMap(({ stage, metrics }) => (metrics === null ? [] : [[stage, metrics]])))
    const result = { run, seconds: (performance.now() - start) / 1000, evaluations, stages, engine: engine.name } satisfies Omit<Trained, 'given'>
    writeAtomic(record, `${JSON.stringify(result, null, 2)}\n`)
    return { ...result, given }
  }

  return { trained, engines: () => [...engines] }
}

const argumentsOf = (training: Training, seed: number, sources: Sources): readonly string[] => [
  ...dataOf(training, sources).flatMap((source) => ['--data', source]),
  ...Object.entries(training.set ?? {}).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
  ...(training.epochs === undefined ? [] : ['--epochs', `${training.epochs}`]),
  ...(training.steps === undefined ? [] : ['--steps', `${training.steps}`]),
  '--seed', `${seed + (training.seed ?? 0)}`,
]

/** Everything that decides what comes out. */
function keyOf(training: Training, seed: number, { specs, sources, engine }: { readonly specs: string; readonly sources: Sources; readonly engine: string | null }): string {
  const given = Object.entries(training.given ?? {}).map(([name, part]) => [name, keyOf(part, seed, { specs, sources, engine })])
  const key = [hashOf(join(specs, `${training.spec}.gen`)), argumentsOf(training, seed, sources), given, training.splits ?? [], engine]
  return createHash('sha256').update(JSON.stringify(key)).digest('hex')
}

/** Of a spec and those that it imports. Comments and layout do not matter. */
function hashOf(file: string): string {
  const { tokens } = read(readFileSync(file, 'utf8'))
  const images = tokens.map(({ image }) => image)
  const imports = images.flatMap((image, i) => (images[i - 1] === 'from' && image.startsWith('"') ? [hashOf(join(dirname(file), image.slice(1, -1)))] : []))
  return createHash('sha256').update([...images, ...imports].join('\n')).digest('hex')
}

/** `autoencoder-code5-seed0-1a2b3c4d`: for people, and the first digits of its key. */
const runName = ({ spec, set = {}, seed: more = 0 }: Training, seed: number, key: string): string =>
  [spec, ...Object.entries(set).map(([name, value]) => `${name}${value}`), `seed${seed + more}`, key.slice(0, 8)].join('-')
