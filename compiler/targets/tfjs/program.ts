/** A program as a function of the store and its feeds. */
import type { Node, Program } from '../../graph/graph.ts'
import type { Fragment } from './fragment.ts'
import type { Signature } from './functions.ts'
import type { Call, Outline, Section } from './outline.ts'
import type { Unit } from './regions.ts'
import type { Notes } from './notes.ts'
import type { Update } from './updates.ts'
import { showShape } from '../../graph/graph.ts'
import { textAttr } from '../../ops/attrs.ts'
import { Body } from './body.ts'
import { feedList } from './feeds.ts'
import { batchSource } from './functions.ts'
import { Names, capital, commentText, literalKey, lower, property, quoted } from './names.ts'
import { statisticsOf } from './regions.ts'
import { entryAt, updateKey } from './updates.ts'

export interface Functions { readonly networks: ReadonlyMap<string, Signature>; readonly updates: ReadonlyMap<string, { readonly name: string }> }

export function writeProgram(outlined: Outline, name: string, functions: Functions, moduleNames: Names, notes: Notes): string {
  return new ProgramWriter(outlined, functions, moduleNames, notes).write(name)
}

class ProgramWriter {
  private readonly outlined: Outline
  private readonly program: Program
  private readonly functions: Functions
  private readonly notes: Notes
  /** Titles that were told in full. */
  private readonly known = new Set<string>()
  private readonly names: Names
  private readonly body: Body
  private readonly batches = new Map<string, string>()
  private readonly inputs = new Map<string, string>()
  private callsEndAt = 0
  /** The store as steps have left it: variable, and which entries differ from those it began with. */
  private readonly states: { readonly name: string; readonly changed: ReadonlyMap<string, number> }[] = [{ name: 'store', changed: new Map() }]
  private readonly steps: { readonly name: string; readonly entries: ReadonlyMap<string, number> }[] = []

  constructor(outlined: Outline, functions: Functions, moduleNames: Names, notes: Notes) {
    this.notes = notes
    const { program, hints } = outlined
    this.outlined = outlined
    this.program = program
    this.functions = functions
    this.names = new Names(moduleNames)
    for (const feed of program.feeds) {
      const node = program.nodes.find((n) => n.op === 'input' && n.attrs['name'] === feed.name)
      if (node) this.inputs.set(feed.name, this.names.take(hints[node.id]!.name))
    }
    this.body = new Body({
      nodes: program.nodes, names: this.names, kept: new Set([...program.outputs, ...program.updates].map((r) => r.node)),
      hint: (id) => hints[id]!, leaf: (node) => this.leaf(node), batch: (b) => this.batch(b),
    })
  }

  write(name: string): string {
    const { program, body } = this
    this.outlined.sections.forEach((section, i) => {
      if (section.kind === 'inline') this.inline(section.unit.nodes)
      else if (section.kind === 'call') this.call(section)
      else this.update(section.unit, section.updates, this.outlined.sections.slice(i + 1))
    })
    const outputs = this.outputs()
    const updates = this.updates()
    const opening = [
      ...[...this.inputs].map(([feed, variable]) => `const ${variable} = feeds${property(feed)}`),
      ...[...this.batches].map(([batch, variable]) => this.batchLine(batch, variable)),
    ]
    const needs = [this.usesStore() || program.updates.length > 0, opening.some((line) => line.includes(' = feeds')), opening.some((line) => line.includes(' = batches'))]
    const parameters = ['store', 'feeds', 'batches'].slice(0, needs.lastIndexOf(true) + 1).join(', ')
    const text = [...opening, ...(opening.length ? [''] : []), ...body.lines]
    return [
      this.comment(),
      `function ${name}(${parameters}) {`,
      ...(program.updates.length === 0
        ? ['return tf.tidy(() => {', ...text, '', `return ${outputs}`, '})']
        : ['const { outputs, updates } = tf.tidy(() => {', ...text, '', `return { outputs: ${outputs}, updates: ${updates} }`, '})', 'replace(store, updates)', 'return outputs']),
      '}',
    ].join('\n')
  }

  private leaf(node: Node): string {
    if (node.op === 'input') return this.inputs.get(textAttr(node.attrs, 'name'))!
    return `store[${quoted(textAttr(node.attrs, 'entry'))}]`
  }

  private usesStore(): boolean {
    return this.program.nodes.some((n) => n.op === 'read')
  }

  private batch(name: string): string {
    const known = this.batches.get(name)
    if (known !== undefined) return known
    const variable = this.names.take(name.replace(/^B/, 'batch'))
    this.batches.set(name, variable)
    return variable
  }

  private batchLine(batch: string, variable: string): string {
    const source = batchSource(this.program.feeds, batch)
    if (!source) return `const ${variable} = batches${property(batch)}`
    const { name } = this.program.feeds[source.input]!
    // A feed that no node reads may be all that shows the size.
    const feed = this.inputs.get(name) ?? `feeds${property(name)}`
    return `const ${variable} = ${feed}.shape[${source.axis}]${source.times === 1 ? '' : ` / ${source.times}`}`
  }

  private heading(text: string): void {
    const { lines } = this.body
    if (lines.length && lines.at(-1) !== '') lines.push('')
    if (text) lines.push(...commentLines(text))
  }

  /** The first time that a title names a term or a step, it says what the spec has there. */
  private told(title: string, { term, step, phase }: Node['origin']): string {
    const { name } = this.program
    if (phase === 'forward' && title === term) return this.notes.term(name, term) ?? title
    const written = phase === 'update' && step !== undefined ? this.notes.step(name, step) : undefined
    return written === undefined ? title : `Step ${step}: ${written}`
  }

  /** Nodes outside of regions, under a heading for each term and phase. */
  private inline(ids: readonly number[]): void {
    const { nodes } = this.program
    const statistics = statisticsOf(this.program)
    const isOneStep = new Set(nodes.map((n) => n.origin.step).filter((n) => n !== undefined)).size === 1
    let group: number[] = []
    let title = ''
    const flush = (): void => {
      if (!group.length) return
      const before = this.body.lines.length
      this.heading(this.known.has(title) ? title : this.told(title, nodes[group[0]!]!.origin))
      const after = this.body.lines.length
      this.body.write(group)
      if (this.body.lines.length === after) this.body.lines.length = before
      else this.known.add(title)
      group = []
    }
    for (const id of ids) {
      const own = statistics.has(id) ? `Running statistics of ${nodes[id]!.origin.network}` : titleOf(nodes[id]!, isOneStep)
      if (own !== title) flush()
      title = own
      group.push(id)
    }
    flush()
  }

  private call({ unit, fragment, outputs, key }: Call): void {
    const signature = this.functions.networks.get(key)!
    const args = fragment.values.map((id) => this.body.tensor(id))
    const named = args.map((arg, i) => (arg === signature.values[i] ? arg : `${signature.values[i]}: ${arg}`))
    const all = [
      ...(signature.usesStore ? [this.storeFor(fragment)] : []),
      ...(signature.byName ? [`{ ${named.join(', ')} }`] : args),
      ...signature.batches.map((b) => this.size(fragment.batches[Number(b)]!)),
    ]
    const { lines } = this.body
    if (lines.length && !this.isAfterCall) lines.push('')
    const [first] = outputs
    const isSingle = signature.results.size === 1
    const network = lower(unit.label!.network!)
    const variable = this.names.take(unit.label!.phase === 'forward' ? network
      : isSingle ? this.outlined.hints[fragment.sources[first!]!]!.name : `${network}Gradients`)
    for (const local of outputs) this.body.bind(fragment.sources[local]!, isSingle ? variable : `${variable}.${signature.results.get(local)!}`)
    lines.push(`const ${variable} = ${signature.name}(${all.join(', ')})`)
    this.callsEndAt = lines.length
  }

  private get isAfterCall(): boolean {
    return this.body.lines.length === this.callsEndAt
  }

  private size(dim: number | { readonly batch: string; readonly times: number }): string {
    if (typeof dim === 'number') return String(dim)
    return dim.times === 1 ? this.batch(dim.batch) : `${dim.times} * ${this.batch(dim.batch)}`
  }

  /** The state of the store that a region sees. */
  private storeFor(fragment: Fragment): string {
    const wanted = new Map(fragment.nodes.flatMap((n) => (n.op === 'read' ? [[textAttr(n.attrs, 'entry'), fragment.sources[n.id]!] as const] : [])))
    const differs = ([entry, id]: readonly [string, number], changed: ReadonlyMap<string, number>): boolean =>
      changed.has(entry) ? changed.get(entry) !== id : this.program.nodes[id]!.op !== 'read'
    const fitting = this.states.findLast(({ changed }) => [...wanted].every((w) => !differs(w, changed)))
    if (fitting) return fitting.name
    const { name, changed } = this.states.at(-1)!
    const others = [...wanted].filter((w) => differs(w, changed)).map(([entry, id]) => `${literalKey(entry)}: ${this.body.expression(id)}`)
    return `{ ...${name}, ${others.join(', ')} }`
  }

  private update(unit: Unit, updates: readonly Update[], later: readonly Section[]): void {
    const { lines } = this.body
    const step = unit.label!.step
    this.heading(step === null ? 'Updates' : `Step ${step}: updates`)
    const name = this.names.take(step === null ? 'updated' : `step${step}`)
    lines.push(`const ${name} = {}`)
    for (const group of families(updates)) this.family(name, group)
    const entries = new Map(updates.flatMap((u) => [...u.slots].map(([local, slot]) => [entryAt(u, slot), u.fragment.sources[local]!] as const)))
    this.steps.push({ name, entries })
    for (const [entry, id] of entries) this.body.bind(id, `${name}[${quoted(entry)}]`)
    const made = new Set(entries.values())
    const isReadLater = later.some((s) => s.unit.nodes.some((id) => this.program.nodes[id]!.inputs.some((i) => made.has(i))))
    if (!isReadLater) return
    const before = this.states.at(-1)!
    const after = this.names.take(`after${capital(name)}`)
    lines.push(`const ${after} = { ...${before.name}, ...${name} }`)
    this.states.push({ name: after, changed: new Map([...before.changed, ...entries]) })
  }

  /** Parameters that one function updates: a loop over those that differ in the gradient only, else a call each. */
  private family(target: string, group: readonly Update[]): void {
    const { lines } = this.body
    const first = group[0]!
    const { name } = this.functions.updates.get(updateKey(first))!
    const store = this.storeForUpdates(group)
    const differing = first.fragment.values.flatMap((_, i) => (new Set(group.map((u) => u.fragment.values[i])).size > 1 ? [i] : []))
    const [gradient, ...others] = differing
    if (group.length === 1 || gradient === undefined || others.length) {
      for (const u of group) {
        const args = [store, quoted(u.parameter), ...(u.step === null ? [] : [quoted(u.step)]), ...u.fragment.values.map((id) => this.body.tensor(id))]
        lines.push(`Object.assign(${target}, ${name}(${args.join(', ')}))`)
      }
      return
    }
    const gradients = this.names.take('gradients')
    lines.push(`const ${gradients} = { ${group.map((u) => `${literalKey(u.parameter)}: ${this.body.tensor(u.fragment.values[gradient]!)}`).join(', ')} }`)
    const args = first.fragment.values.map((id, i) => (i === gradient ? 'gradient' : this.body.tensor(id)))
    lines.push(`for (const [name, gradient] of Object.entries(${gradients})) {`, `Object.assign(${target}, ${name}(${[store, 'name', ...(first.step === null ? [] : [quoted(first.step)]), ...args].join(', ')}))`, '}')
  }

  private storeForUpdates(group: readonly Update[]): string {
    const wanted = new Map(group.flatMap((u) => u.fragment.nodes.flatMap((n) => (n.op === 'read' ? [[entryAt(u, String(n.attrs['entry'])), u.fragment.sources[n.id]!] as const] : []))))
    const fits = (changed: ReadonlyMap<string, number>): boolean =>
      [...wanted].every(([entry, id]) => (changed.has(entry) ? changed.get(entry) === id : this.program.nodes[id]!.op === 'read'))
    const fitting = this.states.findLast(({ changed }) => fits(changed))
    if (fitting) return fitting.name
    const { name, changed } = this.states.at(-1)!
    const others = [...wanted].filter(([entry, id]) => changed.get(entry) !== id).map(([entry, id]) => `${literalKey(entry)}: ${this.body.expression(id)}`)
    return `{ ...${name}, ${others.join(', ')} }`
  }

  /** Results are new tensors that the caller may dispose of: what belongs to the caller or is there twice is copied. */
  private owned(id: number, seen: Set<number>): string {
    const expression = this.body.tensor(id)
    const { op } = this.program.nodes[id]!
    const isFirst = !seen.has(id)
    seen.add(id)
    return op === 'read' || op === 'input' || !isFirst ? `tf.clone(${expression})` : expression
  }

  private outputs(): string {
    const seen = new Set<number>(this.program.updates.map((u) => u.node))
    const parts = this.program.outputs.map(({ name, node }) => {
      const expression = this.owned(node, seen)
      return expression === name ? name : `${literalKey(name)}: ${expression}`
    })
    return `{ ${parts.join(', ')} }`
  }

  private updates(): string {
    const covered = new Map<string, number>()
    for (const { entries } of this.steps) for (const [entry, id] of entries) covered.set(entry, id)
    const seen = new Set<number>(covered.values())
    const rest = this.program.updates.filter((u) => covered.get(u.entry) !== u.node).map((u) => `${literalKey(u.entry)}: ${this.owned(u.node, seen)}`)
    return `{ ${[...this.steps.map((s) => `...${s.name}`), ...rest].join(', ')} }`
  }

  private comment(): string {
    const { program } = this
    const feeds = feedList(program.feeds)
    const outputs = program.outputs.map((o) => `${commentText(o.name)} ${showShape(program.nodes[o.node]!.shape)}`)
    return [
      '/**', ` * Program ${commentText(program.name)}.${program.updates.length ? ' Replaces what it updates in the store.' : ''}`, ' *',
      ...feeds.map((f, i) => ` * ${i === 0 ? 'Feeds:  ' : '        '} ${f}`),
      ...outputs.map((o, i) => ` * ${i === 0 ? 'Results:' : '        '} ${o}`), ' */',
    ].join('\n')
  }
}

function families(updates: readonly Update[]): Update[][] {
  const groups = new Map<string, Update[]>()
  for (const u of updates) groups.set(updateKey(u), [...(groups.get(updateKey(u)) ?? []), u])
  return [...groups.values()]
}

function titleOf({ origin: { phase, term, step, network } }: Node, isOneStep: boolean): string {
  const place = network === undefined ? '' : ` in ${network}`
  if (phase === 'update') return step === undefined ? 'Update' : `Step ${step}: optimiser`
  if (phase === 'backward') return `Gradient${term === undefined ? '' : ` of ${term}`}${place}${step === undefined || isOneStep ? '' : `, step ${step}`}`
  return term === undefined ? network === undefined ? '' : `In ${network}` : `${term}${place}`
}

/** Line comments no longer than is comfortable to read. */
const commentLines = (text: string): string[] => commentText(text).split(' ').reduce<string[]>((lines, word) => {
  const last = lines.at(-1)
  if (last === undefined) return [`// ${word}`]
  return last.length + word.length < 100 ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, `//   ${word}`]
}, [])
