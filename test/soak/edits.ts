/**
 * Random edits: documents that bring one another are open in a server, are changed and undone, saved, closed and opened,
 * and files change beside them. Now and then the state that this led to is compared with that of the same texts opened anew.
 */
import { uniforms } from '../ops/random.ts'
import { differences, type Difference } from './anew.ts'
import { methods, paramsOf, placeOf, type Place } from './asks.ts'
import { someFiles } from './files.ts'
import { Session } from './session.ts'
import { addFault, type State } from './state.ts'
import { seedOf } from './torn.ts'
import { one, Typist } from './typist.ts'

export interface RoundOptions {
  readonly round: number
  readonly edits: number
  /** How many edits lie between comparisons, about. */
  readonly every: number
}

/** Milliseconds to wait for right diagnostics, on however busy a machine. */
const PATIENCE = 30_000

export interface RoundCounts { readonly edits: number; readonly compared: number; readonly requests: number; readonly diskChanges: number }

/** Ends early at the first difference, or when it is to stop. */
export async function editRound(specs: ReadonlyMap<string, string>, state: State, { round, edits, every }: RoundOptions, isStopped: () => boolean = () => false): Promise<RoundCounts> {
  const next = uniforms(seedOf(`${state.seed} edits ${round}`))
  // What is looked at has numbers of its own: comparing more often changes no edit.
  const look = uniforms(seedOf(`${state.seed} looks ${round}`))
  const files = someFiles(specs, next)
  const session = await Session.start(files)
  const typist = new Typist(session, files, [...specs.values()], next)
  const tell = (fault: Difference): void => addFault(state, {
    part: 'edits', ...fault, message: fault.message.slice(0, 4000), where: `round ${round} after ${typist.edits} edits; the last: ${typist.last}`.slice(0, 1000),
    again: `edits --seed ${state.seed} --round ${round} --size ${edits} --every ${every}`,
  })
  let found = false
  let [comparisons, requests] = [0, 0]
  const compare = async (place: Place): Promise<void> => {
    const differing = await differences(session, place, PATIENCE)
    differing.forEach(tell)
    found = differing.length > 0
    comparisons++
    requests += methods.length
  }
  const anywhere = (uri: string): Place => {
    const { text } = session.open.get(uri)!
    const [a, b] = [look(), look()].map((draw) => Math.floor(draw * (text.length + 1))) as [number, number]
    return placeOf(uri, text, Math.max(a, b), a)
  }
  try {
    for (const uri of [...files.keys()].slice(0, 4)) await session.openDocument(uri)
    while (typist.edits < edits && !found && session.errors.length === 0 && !isStopped()) {
      if (next() < 0.08) {
        await typist.doElse()
        // What it changes elsewhere the next edits would hide.
        await compare(anywhere(one([...session.open.keys()], look)))
        if (found) break
      }
      const before = typist.edits
      const { uri, offset } = await typist.type()
      const made = typist.edits - before
      // Editors ask while one types: what the server keeps is then not only of the texts that are compared.
      if (look() < 0.4) {
        const method = one(methods, look)
        await session.request(method, paramsOf(method, placeOf(uri, session.open.get(uri)!.text, offset)))
        requests++
      }
      if (look() < made / every || typist.edits >= edits) await compare(anywhere(uri))
    }
  } finally {
    session.end()
  }
  for (const message of session.errors) tell({ what: 'exception', method: 'the server', message })
  return { edits: typist.edits, compared: comparisons, requests, diskChanges: typist.diskChanges }
}
