/**
 * The optimiser of a step as one function for all its parameters: a parameter and its slots are told apart from those of
 * other parameters by name only, so the function is given the name.
 */
import type { Program } from '../../graph/graph.ts'
import type { Fragment } from './fragment.ts'
import type { Hint } from './body.ts'
import { textAttr } from '../../ops/attrs.ts'
import { Body } from './body.ts'
import { cut } from './fragment.ts'
import { Names, quoted } from './names.ts'
import { readersOf } from './regions.ts'
import type { Unit } from './regions.ts'

/** The update of one parameter. */
export interface Update {
  readonly parameter: string
  /** What its slots are kept under: `step0`. Null where it has none, or they are not called alike. */
  readonly step: string | null
  readonly fragment: Fragment
  /** New values: fragment node → what is behind the parameter's name: `''` for itself, `/*.m` for the slot `m` of the step. */
  readonly slots: ReadonlyMap<number, string>
}

/** The entry that an update calls by its place behind the parameter's name. */
export const entryAt = ({ parameter, step }: Update, slot: string): string => parameter + (step === null ? slot : slot.replace(/^\/\*/, `/${step}`))

/** Node → entry whose new value it is, for every update of the program, those of earlier repetitions included. */
export function versionsOf(program: Program, units: readonly Unit[]): ReadonlyMap<number, string> {
  const versions = new Map<number, string>()
  const doubled = new Set<number>()
  for (const { node, entry } of program.updates) {
    if (versions.has(node)) doubled.add(node)
    versions.set(node, entry)
  }
  // A step taken again writes the same entries from the same places in its text.
  const patterns = new Map<string, Map<number, string>>()
  for (const unit of units.toReversed()) {
    if (unit.label?.phase !== 'update') continue
    for (const { parameter, ids } of byParameter(program, unit)) {
      const shape = `${parameter} ${ids.map((id) => program.nodes[id]!.op).join()}`
      const pattern = patterns.get(shape) ?? new Map<number, string>()
      ids.forEach((id, i) => {
        const entry = versions.get(id)
        if (entry !== undefined && program.updates.some((u) => u.node === id)) pattern.set(i, entry)
        else if (pattern.has(i) && !versions.has(id)) versions.set(id, pattern.get(i)!)
      })
      patterns.set(shape, pattern)
    }
  }
  for (const id of program.nodes.keys()) if (doubled.has(id) || program.nodes[id]!.op === 'read' || program.nodes[id]!.op === 'input') versions.delete(id)
  return versions
}

const byParameter = (program: Program, unit: Unit): { parameter: string; ids: number[] }[] => {
  const groups = new Map<string, number[]>()
  for (const id of unit.nodes) {
    const parameter = program.nodes[id]!.origin.layer!
    groups.set(parameter, [...(groups.get(parameter) ?? []), id])
  }
  return [...groups].map(([parameter, ids]) => ({ parameter, ids }))
}

/** Updates of a unit, or `null` where they do not follow the pattern and are written out one by one. */
export function updatesOf(program: Program, unit: Unit, versions: ReadonlyMap<number, string>): readonly Update[] | null {
  const readers = readersOf(program)
  const own = new Set(unit.nodes)
  const updates: Update[] = []
  for (const { parameter, ids } of byParameter(program, unit)) {
    const step = stepOf(program, ids, parameter, versions)
    const behind = (entry: string): string | null => {
      if (entry === parameter) return ''
      if (!entry.startsWith(`${parameter}/`)) return null
      const slot = entry.slice(parameter.length)
      return step === null ? slot : `/*${slot.slice(step.length + 1)}`
    }
    const inside = new Set(ids)
    const fragment = cut(program, ids, (id) => {
      const node = program.nodes[id]!
      const entry = node.op === 'read' ? textAttr(node.attrs, 'entry') : versions.get(id)
      return entry === undefined || inside.has(id) ? null : behind(entry)
    })
    const slots = new Map<number, string>()
    for (const [local, id] of fragment.sources.entries()) {
      if (!inside.has(id)) continue
      const isSeen = program.updates.some((u) => u.node === id) || readers[id]!.some((r) => !inside.has(r))
      const slot = behind(versions.get(id) ?? ' ')
      if (!isSeen) continue
      if (slot === null || readers[id]!.some((r) => own.has(r) && !inside.has(r))) return null
      slots.set(local, slot)
    }
    updates.push({ parameter, step, fragment, slots })
  }
  return updates
}

/** The name before the last dot that all slots of an update share. */
function stepOf(program: Program, ids: readonly number[], parameter: string, versions: ReadonlyMap<number, string>): string | null {
  const sources = new Set([...ids, ...ids.flatMap((id) => program.nodes[id]!.inputs)])
  const steps = new Set<string>()
  for (const id of sources) {
    const node = program.nodes[id]!
    const entry = node.op === 'read' ? textAttr(node.attrs, 'entry') : versions.get(id)
    if (entry?.startsWith(`${parameter}/`)) steps.add(/^\/(.*)\.[^.]*$/.exec(entry.slice(parameter.length))?.[1] ?? '')
  }
  const [step, ...others] = steps
  return step === undefined || step === '' || others.length ? null : step
}

export const updateKey = (u: Update): string => `${u.fragment.key}\n${JSON.stringify([...u.slots])}`

/** The function for updates that share a key. `sharedValues` name the inputs that are the same for all, the others are the gradient. */
export function writeUpdate(update: Update, name: string, moduleNames: Names, hints: readonly Hint[]): { text: string; values: readonly string[] } {
  const names = new Names(moduleNames)
  const { nodes, values, sources } = update.fragment
  const isGradient = (n: number): boolean => nodes[n]!.op === 'input' && nodes[n]!.origin.phase === 'backward'
  const inputs = values.map((_, i) => nodes.findIndex((n) => n.op === 'input' && n.attrs['name'] === String(i)))
  if (update.step !== null) names.take('step')
  const taken = inputs.map((n) => names.take(isGradient(n) ? 'gradient' : hints[sources[n]!]!.name))
  const body = new Body({
    nodes, names, kept: new Set(update.slots.keys()),
    hint: (id) => {
      const slot = update.slots.get(id)
      return slot === undefined ? { name: hints[sources[id]!]!.name, wanted: false } : { name: slot === '' ? 'value' : slot.split('.').at(-1)!, wanted: true }
    },
    leaf: (node) => (node.op === 'read' ? `store[${keyOf(String(node.attrs['entry']))}]` : taken[Number(node.attrs['name'])]!),
    batch: () => { throw new Error('a parameter has no batch axis') },
  })
  body.write(nodes.map((n) => n.id))
  const results = [...update.slots].map(([id, slot]) => `[${keyOf(slot)}]: ${body.expression(id)},`)
  return {
    values: taken,
    text: [
      '/** The optimiser: new values of the parameter called `name` and of what is kept about it. */',
      `function ${name}(${['store', 'name', ...(update.step === null ? [] : ['step']), ...taken].join(', ')}) {`,
      'return tf.tidy(() => {', ...body.lines, `return { ${results.join(' ')} }`, '})',
      '}',
    ].join('\n'),
  }
}

/** An entry by its place behind the parameter's name. */
function keyOf(slot: string): string {
  if (slot === '') return 'name'
  const text = quoted(slot).slice(1, -1).replace(/[`$]/g, (c) => `\\${c}`).replace(/^\/\*/, '/${step}')
  return `\`\${name}${text}\``
}
