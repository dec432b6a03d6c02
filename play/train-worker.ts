/** A training in a worker, so that the page stays alive. One job a worker: the page ends it afterwards. */
import { compile, checkSource, type CompileOptions } from '../compiler/compile.ts'
import { isError } from '../compiler/diagnostics/diagnostic.ts'
import { lineStarts, positionAt } from '../compiler/diagnostics/position.ts'
import { parse } from '../grammar/parse.ts'
import { tfjsEngine } from '../runtime/engines/tfjs/engine.ts'
import { nothingToDo } from '../runtime/train/idle.ts'
import { estimateMemory, parametersText, showBytes } from '../runtime/train/memory.ts'
import { schedulesOf } from '../runtime/train/loop.ts'
import { withLength } from '../runtime/train/schedule.ts'
import { initializeStore } from '../runtime/train/store.ts'
import { lengthText, plural } from '../runtime/train/words.ts'
import { BACKENDS } from './backend-names.ts'
import { openBackend } from './backends.ts'
import { fittingData, openData } from './data.ts'
import { openGivens, requireGivens, trainedWith } from './givens.ts'
import type { FromWorker, Job, ToWorker } from './messages.ts'
import { Refusal } from './refusal.ts'
import { follow } from './run.ts'

/** What WebAssembly, and a tab, can be given. */
const MOST_BYTES = 2e9
/** A device that works on its own is asked for numbers this seldom. */
const FETCH_EVERY = 10

const page = self as unknown as { postMessage(message: FromWorker): void; addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void }
const tell = (message: FromWorker): void => page.postMessage(message)

let stopped = false
page.addEventListener('message', ({ data: message }) => {
  if (message.kind === 'stop') stopped = true
  else train(message.job).catch((error: unknown) => tell({ kind: 'refused', ...reasonOf(error) }))
})

/** Errors that are no fault of genc's own, by name: their message says what is to be done. */
const KNOWN: readonly string[] = ['Refusal', 'DataError', 'FileError', 'EngineError', 'DivergedError', 'RangeError']

function reasonOf(error: unknown): { readonly reason: string; readonly hint: string } {
  if (!(error instanceof Error)) return { reason: String(error), hint: '' }
  if (!KNOWN.includes(error.name)) console.error(error)
  const hint = 'hint' in error && typeof error.hint === 'string' ? error.hint
    : error.name === 'DivergedError' ? 'A smaller learning rate often helps; so does clamp around a logvar, and what stands under log, / and sqrt must stay away from 0.' : ''
  return { reason: KNOWN.includes(error.name) ? error.message : `genc stopped: ${error.message}`, hint }
}

async function train(job: Job): Promise<void> {
  const source = job.files[job.name] ?? ''
  const outside: CompileOptions = { givens: job.givens, imports: (path) => {
    const text = job.files[path.split('/').filter((part) => part !== '' && part !== '.').join('/')]
    return text === undefined ? null : { ...parse(text), source: text }
  } }
  const { model, diagnostics } = checkSource(source, outside)
  const mistakes = diagnostics.filter(isError)
  if (model === null) {
    const { line } = positionAt(lineStarts(source), mistakes[0]?.span.start ?? 0)
    const own = checkSource(source, { ...outside, givens: {} }).model === null
    throw new Refusal(`${plural(mistakes.length, 'mistake')} in ${job.name}: line ${line}, ${mistakes[0]?.message ?? ''}`, own ? mistakes[0]?.help : `The text fits by itself, but not the runs: ${trainedWith(job.givens)}`)
  }
  requireGivens(model, job)
  tell({ kind: 'doing', text: 'looking for something to compute on' })
  const backend = await openBackend(job.backend)
  tell({ kind: 'doing', text: 'compiling' })
  const compiled = compile(source, { ...outside, flavour: backend.flavour })
  if (compiled.graph === null || compiled.plan === null) {
    const first = compiled.diagnostics.find(isError)
    throw new Refusal(first?.message ?? `${job.name} cannot be compiled`, first?.help)
  }
  const { graph } = compiled
  const plan = withLength(compiled.plan, job.length)
  const idle = nothingToDo(model, plan)
  if (idle !== null) throw new Refusal(`${job.name} has no train block: ${idle}`, 'Add one, for example train { minimize TERM with adam(1e-3); batch 128; epochs 10 }')
  const { total } = estimateMemory(graph, plan)
  if (total > MOST_BYTES) throw new Refusal(`training takes about ${showBytes(total)} of memory, and a page has ${showBytes(MOST_BYTES)}`, `genc train ${job.name} has the whole machine; or take a smaller batch`)
  tell({ kind: 'doing', text: 'reading data' })
  tell({ kind: 'fitting', sources: fittingData(plan) })
  const { sources, described } = await openData(plan, job.data)
  const given = await openGivens(model, graph, job)
  for (const text of given.notes) tell({ kind: 'note', text })
  const schedules = schedulesOf({ plan, sources })
  const lengths = plan.stages.flatMap(({ name }, i) => {
    const schedule = schedules[i]
    return schedule ? [`${plan.stages.length > 1 ? `${name}: ` : ''}${lengthText(schedule)}`] : []
  })
  tell({ kind: 'begun', model: `${model.name}, ${parametersText(graph, model)}`, data: described, givens: given.described, backend: BACKENDS[backend.name], where: backend.what, why: backend.why, length: lengths.join('; ') || 'nothing is trained', seed: job.seed })
  const session = await tfjsEngine(backend.tf, backend.name).load(graph)
  initializeStore(session, graph, job.seed)
  for (const [name, values] of Object.entries(given.values)) session.write(name, values)
  const options = { session, graph, plan, sources, seed: job.seed, fetchEvery: backend.onDevice ? FETCH_EVERY : 1 }
  await follow(options, schedules, tell, () => stopped)
}
