/**
 * Random edits: documents that bring one another are open in a server, are changed and undone, saved, closed and opened,
 * and files change beside them. Now and then the state that this led to is compared with that of the same texts opened anew.
 */
import { linesOf, positionOf } from '../../lsp/positions.ts'
import { uniforms } from '../ops/random.ts'
import { differences, type Difference } from './anew.ts'
import { methods, paramsOf } from './asks.ts'
import { applied, someEdit, undoing, type Edit } from './edit.ts'
import { FOLDER, someFiles } from './files.ts'
import { Session } from './session.ts'
import { addFault, type State } from './state.ts'
import { seedOf } from './torn.ts'

export interface RoundOptions {
  readonly round: number
  readonly edits: number
  /** How many edits lie between comparisons, about. */
  readonly every: number
}

/** Milliseconds to wait for right diagnostics, on however busy a machine. */
const PATIENCE = 30_000
/** Beyond this a text only loses. */
const LONGEST = 8000

/** Some items of a list, by a seeded number. */
const one = <T>(items: readonly T[], next: () => number): T => items[Math.floor(next() * items.length)]!

/** Ends early at the first difference. */
export async function editRound(specs: ReadonlyMap<string, string>, state: State, { round, edits, every }: RoundOptions): Promise<void> {
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
  try {
    for (const uri of [...files.keys()].slice(0, 4)) await session.openDocument(uri)
    let found = false
    while (typist.edits < edits && !found && session.errors.length === 0) {
      const before = typist.edits
      if (next() < 0.06) await typist.live()
      const { uri, offset } = await typist.type()
      const made = typist.edits - before
      state.edits.edits += made
      const { text } = session.open.get(uri)!
      const placed = (at: number): { uri: string; text: string; position: ReturnType<typeof positionOf> } => ({ uri, text, position: positionOf(linesOf(text), at) })
      // Editors ask while one types: what the server keeps is then not only of the texts that are compared.
      if (look() < 0.4) {
        const method = one(methods, look)
        await session.request(method, paramsOf(method, placed(offset)))
        state.edits.requests++
      }
      if (look() < made / every || typist.edits >= edits) {
        const differing = await differences(session, placed(Math.floor(look() * (text.length + 1))), PATIENCE)
        differing.forEach(tell)
        found = differing.length > 0
        state.edits.compared++
        state.edits.requests += methods.length
      }
    }
    state.edits.diskChanges += typist.diskChanges
  } finally {
    session.end()
  }
  for (const message of session.errors) tell({ what: 'exception', method: 'the server', message })
}

/** Someone at the client, who takes back about as much as they write. */
class Typist {
  edits = 0
  diskChanges = 0
  /** The last change, to be told. */
  last = ''
  readonly #session: Session
  readonly #files: ReadonlyMap<string, string>
  readonly #others: readonly string[]
  readonly #next: () => number
  /** By document: what takes back its edits, the last first to be taken back. */
  readonly #undo = new Map<string, Edit[]>()

  constructor(session: Session, files: ReadonlyMap<string, string>, others: readonly string[], next: () => number) {
    this.#session = session
    this.#files = files
    this.#others = others
    this.#next = next
  }

  /** One notification of one or several edits. Resolves to where the last of them ended. */
  async type(): Promise<{ readonly uri: string; readonly offset: number }> {
    const uri = one([...this.#session.open.keys()], this.#next)
    const undo = this.#undo.get(uri) ?? []
    this.#undo.set(uri, undo)
    let { text } = this.#session.open.get(uri)!
    const draw = this.#next()
    // Now and then everything is taken back at once, as far as an editor's patience goes.
    const several = draw < 0.01 ? Math.min(undo.length, 40) : draw < 0.15 ? 2 + Math.floor(this.#next() * 2) : 1
    const made: Edit[] = []
    for (let i = 0; i < Math.max(1, several); i++) {
      const back = undo.length > 0 && (draw < 0.01 || text.length > LONGEST || this.#next() < 0.45) ? undo.pop()! : null
      const edit = back ?? someEdit(text, this.#next, this.#others)
      if (back === null) undo.push(undoing(text, edit))
      text = applied(text, edit)
      made.push(edit)
    }
    this.edits += made.length
    this.last = `${uri.slice(FOLDER.length)} ${JSON.stringify(made)}`
    await this.#session.change(uri, made)
    const { start, text: put } = made.at(-1)!
    return { uri, offset: start + put.length }
  }

  /** What happens beside typing: to a document or to a file. */
  async live(): Promise<void> {
    const session = this.#session
    const open = [...session.open.keys()]
    const closed = [...this.#files.keys()].filter((uri) => !session.open.has(uri))
    const draw = this.#next()
    if (draw < 0.2) await session.save(one(open, this.#next))
    else if (draw < 0.4 && open.length > 1) {
      const uri = one(open, this.#next)
      this.#undo.delete(uri)
      await session.close(uri)
    } else if (draw < 0.65 && closed.length > 0) await session.openDocument(one(closed, this.#next))
    else {
      const uri = one([...this.#files.keys()], this.#next)
      const original = this.#files.get(uri)!
      const how = this.#next()
      this.diskChanges++
      await session.write(uri, how < 0.5 ? original : how < 0.65 ? null : applied(original, someEdit(original, this.#next, this.#others)))
    }
  }
}
