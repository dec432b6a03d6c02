/** Invariants of a program, checked: for tests, for passes under suspicion, and for graphs read from files. */
import type { Attrs, Feed, Program, Shape, StoreEntry } from './graph.ts'
import { sameShape } from './graph.ts'
import { showType } from './text.ts'
import { ops } from '../ops/registry.ts'

/**
 * What is wrong with `program`, one sentence each; none for a sound program. Nodes stand in topological order under their ids,
 * types are what the ops infer, feeds and (given the store) entries are known under their types, results exist.
 */
export function problemsOf(program: Program, store?: readonly StoreEntry[]): readonly string[] {
  const problems: string[] = []
  const { nodes } = program
  const feeds = new Map<string, Feed>()
  for (const feed of program.feeds) {
    if (feeds.has(feed.name)) problems.push(`two feeds are called '${feed.name}'`)
    feeds.set(feed.name, feed)
  }
  const entries = store && new Map(store.map((e) => [e.name, e]))
  nodes.forEach((node, position) => {
    const say = (what: string): void => { problems.push(`%${position} ${node.op}: ${what}`) }
    if (node.id !== position) return say(`its id is ${node.id}`)
    const op = ops.get(node.op)
    if (!op) return say('no such op')
    if (node.inputs.some((i) => !(Number.isInteger(i) && i >= 0 && i < position))) return say(`inputs [${node.inputs.join(', ')}] do not stand before it`)
    try {
      const type = op.infer(node.inputs.map((i) => nodes[i]!), node.attrs)
      if (!fits(type, node)) say(`has type ${showType(node)}, inferred is ${showType(type)}`)
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
    }
    const source = sourceOf(node.op, node.attrs, feeds, entries)
    if (source === null) say(`reads '${String(node.attrs['name'] ?? node.attrs['entry'])}', which there is not`)
    else if (source && !fits(source, node)) say(`has type ${showType(node)}, its source ${showType(source)}`)
  })
  for (const { name, node } of program.outputs) if (!nodes[node]) problems.push(`output '${name}' is %${node}, which there is not`)
  for (const { entry, node } of program.updates) {
    const value = nodes[node]
    const target = entries?.get(entry)
    if (!value) problems.push(`update of '${entry}' is %${node}, which there is not`)
    else if (entries && !target) problems.push(`update of '${entry}', which the store does not hold`)
    else if (target && !fits(target, value)) problems.push(`update of '${entry}' has type ${showType(value)}, the entry ${showType(target)}`)
  }
  return problems
}

type Typed = { readonly shape: Shape; readonly dtype: string }

const fits = (a: Typed, b: Typed): boolean => sameShape(a.shape, b.shape) && a.dtype === b.dtype

/** The feed or entry a node reads, `null` where it is missing, undefined for nodes that read none. */
function sourceOf(
  op: string, attrs: Attrs, feeds: ReadonlyMap<string, Feed>, entries: ReadonlyMap<string, StoreEntry> | undefined,
): Feed | StoreEntry | null | undefined {
  if (op === 'input') return feeds.get(String(attrs['name'])) ?? null
  return op === 'read' && entries ? entries.get(String(attrs['entry'])) ?? null : undefined
}
