/** What a random graph should give, how far float32 can tell, and whether passes and engines keep to it. */
import type { Graph, Program } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import { evaluate, type Evaluation } from '../../compiler/graph/evaluate.ts'
import { programText } from '../../compiler/graph/text.ts'
import { problemsOf } from '../../compiler/graph/verify.ts'
import { differentiate } from '../../compiler/differentiate/differentiate.ts'
import { opOf } from '../../compiler/ops/registry.ts'
import { dropDeadCode } from '../../compiler/passes/dead-code.ts'
import { noiseToInputs } from '../../compiler/passes/noise-to-inputs.ts'
import { passesFor, type Flavour } from '../../compiler/passes/pipeline.ts'
import type { EngineProcess } from '../engines/engine-process.ts'
import { distance } from '../engines/compare.ts'
import { uniforms } from '../ops/random.ts'
import { faults, feedsOf, float32, tolerance } from './check.ts'
import type { Sample } from './graphs.ts'

export const flavours = Object.keys({ portable: 0, tfjs: 0, wasm: 0, webgpu: 0 } satisfies Record<Flavour, 0>) as Flavour[]

export interface Examined {
  readonly sample: Sample
  readonly round: Program
  readonly wanted: Evaluation
  /** Results and entries on which float32 has a say. */
  readonly telling: ReadonlySet<string>
}

/** Derivatives and noise written out and nothing else done. */
const plain = (program: Program): Program => dropDeadCode(noiseToInputs(differentiate(program)))

/** Ten times what float32 rounds off. */
const nudge = 1e-6
/** A result that moves further when every number is nudged tells rounding, not engines, apart. */
const steady = tolerance / 5

export function examine(sample: Sample): Examined {
  const round = plain(sample.graph.programs[0]!)
  const wanted = evaluate(round, sample.feeds, sample.store, sample.batches)
  const all = valuesOf(wanted)
  const telling = new Set(Object.keys(all).filter((name) => all[name]!.data.every(Number.isFinite)))
  for (const seed of [1, 2]) {
    const other = valuesOf(nudged(round, sample, uniforms(seed)))
    for (const [name, { data }] of Object.entries(all)) if (!(distance(other[name]!.data, data) < steady)) telling.delete(name)
  }
  return { sample, round, wanted, telling }
}

const valuesOf = ({ outputs, updates }: Evaluation): Record<string, Tensor64> =>
  ({ ...outputs, ...Object.fromEntries(Object.entries(updates).map(([entry, value]) => [`update ${entry}`, value])) })

/** Evaluates with every number of every node moved a little. */
function nudged(program: Program, { feeds, store, batches }: Sample, next: () => number): Evaluation {
  const values: Tensor64[] = []
  for (const { op, inputs, attrs, dtype } of program.nodes) {
    const exact = op === 'input' ? feeds[String(attrs['name'])]! : op === 'read' ? store[String(attrs['entry'])]! : opOf(op).evaluate(inputs.map((i) => values[i]!), attrs, batches)
    const still = dtype !== 'float32' || ['constant', 'tensor', 'size', 'sign', 'step', 'floor', 'cast', 'oneHot'].includes(op)
    values.push(still ? exact : { shape: exact.shape, data: exact.data.map((v) => v * (1 + nudge * (2 * next() - 1))) })
  }
  const named = (refs: readonly { readonly node: number }[], names: readonly string[]): Record<string, Tensor64> => Object.fromEntries(refs.map(({ node }, i) => [names[i]!, values[node]!]))
  return { outputs: named(program.outputs, program.outputs.map((o) => o.name)), updates: named(program.updates, program.updates.map((u) => u.entry)) }
}

/** Where the program after any pass of any flavour is unsound or gives other numbers, in float64. */
export function passFaults({ sample, wanted, telling }: Examined): readonly string[] {
  const found: string[] = []
  const seen = new Set<string>()
  const expected = valuesOf(wanted)
  for (const flavour of flavours) {
    let current = sample.graph.programs[0]!
    let before = ''
    for (const { name, run } of passesFor(flavour)) {
      const say = (what: string): void => { found.push(`${flavour}, after ${name}: ${what}`) }
      try {
        current = run(current)
        const text = programText(current)
        if (text === before || seen.has(text)) continue
        before = text
        seen.add(text)
        for (const problem of problemsOf(current, sample.graph.store)) say(problem)
        const values = valuesOf(evaluate(plain(current), sample.feeds, sample.store, sample.batches))
        for (const result of telling) {
          const apart = distance(values[result]!.data, expected[result]!.data)
          if (!(apart < 1e-9)) say(`${result} is ${apart.toExponential(1)} apart`)
        }
      } catch (error) {
        say(error instanceof Error ? error.stack ?? error.message : String(error))
      }
      if (found.length) return found
    }
  }
  return found
}

const finishedFor = (sample: Sample, flavour: Flavour): Graph =>
  ({ ...sample.graph, programs: sample.graph.programs.map((p) => passesFor(flavour).reduce((program, { run }) => run(program), p)) })

/** Where engines give other numbers. */
export async function engineFaults({ sample, round, wanted, telling }: Examined, engines: readonly EngineProcess[]): Promise<readonly string[]> {
  const store = Object.fromEntries(Object.entries(sample.store).map(([name, value]) => [name, float32(value)]))
  const run = { program: 'round', store, feeds: feedsOf(round, sample.feeds), batches: sample.batches }
  const bound = (_: string, name: string): number | null => (telling.has(name) || telling.has(`update ${name}`) ? tolerance : null)
  const found = await Promise.all(engines.map((engine) => faults(engine, finishedFor(sample, engine.flavour), [{ run, ...wanted }], bound)))
  return found.flat()
}

/** A failing graph for people. */
export const report = (found: readonly string[], { sample }: Examined): string =>
  [...found, '', ...sample.graph.store.map(({ name, shape }) => `  store ${name} [${shape.join(', ')}]`), programText(sample.graph.programs[0]!)].join('\n')
