/** Someone at an editor, seeded. */
import { applied, someEdit, undoing, type Edit } from './edit.ts'
import { FOLDER } from './files.ts'
import type { Session } from './session.ts'

/** Beyond this a text only loses. */
const LONGEST = 8000

/** Some item of a list, by a seeded number. */
export const one = <T>(items: readonly T[], next: () => number): T => items[Math.floor(next() * items.length)]!

/** Types into open documents, and takes back about as much as they write. */
export class Typist {
  edits = 0
  diskChanges = 0
  /** What was done last, to be told. */
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
  async doElse(): Promise<void> {
    const session = this.#session
    const open = [...session.open.keys()]
    const closed = [...this.#files.keys()].filter((uri) => !session.open.has(uri))
    const draw = this.#next()
    if (draw < 0.2) await this.#told('saved', one(open, this.#next), (uri) => session.save(uri))
    else if (draw < 0.4 && open.length > 1) await this.#told('closed', one(open, this.#next), (uri) => { this.#undo.delete(uri); return session.close(uri) })
    else if (draw < 0.65 && closed.length > 0) await this.#told('opened', one(closed, this.#next), (uri) => session.openDocument(uri))
    else {
      const uri = one([...this.#files.keys()], this.#next)
      const [original, how] = [this.#files.get(uri)!, this.#next()]
      const back = session.disk.get(uri) !== original && how < 0.7
      this.diskChanges++
      await this.#told(back ? 'file put back' : how < 0.2 ? 'file deleted' : 'file changed', uri, () => session.write(uri, back ? original : how < 0.2 ? null : applied(original, someEdit(original, this.#next, this.#others))))
    }
  }

  async #told(what: string, uri: string, act: (uri: string) => Promise<void>): Promise<void> {
    this.last = `${what}: ${uri.slice(FOLDER.length)}`
    await act(uri)
  }
}
