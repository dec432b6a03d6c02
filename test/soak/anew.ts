/** Whether the state that a server was led to is that of the same texts opened anew. */
import { isDeepStrictEqual } from 'node:util'
import { diagnosticsOf } from '../../lsp/features/diagnostics.ts'
import { isRefusal } from '../../lsp/features/rename.ts'
import { Workspace } from '../../lsp/workspace.ts'
import { ask, methods, paramsOf, type Place } from './asks.ts'
import type { Session } from './session.ts'
import { unsound } from './sound.ts'
import type { Fault } from './state.ts'
import { DIAGNOSTICS } from './torn.ts'

export type Difference = Pick<Fault, 'what' | 'method' | 'message'>

/** `patience`: milliseconds to wait for diagnostics that are right, before they are taken as they are. */
export async function differences(session: Session, place: Place, patience: number): Promise<readonly Difference[]> {
  // Answered after all that was sent before it.
  await session.request('textDocument/foldingRange', { textDocument: { uri: place.uri } })
  const disk = session.disk
  const fresh = new Workspace({ read: (uri) => disk.get(uri) ?? null, list: () => [...disk.keys()] })
  for (const [uri, { text }] of session.open) fresh.set(uri, text)

  const texts = [...session.open].filter(([uri, { text }]) => session.workspace.text(uri) !== text)
    .map(([uri, { text }]): Difference => different('the text', `${uri}\nserver: ${JSON.stringify(session.workspace.text(uri))}\nclient: ${JSON.stringify(text)}`))
  if (texts.length > 0) return texts
  return [...await diagnostics(session, fresh, patience), ...await answers(session, fresh, place)]
}

const different = (method: string, message: string): Difference => ({ what: 'different', method, message })

/** As it is after a way as JSON. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))

async function diagnostics(session: Session, fresh: Workspace, patience: number): Promise<readonly Difference[]> {
  const expected = [...session.published.keys(), ...session.open.keys()].map((uri) => {
    const open = session.open.get(uri)
    return { uri, version: open?.version, diagnostics: open === undefined ? [] : sent(diagnosticsOf(fresh, uri)) }
  })
  const wrong = (): typeof expected => expected.filter(({ uri, version, diagnostics: right }) => {
    const said = session.published.get(uri)
    return (version !== undefined && said?.version !== version) || !isDeepStrictEqual(said?.diagnostics, right)
  })
  const deadline = performance.now() + patience
  while (wrong().length > 0 && performance.now() < deadline) await session.said(250)
  return wrong().map(({ uri, version, diagnostics: right }) => {
    const said = session.published.get(uri)
    return different(DIAGNOSTICS, `${uri}, ${version === undefined ? 'closed' : `version ${version}, of which the server said ${said?.version ?? 'none'}`}\n${change(said?.diagnostics, right)}`)
  })
}

async function answers(session: Session, fresh: Workspace, place: Place): Promise<readonly Difference[]> {
  const found = await Promise.all(methods.map(async (method): Promise<Difference | null> => {
    const params = paramsOf(method, place)
    const where = `${place.uri} at ${place.position.line}:${place.position.character}`
    const said = await session.request(method, params)
    let right: unknown
    try {
      right = await ask(fresh, method, params)
    } catch (error) {
      return { what: 'exception', method, message: `${error instanceof Error ? error.stack ?? error.message : String(error)}\n${where}` }
    }
    const expected = typeof right === 'object' && right !== null && isRefusal(right) ? { refused: right.refused } : { answer: sent(right) }
    if (!isDeepStrictEqual(said, expected)) return different(method, `${where}\n${change(said, expected)}`)
    const refused = 'answer' in said ? unsound(said.answer, place.uri, (uri) => fresh.program(uri)) : null
    return refused === null ? null : { what: 'refused by clients', method, message: `${refused}\n${where}` }
  }))
  return found.filter((difference) => difference !== null)
}

/** Both, from a little before the first letter that differs. */
function change(server: unknown, anew: unknown): string {
  const [a, b] = [JSON.stringify(server) ?? 'nothing', JSON.stringify(anew) ?? 'nothing']
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const cut = (text: string): string => `${at > 100 ? '…' : ''}${text.slice(Math.max(0, at - 100), at + 400)}`
  return `server: ${cut(a)}\nanew:   ${cut(b)}`
}
