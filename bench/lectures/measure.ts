/** One lecture with one seed: its trainings, what is computed from them, and the numbers of its checks. */
import { readFileSync } from 'node:fs'
import { parseNpy } from '../../runtime/data/npy.ts'
import type { Check, Lecture, Outcome, Ref, Split } from './lecture.ts'
import type { Program } from './program.ts'
import { readImages, type Images } from './rows.ts'
import { sourceOf, type Sources } from './sources.ts'
import type { Trained, Trainer } from './trainer.ts'

export interface Around {
  readonly program: Program
  readonly trainer: Trainer
  readonly sources: Sources
  readonly specs: string
}

/** The numbers of one check. */
export interface Measurement {
  readonly measured: number
  readonly atMost: number | null
  readonly atLeast: number | null
  readonly baseline: number | null
}

export interface Measured {
  /** One for each check. */
  readonly measurements: readonly Measurement[]
  /** The runs it used, given ones before those that they were given to. */
  readonly runs: readonly Trained[]
  /** Of `compute`. */
  readonly seconds: number
}

/** Throws what went wrong. */
export async function measure(lecture: Lecture, seed: number, around: Around): Promise<Measured> {
  const runs: Record<string, Trained> = {}
  for (const [name, training] of Object.entries(lecture.runs)) runs[name] = await around.trainer.trained(training, seed)
  const began = performance.now()
  const computed = lecture.compute === undefined ? {} : await lecture.compute(outcomeOf(runs, seed, around))
  const measurements = lecture.checks.map((check) => measurementOf(check, (ref) => resolve(ref, runs, computed)))
  return { measurements, runs: Object.values(runs).flatMap(withGiven), seconds: (performance.now() - began) / 1000 }
}

const withGiven = (trained: Trained): readonly Trained[] => [...trained.given.flatMap(withGiven), trained]

function measurementOf({ measured, atMost, atLeast, baseline }: Check, value: (ref: Ref) => number): Measurement {
  const either = (bound: number | Ref | undefined): number | null => (typeof bound === 'string' ? value(bound) : bound ?? null)
  return { measured: value(measured), atMost: either(atMost), atLeast: either(atLeast), baseline: either(baseline?.[1]) }
}

/** Throws when there is no such number. One that was not finite is NaN. */
function resolve(ref: Ref, runs: Readonly<Record<string, Trained>>, computed: Readonly<Record<string, number>>): number {
  if (ref in computed) return computed[ref]!
  const [, name, where = 'test', key] = /^([^@.]+)(?:@([^.]+))?\.(.+)$/.exec(ref) ?? []
  const trained = name === undefined ? undefined : runs[name]
  if (trained === undefined || key === undefined) throw new Error(`nothing is called ${ref}: there are the runs ${Object.keys(runs).join(', ')}, and ${Object.keys(computed).join(', ') || 'nothing computed'}`)
  if (key === 'seconds') return trained.seconds
  const evaluation = trained.evaluations[where as Split]
  const values = evaluation === undefined ? trained.stages[where] : { ...evaluation.terms, ...evaluation.metrics, objective: evaluation.objective }
  if (values === undefined) throw new Error(`${trained.run} was not evaluated on ${where}: on ${[...Object.keys(trained.evaluations), ...Object.keys(trained.stages)].join(', ')}`)
  if (!(key in values)) throw new Error(`${trained.run} has no metric ${key}: it has ${Object.keys(values).join(', ')}`)
  return values[key] ?? NaN
}

function outcomeOf(runs: Readonly<Record<string, Trained>>, seed: number, { program, sources, specs }: Around): Outcome {
  const source = (name: string): string => {
    const found = sourceOf(name, sources)
    if (found === null) throw new Error(`the files of ${name} are missing`)
    return found
  }
  const folder = (run: string): string => {
    const trained = runs[run]
    if (trained === undefined) throw new Error(`nothing is called ${run}: there are the runs ${Object.keys(runs).join(', ')}`)
    return trained.run
  }
  return {
    program, seed, specs, source, folder,
    mnist: sources.mnist !== null,
    value: (ref) => resolve(ref, runs, {}),
    tensors: (run) => program.tensors(folder(run)),
    images: (range): Images => readImages(source('mnist'), range),
    async sample(run, count) {
      const file = `${folder(run)}.npy`
      // Not the noise that the metrics draw.
      await program.run('sample', folder(run), '-n', `${count}`, '--seed', `${100 + seed}`, '-o', file)
      const column = parseNpy(readFileSync(program.path(file)), file)
      const size = column.shape.reduce((a, b) => a * b, 1)
      const rows = new Float32Array(column.rows * size)
      for (let row = 0; row < column.rows; row++) column.read(row, rows, row * size)
      return rows
    },
  }
}
