/** Hyperparameters: constants of the spec, some set from outside. */
import type { Hyper, Span } from '../../grammar/ast.ts'
import { nearest } from '../names/suggest.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { fail, rootEnv, type Checker, type World } from './checker.ts'
import { constant, staticValue } from './static.ts'

/** Fills `world.checker.hypers`. Hypers may read one another in any order. */
export function evaluateHypers(world: World, overrides: Readonly<Record<string, number>>, top: Span): void {
  const { hypers } = world.checker
  const nodes = [...world.symbols.values()].flatMap((s) => (s.kind === 'hyper' ? [s.node] : []))
  const names = nodes.map((n) => n.name.text)
  for (const [name, value] of Object.entries(overrides)) {
    const node = nodes.find((n) => n.name.text === name)
    if (node === undefined) {
      const near = nearest(name, names)
      fail(world, 'names/unknown-hyper', { name, known: names.join(', ') }, top, near === null ? {} : { help: `Did you mean ${near}?` })
    } else if (!Number.isFinite(value)) fail(world, 'ranges/hyper', { name, value: String(value) }, node.span)
    else hypers.set(name, { name, value, source: 'set', span: node.span })
  }
  let open: readonly Hyper[] = nodes.filter((n) => !hypers.has(n.name.text))
  for (let progress = true; progress && open.length > 0;) {
    const left: Hyper[] = []
    for (const node of open) {
      const value = staticValue(rootEnv(world), node.value)
      if (value === null || !Number.isFinite(value)) left.push(node)
      else hypers.set(node.name.text, { name: node.name.text, value, source: 'spec', span: node.span })
    }
    progress = left.length < open.length
    open = left
  }
  for (const node of open) constant(rootEnv(world), node.value, `the hyperparameter ${node.name.text}`)
  // In the order of the source, whatever the order of evaluation.
  const sorted = nodes.flatMap((n) => hypers.get(n.name.text) ?? [])
  hypers.clear()
  for (const hyper of sorted) hypers.set(hyper.name, hyper)
}

/** Errors that name a hyper whose value came from outside say so: the line of the spec they point at may be right. */
export function sayingWhatWasSet(checker: Checker, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const set = [...checker.hypers.values()].filter((hyper) => hyper.source === 'set')
  if (set.length === 0) return found
  return found.map((d) => {
    if (d.severity !== 'error' || d.file !== undefined || d.code === 'names/unknown-hyper') return d
    const spans = [d.span, ...(d.related ?? []).flatMap((r) => (r.file === undefined ? [r.span] : []))]
    const named = new Set([d.message, ...spans.map((s) => checker.source.slice(s.start, s.end))].flatMap((text) => text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []))
    const notes = set.filter((hyper) => named.has(hyper.name))
      .map(({ name, value, span }) => ({ span, message: `${name} is ${value}, by --set ${name}=${value}` }))
    return notes.length === 0 ? d : { ...d, related: [...(d.related ?? []), ...notes] }
  })
}
