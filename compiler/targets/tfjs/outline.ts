/** A program taken apart: which of its nodes become calls, updates and plain lines, before anything is written. */
import type { Program } from '../../graph/graph.ts'
import type { Hint } from './body.ts'
import type { Fragment } from './fragment.ts'
import type { Unit } from './regions.ts'
import type { Update } from './updates.ts'
import { textAttr } from '../../ops/attrs.ts'
import { cut } from './fragment.ts'
import { functionKey } from './functions.ts'
import { hintsOf } from './hints.ts'
import { readersOf, unitsOf } from './regions.ts'
import { updatesOf, versionsOf } from './updates.ts'

export interface Outline {
  readonly program: Program
  readonly hints: readonly Hint[]
  readonly versions: ReadonlyMap<number, string>
  readonly sections: readonly Section[]
}

export type Section = { readonly unit: Unit } & (
  | { readonly kind: 'inline' }
  | {
      readonly kind: 'call'
      readonly fragment: Fragment
      /** Nodes of the fragment that others read. */
      readonly outputs: readonly number[]
      /** The function to call: that of the fragment, or of one that begins like it and does more. */
      readonly key: string
    }
  | { readonly kind: 'update'; readonly updates: readonly Update[] }
)

/** `formal`: what a network with a single argument calls it, where that is known. */
export function outline(program: Program, formal: (network: string) => string | undefined = () => undefined): Outline {
  const units = unitsOf(program)
  const versions = versionsOf(program, units)
  const sections = units.map((unit): Section => {
    if (unit.label === null) return { kind: 'inline', unit }
    if (unit.label.phase === 'update') {
      const updates = updatesOf(program, unit, versions)
      return updates ? { kind: 'update', unit, updates } : { kind: 'inline', unit }
    }
    return callOf(program, unit, versions)
  })
  return { program, hints: hintsOf(program, formal), versions, sections: joined(sections) }
}

export type Call = Extract<Section, { kind: 'call' }>

function callOf(program: Program, unit: Unit, versions: ReadonlyMap<number, string>): Call {
  const own = new Set(unit.nodes)
  const readers = readersOf(program)
  const results = new Set([...program.outputs, ...program.updates].map((r) => r.node))
  const fragment = cut(program, unit.nodes, entries(program, unit, versions))
  const outputs = fragment.sources.flatMap((id, local) => (own.has(id) && (results.has(id) || readers[id]!.some((r) => !own.has(r))) ? [local] : []))
  return { kind: 'call', unit, fragment, outputs, key: functionKey(fragment, unit.label!) }
}

/** This much more than another application of the same network is written beside the call rather than in a second function. */
const fewNodes = 6

/**
 * Brings applications of a network together that differ a little. What is cheap and only some want (a probability beside
 * its logit, a picture made flat) is written beside the call. Programs that do not train call the whole network even where
 * a part would do (the mean of an encoder without its variance).
 */
export function alike(outlines: readonly Outline[]): readonly Outline[] {
  const calls = (all: readonly Outline[]): Call[] => all.flatMap((o) => o.sections.flatMap((s) => (s.kind === 'call' ? [s] : [])))
  const keys = new Set(calls(outlines).map((c) => c.key))
  const trimmed = outlines.map((o) => ({ ...o, sections: joined(o.sections.flatMap((s) => (s.kind === 'call' ? shortened(o, s, keys) : [s]))) }))
  const whole = new Map(calls(trimmed).map((c) => [c.key, c.fragment.values.length]))
  const longer = (call: Call): Call => {
    const fitting = [...whole].filter(([key, values]) => key.startsWith(`${call.key}\n`) && values === call.fragment.values.length).map(([key]) => key)
    return { ...call, key: fitting.sort((a, b) => b.length - a.length)[0] ?? call.key }
  }
  return trimmed.map((o) => (o.program.updates.length ? o : { ...o, sections: o.sections.map((s) => (s.kind === 'call' ? longer(s) : s)) }))
}

const heavy = new Set(['matmul', 'conv2d', 'conv2dInputGradient', 'conv2dFilterGradient'])

function shortened(o: Outline, call: Call, keys: ReadonlySet<string>): readonly Section[] {
  const { nodes, label } = call.unit
  const inline = (ids: readonly number[]): Section[] => (ids.length ? [{ kind: 'inline', unit: { label: null, nodes: ids } }] : [])
  const fits = (from: number, to: number): Section[] | null => {
    if (nodes.slice(to).some((id) => heavy.has(o.program.nodes[id]!.op))) return null
    const part = callOf(o.program, { label, nodes: nodes.slice(from, to) }, o.versions)
    if (!part.outputs.length || !keys.has(part.key)) return null
    return [...inline(nodes.slice(0, from)), part, ...inline(nodes.slice(to))]
  }
  // An argument that another application has in its final shape already.
  const isShaping = o.program.nodes[nodes[0]!]!.op === 'reshape'
  for (let to = Math.max(3, nodes.length - fewNodes); to <= nodes.length; to++) {
    const found = (to < nodes.length ? fits(0, to) : null) ?? (isShaping ? fits(1, to) : null)
    if (found) return found
  }
  return [call]
}

/** Entries that a region reads. Where it reads two versions of one entry, only the stored one goes by name. */
function entries(program: Program, unit: Unit, versions: ReadonlyMap<number, string>): (id: number) => string | null {
  const own = new Set(unit.nodes)
  const read = new Map<string, number>()
  const sources = [...new Set(unit.nodes.flatMap((id) => program.nodes[id]!.inputs))].filter((i) => !own.has(i))
  const entryOf = (id: number): string | undefined => {
    const node = program.nodes[id]!
    return node.op === 'read' ? textAttr(node.attrs, 'entry') : versions.get(id)
  }
  for (const id of sources) {
    const entry = entryOf(id)
    if (entry !== undefined && (program.nodes[id]!.op === 'read' || !read.has(entry))) read.set(entry, id)
  }
  return (id) => {
    const entry = entryOf(id)
    return entry !== undefined && read.get(entry) === id ? entry : null
  }
}

/** Neighbouring nodes outside of regions become one section. */
function joined(sections: readonly Section[]): Section[] {
  const out: Section[] = []
  for (const section of sections) {
    const last = out.at(-1)
    if (section.kind === 'inline' && last?.kind === 'inline') out[out.length - 1] = { kind: 'inline', unit: { label: null, nodes: [...last.unit.nodes, ...section.unit.nodes] } }
    else out.push(section)
  }
  return out
}
