/** A process that holds one engine, named by its argument, and runs what its parent sends. See `engine-process.ts`. */
import type { Graph } from '../../compiler/graph/graph.ts'
import type { Session, Values } from '../../runtime/engine.ts'
import type { Flavour } from '../../compiler/passes/pipeline.ts'
import { chooseEngine } from '../../runtime/engines/choose.ts'
import { WebgpuSession } from '../../runtime/engines/webgpu/session.ts'
import { writeStore } from './compare.ts'

/** One run of a program, from a store that is written before it. */
export interface Run {
  readonly program: string
  readonly store: Readonly<Record<string, Values>>
  readonly feeds: Readonly<Record<string, Values>>
  readonly batches: Readonly<Record<string, number>>
}

export type Numbers = Readonly<Record<string, Values>>

/** What a run left: results, entries that the program updates, and how many tensors more there are than before it. */
export type Answer = { readonly outputs: Numbers; readonly updates: Numbers; readonly leaked: number } | { readonly failed: string }

/** What the child sends: first whether there is an engine, then an answer for every run of a request. */
export type Message =
  | { readonly kind: 'open'; readonly flavour: Flavour } | { readonly kind: 'absent'; readonly reason: string }
  | { readonly kind: 'answer'; readonly answer: Answer }

/**
 * `end` asks the process to end, which it does when the engine lets it. `together`: runs that touch no store may be under way at the same
 * time, so that a device is waited for once; if one of them ends the process, none is answered.
 */
export type Request = { readonly graph: Graph; readonly runs: readonly Run[]; readonly together: boolean } | 'end'

/** Waits until the message has left, so that what a fault ends is known. */
const send = (message: Message): Promise<void> => new Promise((resolve) => { process.send!(message, () => { resolve() }) })

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function answer(session: Session, graph: Graph, { program, store, feeds, batches }: Run): Promise<Answer> {
  try {
    writeStore(session, store)
    const { tensors } = session.memory()
    const outputs = await session.run(program, feeds, batches)
    const updates: Record<string, Values> = {}
    for (const { entry } of graph.programs.find((p) => p.name === program)!.updates) updates[entry] = await session.read(entry)
    return { outputs, updates, leaked: session.memory().tensors - tensors }
  } catch (error) {
    return { failed: reasonOf(error) }
  }
}

/** All at once; null if tensors stayed behind, and nobody knows whose they are. */
async function answerTogether(session: Session, graph: Graph, runs: readonly Run[]): Promise<readonly Answer[] | null> {
  const { tensors } = session.memory()
  const answers = await Promise.all(runs.map((run) => answer(session, graph, run)))
  return session.memory().tensors === tensors ? answers.map((a) => ('failed' in a ? a : { ...a, leaked: 0 })) : null
}

const storeless = ({ store }: Run): boolean => Object.keys(store).length === 0

// Dawn looks for news in every turn of the loop while it waits, and would keep from a device of software a processor that it computes with.
const { setTimeout: later } = globalThis
if (process.argv[2] === 'webgpu') globalThis.setImmediate = ((body: (...args: unknown[]) => void, ...args: unknown[]) => later(body, 1, ...args)) as unknown as typeof setImmediate

try {
  const { engine, flavour } = await chooseEngine(process.argv[2]!)
  let turn = Promise.resolve()
  process.on('message', (request: Request) => {
    turn = turn.then(async () => {
      if (request === 'end') return process.disconnect()
      const { graph, runs, together } = request
      let session: Session
      try {
        session = await engine.load(graph)
      } catch (error) {
        for (const _ of runs) await send({ kind: 'answer', answer: { failed: reasonOf(error) } })
        return
      }
      // Shaders take far longer to compile than to run, and compile beside each other.
      if (session instanceof WebgpuSession) await session.prepare([...new Set(runs.map(({ program }) => program))]).catch(() => undefined)
      const answers = together && runs.every(storeless) ? await answerTogether(session, graph, runs) : null
      for (const [i, run] of runs.entries()) await send({ kind: 'answer', answer: answers?.[i] ?? await answer(session, graph, run) })
      session.dispose()
    })
  })
  await send({ kind: 'open', flavour })
} catch (error) {
  await send({ kind: 'absent', reason: reasonOf(error) })
  process.disconnect()
}
