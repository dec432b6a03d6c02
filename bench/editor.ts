/** How long an editor waits for the language server while somebody types in a long spec, and what the server's memory does. */
import { join } from 'node:path'
import { Editor, type Memory } from './editor/client.ts'
import { longSpec } from './editor/spec.ts'
import { uniforms } from '../test/ops/random.ts'
import { edits, type Edit } from './editor/typing.ts'
import type { Around } from './sides.ts'

export interface EditorResult {
  readonly lines: number
  readonly seed: number
  /** Milliseconds, by what was waited for. */
  readonly waits: Readonly<Record<string, readonly number[]>>
  readonly memory: readonly (Memory & { readonly edits: number })[]
  /** Bytes of the server's own values at the first and the last of these. */
  readonly values: readonly [number, number]
}

const SEED = 5
/** Edits before the first that counts: the server's code is compiled as it runs. */
const WARM = 300
const EDITS = 1000

const CHANGE = 'change → diagnostics'
const FIRST = 'change → completion, before its diagnostics'
/** What VS Code asks for after a change, or where the cursor rests. */
const REQUESTS: readonly (readonly [string, string])[] = [
  ['completion', 'textDocument/completion'], ['hover', 'textDocument/hover'], ['signature help', 'textDocument/signatureHelp'], ['semantic tokens', 'textDocument/semanticTokens/full'],
  ['inlay hints', 'textDocument/inlayHint'], ['code lenses', 'textDocument/codeLens'], ['document symbols', 'textDocument/documentSymbol'], ['folding', 'textDocument/foldingRange'],
  ['document highlight', 'textDocument/documentHighlight'], ['code actions', 'textDocument/codeAction'], ['document links', 'textDocument/documentLink'],
]
/** Milliseconds at p95. */
const GOALS: Readonly<Record<string, number>> = { [CHANGE]: 30, completion: 10, hover: 10 }

/** `last`: edits after which memory is read for the last time. */
export async function measureEditor({ sides, log }: Around, last: number, lines = 500): Promise<EditorResult> {
  const text = longSpec(lines)
  const waits: Record<string, number[]> = {}
  const command = join(sides, 'dist/genc.js')
  const editor = await Editor.open(command, text)
  const next = uniforms(SEED)
  const typed = edits(text, next)
  log(`a spec of ${text.split('\n').length - 1} lines: ${EDITS} edits`)
  for (let i = -WARM; i < EDITS; i++) {
    const edit = typed.next().value
    const note = (what: string, ms: number): void => { if (i >= 0) (waits[what] ??= []).push(ms) }
    if (i % 4 === 3) {
      // A client that completes at every letter does not wait for diagnostics.
      const began = performance.now()
      await editor.change(edit)
      await editor.asked('textDocument/completion', cursor(edit))
      note(FIRST, performance.now() - began)
      continue
    }
    note(CHANGE, await editor.changed(edit))
    for (const [what, method] of REQUESTS) note(what, await editor.asked(method, what === 'hover' ? Math.floor(next() * editor.text.length) : cursor(edit)))
  }
  await editor.close()

  const first = await memoryAfter(command, text, MARKS.slice(0, 1), log)
  const { memory, values } = await memoryAfter(command, text, [...MARKS.filter((mark) => mark < last), last], log)
  return { lines: text.split('\n').length - 1, seed: SEED, waits, memory, values: [first.values, values] }
}

/** A server's memory after so many edits, and its own values in the end. */
async function memoryAfter(command: string, text: string, marks: readonly number[], log: Around['log']): Promise<{ readonly memory: EditorResult['memory']; readonly values: number }> {
  const memory: (Memory & { edits: number })[] = []
  const editor = await Editor.open(command, text)
  const typed = edits(text, uniforms(SEED + 1))
  for (let i = 1; memory.length < marks.length; i++) {
    const edit = typed.next().value
    await editor.changed(edit)
    if (i % 10 === 0) for (const [, method] of REQUESTS) await editor.asked(method, cursor(edit))
    // Like is compared with like: the text as it was in the beginning.
    if (i < marks[memory.length]! || editor.text !== text) continue
    memory.push({ edits: i, ...await editor.memory() })
    log(`  after ${i} edits: ${mega(memory.at(-1)!.rss)} resident, ${mega(memory.at(-1)!.heap)} of it in use`)
  }
  const values = await editor.values()
  await editor.close()
  return { memory, values }
}

const cursor = ({ start, insert }: Edit): number => start + insert.length

const MARKS: readonly number[] = [100, 1000, 3000]
const mega = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? NaN
}

/** Rows of the table, head first: what was waited for, p50, p95, the longest, the goal for p95, how many. */
export const editorRows = ({ waits }: EditorResult): readonly (readonly string[])[] => [
  ['ms', 'p50', 'p95', 'longest', 'goal for p95', 'times'],
  ...Object.entries(waits).map(([what, ms]) => [what, ...[quantile(ms, 0.5), quantile(ms, 0.95), Math.max(...ms)].map((v) => v.toFixed(1)), GOALS[what] === undefined ? '' : `${GOALS[what]}`, String(ms.length)]),
]

/** What memory does: after the first hundred edits, and by what it grew since. */
export function memoryLine({ memory, values }: EditorResult): string {
  const [first, end] = [memory[0], memory.at(-1)]
  if (first === undefined || end === undefined || first === end) return ''
  const part = (what: string, before: number, after: number): string => `${what} ${mega(before)} after ${first.edits} edits, ${mega(after)} after ${end.edits}: × ${(after / before).toFixed(3)}`
  return `${part("The server's own values", ...values)}. ${part('Heap in use, with the code that V8 compiled and what it noted for that', first.heap, end.heap)}. ${part('Resident', first.rss, end.rss)}.`
}
