/** Runs programs on engines and says where they part from wanted numbers. */
import type { Graph, Program } from '../../compiler/graph/graph.ts'
import type { Tensor64 } from '../../compiler/ops/op.ts'
import type { Values } from '../../runtime/engine.ts'
import type { Run } from '../engines/engine-child.ts'
import type { EngineProcess } from '../engines/engine-process.ts'
import { distance } from '../engines/compare.ts'

/** Relative, in norm. */
export const tolerance = 1e-4

export interface Wanted { readonly run: Run; readonly outputs: Readonly<Record<string, Tensor64>>; readonly updates: Readonly<Record<string, Tensor64>> }

export const float32 = ({ data }: Tensor64): Float32Array => Float32Array.from(data)

/** Numbers for the feeds of a program in the type that engines take. */
export const feedsOf = (program: Program, feeds: Readonly<Record<string, Tensor64>>): Record<string, Values> =>
  Object.fromEntries(program.feeds.map(({ name, dtype }) => [name, dtype === 'float32' ? float32(feeds[name]!) : Int32Array.from(feeds[name]!.data)]))

/**
 * One line for each result or updated entry that an engine gets wrong, and for each run that fails or leaves tensors behind. `bound`
 * says how far a result may be off, `null` for one that says nothing in float32.
 */
export async function faults(engine: EngineProcess, graph: Graph, wanted: readonly Wanted[], bound: (program: string, name: string) => number | null = () => tolerance): Promise<readonly string[]> {
  const answers = await engine.answer(graph, wanted.map(({ run }) => run))
  return answers.flatMap((answer, i): string[] => {
    const { run: { program }, outputs, updates } = wanted[i]!
    const say = (what: string): string => `${engine.name}, ${program}: ${what}`
    if ('failed' in answer) return [say(answer.failed)]
    const compare = (name: string, found: Values | undefined, { data }: Tensor64): string[] => {
      const most = bound(program, name)
      const apart = found === undefined ? Infinity : distance(found, data)
      return most === null || apart < most ? [] : [say(`${name} is ${apart.toExponential(1)} apart`)]
    }
    return [
      ...Object.entries(outputs).flatMap(([name, value]) => compare(name, answer.outputs[name], value)),
      ...Object.entries(updates).flatMap(([name, value]) => compare(name, answer.updates[name], value)),
      ...(answer.leaked === 0 ? [] : [say(`${answer.leaked} tensors stay behind`)]),
    ]
  })
}
