/** Specs cut off at an offset, as someone has them who types them letter by letter: every request is asked there, and once at an earlier place. */
import { diagnosticsOf } from '../../lsp/features/diagnostics.ts'
import type { Method } from '../../lsp/requests.ts'
import { Workspace } from '../../lsp/workspace.ts'
import { uniforms } from '../ops/random.ts'
import { ask, methods, paramsOf, placeOf, type Drawing, type Params } from './asks.ts'
import { uriOf } from './files.ts'
import { unsound } from './sound.ts'
import { addCost, addFault, addWorst, processorTime, type State } from './state.ts'

/** Longest that a request may take after a change, checking the changed text included; ms of processor time. */
export const LIMIT = 200

/** What diagnostics are called among the methods. */
export const DIAGNOSTICS = 'textDocument/publishDiagnostics'

/** Specs in one folder; all but the cut one stay as they are, and are analysed once. */
export interface World { readonly texts: ReadonlyMap<string, string>; readonly workspace: Workspace; readonly drawing: Drawing }

export function worldOf(texts: ReadonlyMap<string, string>, drawn: Drawing): World {
  const files = new Map([...texts].map(([name, text]) => [uriOf(name), text]))
  const workspace = new Workspace({ read: (uri) => files.get(uri) ?? null, list: () => [...files.keys()] })
  for (const uri of files.keys()) diagnosticsOf(workspace, uri)
  return { texts, workspace, drawing: drawn }
}

/** A number for a text, so that a case has its own seed. */
export const seedOf = (text: string): number => [...text].reduce((hash, letter) => Math.imul(hash ^ letter.codePointAt(0)!, 16777619), 2166136261) >>> 0

export interface TearOptions {
  /** Of all requests this one. */
  readonly only?: string | undefined
  /** Whether what is slow is measured again, and a fault if it stays so. */
  readonly timed: boolean
}

export async function tear(world: World, state: State, name: string, offset: number, { only, timed: isTimed }: TearOptions): Promise<void> {
  const { workspace, drawing: { settings, undrawn } } = world
  const uri = uriOf(name)
  const text = world.texts.get(name)!.slice(0, offset)
  const earlier = Math.floor(uniforms(seedOf(`${state.seed} ${name} ${offset}`))() * offset)
  const where = (at: number): string => `${name} cut at ${offset}${at === offset ? '' : `, asked at ${at}`}`
  const again = (method: string): string => `torn --seed ${state.seed} --spec ${name} --offset ${offset} --request ${method}`
  const fault = (what: 'exception' | 'refused by clients' | 'slow', method: string, message: string, at: number): void =>
    addFault(state, { part: 'torn', what, method, message, where: where(at), again: again(method) })
  const judge = (method: string, answer: unknown, at: number): void => {
    const said = unsound(answer, uri, (other) => workspace.program(other))
    if (said !== null) fault('refused by clients', method, said, at)
  }

  let checking = 0
  try {
    typedUpTo(world, name, offset)
    const from = processorTime()
    const diagnostics = diagnosticsOf(workspace, uri)
    checking = processorTime() - from
    judge(DIAGNOSTICS, diagnostics, offset)
    if (addCost(state, DIAGNOSTICS, checking, where(offset)) && isTimed) {
      const { first } = await timed(world, name, offset, () => null)
      checking = Math.min(checking, first)
      addWorst(state.costs[DIAGNOSTICS]!, checking, where(offset))
    }
  } catch (error) {
    fault('exception', DIAGNOSTICS, stackOf(error), offset)
  }
  const wanted = methods.filter((method) => only === undefined || method === only)
  const questions = [offset, earlier].flatMap((at) => wanted.map((method): Question => ({ method, at, params: paramsOf(method, placeOf(uri, text, at, earlier)) })))
  // What does not ask for a place asks the same again.
  const asked = new Set<string>()
  const different = questions.filter(({ method, params }) => {
    const question = `${method} ${JSON.stringify(params)}`
    return !asked.has(question) && asked.add(question)
  })
  const answers: (Question & { readonly ms: number; readonly answer: unknown })[] = []
  let clock = processorTime()
  for (const question of different) {
    const given = await answerOf(question)
    // One look at the clock for each, as it costs as much as many a request; what there is to judge comes later.
    const now = processorTime()
    if (given !== null) answers.push({ ...question, ms: now - clock, answer: given.answer })
    clock = now
    for (const formula of undrawn.splice(0)) fault('exception', question.method, `no picture of ${formula}`, question.at)
  }
  for (const { method, at, answer } of answers) judge(method, answer, at)
  for (const { method, at, params, ms } of answers) {
    const isSlowest = addCost(state, method, ms, where(at))
    if (!isTimed || (!isSlowest && checking + ms <= LIMIT)) continue
    const { first, second } = await timed(world, name, offset, () => ask(workspace, method, params, settings))
    const sure = Math.min(ms, second)
    addWorst(state.costs[method]!, sure, where(at))
    const sum = Math.min(checking, first) + sure
    if (sum > LIMIT) fault('slow', method, `took more than ${LIMIT} ms after a change: ${sum.toFixed(0)} ms`, at)
  }

  async function answerOf({ method, params, at }: Question): Promise<{ readonly answer: unknown } | null> {
    try {
      return { answer: await ask(workspace, method, params, settings) }
    } catch (error) {
      fault('exception', method, stackOf(error), at)
      return null
    }
  }
}

interface Question { readonly method: Method; readonly at: number; readonly params: Params<Method> }

/** The last letter is new: the text without it has been checked. */
function typedUpTo({ workspace, texts }: World, name: string, offset: number): void {
  const [uri, whole] = [uriOf(name), texts.get(name)!]
  workspace.set(uri, whole.slice(0, Math.max(0, offset - 1)))
  for (const document of workspace.documents) diagnosticsOf(workspace, document)
  workspace.set(uri, whole.slice(0, offset))
}

/** Of three times, that letter being typed each time, the least for checking and for what is asked then. */
async function timed(world: World, name: string, offset: number, run: () => unknown): Promise<{ readonly first: number; readonly second: number }> {
  let [first, second] = [Infinity, Infinity]
  for (let i = 0; i < 3; i++) {
    typedUpTo(world, name, offset)
    const start = processorTime()
    diagnosticsOf(world.workspace, uriOf(name))
    const between = processorTime()
    await run()
    first = Math.min(first, between - start)
    second = Math.min(second, processorTime() - between)
  }
  return { first, second }
}

const stackOf = (error: unknown): string => (error instanceof Error ? error.stack ?? error.message : String(error))
