/** What other files bring: blocks and networks by `import`, trained models by `given`. */
import type { Declaration, Given, Import, Network as NetworkAst, Span, Spec } from '../../grammar/ast.ts'
import type { Model } from '../model/model.ts'
import { adopted, clockIn } from '../model/adopt.ts'
import { lineStarts, positionAt } from '../diagnostics/position.ts'
import { specHash } from '../model/hash.ts'
import { nearest } from '../names/suggest.ts'
import { namesIn, relocated, visitNodes, type SourceFile } from '../names/walk.ts'
import { report } from '../diagnostics/report.ts'
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts'

/** Finds a spec by the path written, relative to the importing file. Null: there is none. */
export type Imports = (path: string) => SourceFile | null

/** What the run of a given was trained with: values of its hypers, and the same of what it was given itself. */
export interface GivenSettings {
  readonly hyper: Readonly<Record<string, number>>
  readonly givens: Readonly<Record<string, GivenSettings>>
}

/** What a spec does not say itself. */
export interface FromOutside {
  /** Hypers set from outside (`--set name=value`). */
  readonly overrides?: Readonly<Record<string, number>>
  /** Finds the specs that `import` and `given` name. */
  readonly imports?: Imports
  /** By name of the given; one that is not there has the values of its spec. */
  readonly givens?: Readonly<Record<string, GivenSettings>>
}

/** Checks another file to a model. `chain`: the paths on the way to it. */
export type CheckFile = (file: SourceFile, outside: FromOutside, chain: readonly string[]) => { readonly model: Model | null; readonly diagnostics: readonly Diagnostic[] }

export interface Brought {
  /** Declarations that imports add, blamed on their import. */
  readonly declarations: readonly Declaration[]
  /** Models of givens, with their names prefixed; null after a mistake. */
  readonly givens: ReadonlyMap<string, Model | null>
  readonly hashes: ReadonlyMap<string, string>
  /** Names that an import would have brought, had its file been there and right, and had them. */
  readonly lost: ReadonlySet<string>
  readonly diagnostics: readonly Diagnostic[]
}

/** Whether a path is followed: only from the own folder downwards, and never by address. */
export const isBelow = (path: string): boolean => path !== '' && !/^[/\\~]|\\|^[a-z]+:|\0/i.test(path) && !path.split('/').includes('..')

export function bring(spec: Spec, { imports, givens: settings = {} }: FromOutside, chain: readonly string[], checkFile: CheckFile): Brought {
  const declarations: Declaration[] = []
  const givens = new Map<string, Model | null>()
  const hashes = new Map<string, string>()
  const lost = new Set<string>()
  const diagnostics: Diagnostic[] = []
  const local = new Set(spec.declarations.flatMap((d) => (d.kind === 'network' ? [d.name.text] : [])))
  for (const node of spec.declarations) {
    if (node.kind !== 'import' && node.kind !== 'given') continue
    if (node.kind === 'given') givens.set(node.name.text, null)
    const found = open(node, imports, chain, diagnostics)
    const slip = found?.file.errors[0]
    if (found !== null && slip !== undefined) diagnostics.push(mistakeIn(node, found.file, slip))
    if (found === null || slip !== undefined) {
      if (node.kind === 'import') for (const name of node.names) lost.add(name.text)
      continue
    }
    if (node.kind === 'import') declarations.push(...imported(spec, node, found.file, local, lost, diagnostics))
    else {
      const outside = { ...settingsFor(found.file.spec, settings[node.name.text]), ...below(imports, node.from.value.replace(/^(\.\/)+/, '')) }
      const { model, diagnostics: inner } = checkFile(found.file, outside, [...chain, found.path])
      const first = inner.find((d) => d.severity === 'error')
      if (first?.code === 'data/import-cycle') {
        diagnostics.push(report('data/import-cycle', { path: found.path }, node.from.span))
        continue
      }
      if (model === null) {
        diagnostics.push(mistakeIn(node, found.file, first ?? { message: 'It has mistakes.', span: { start: 0, end: 0 } }))
        continue
      }
      const given = adopted(model, node.name.text, node.span)
      const clock = clockIn(given)
      if (clock !== null) {
        diagnostics.push(report('data/given-clock', { path: node.from.value, clock }, node.from.span))
        continue
      }
      hashes.set(node.name.text, specHash(model))
      givens.set(node.name.text, given)
    }
  }
  return { declarations, givens, hashes, lost, diagnostics }
}

/** A given keeps the values that it was trained with; what its spec does not declare any more makes another model of it anyway. */
function settingsFor(spec: Spec, settings: GivenSettings | undefined): Pick<FromOutside, 'overrides' | 'givens'> {
  if (settings === undefined) return {}
  const declared = new Set(spec.declarations.flatMap((d) => (d.kind === 'hyper' ? [d.name.text] : [])))
  return { overrides: Object.fromEntries(Object.entries(settings.hyper).filter(([name]) => declared.has(name))), givens: settings.givens }
}

/** The first mistake of another file, told where this one names it. */
function mistakeIn(node: Import | Given, { source }: SourceFile, { message, span }: { readonly message: string; readonly span: Span }): Diagnostic {
  const { line } = positionAt(lineStarts(source), span.start)
  return report(node.kind === 'given' ? 'data/given-errors' : 'data/import-errors', { path: node.from.value, line: String(line), message }, node.from.span)
}

function open(node: Import | Given, imports: Imports | undefined, chain: readonly string[], diagnostics: Diagnostic[]): { readonly file: SourceFile; readonly path: string } | null {
  const path = node.from.value
  const tell = (d: Diagnostic): null => { diagnostics.push(d); return null }
  if (!isBelow(path)) return tell(report('data/import-path', { path }, node.from.span))
  const plain = path.replace(/^(\.\/)+/, '')
  const whole = chain.length === 0 ? plain : joinPath(chain.at(-1)!, plain)
  if (chain.includes(whole) || chain.length > 8) return tell(report('data/import-cycle', { path }, node.from.span))
  const file = imports?.(path) ?? null
  return file === null ? tell(report('data/import-missing', { path }, node.from.span)) : { file, path: whole }
}

const joinPath = (from: string, path: string): string => (from.includes('/') ? `${from.slice(0, from.lastIndexOf('/'))}/${path}` : path)

/** Paths in an imported file are relative to that file. */
const below = (imports: Imports | undefined, path: string): Pick<FromOutside, 'imports'> => {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''
  return imports === undefined ? {} : { imports: (inner) => imports(`./${folder}${inner.replace(/^(\.\/)+/, '')}`) }
}

/** The networks and blocks named, and those of the same file that they use; hypers of that file become numbers. */
function imported(spec: Spec, node: Import, file: SourceFile, local: Set<string>, lost: Set<string>, diagnostics: Diagnostic[]): readonly Declaration[] {
  const theirs = new Map(file.spec.declarations.flatMap((d) => (d.kind === 'network' ? [[d.name.text, d] as const] : [])))
  const numbers = new Map(file.spec.declarations.flatMap((d) => (d.kind === 'hyper' ? [[d.name.text, d.value] as const] : [])))
  const wanted = new Map<string, { readonly network: NetworkAst; readonly span: Span }>()
  const take = (name: string, span: Span, depth: number): void => {
    const network = theirs.get(name)
    if (network === undefined || wanted.has(name) || depth > 50) return
    wanted.set(name, { network, span })
    for (const inner of namesIn(network.body)) if (theirs.has(inner) && !local.has(inner)) take(inner, span, depth + 1)
  }
  // The uses are of the same spelling.
  const everywhere = (written: string, right: string, span: Span): Fix => {
    const edits = [{ span, text: right }]
    visitNodes(spec.declarations, (n) => { if (n.kind === 'name' && n['text'] === written) edits.push({ span: n.span, text: right }) })
    return { title: `Write ${right}`, edits }
  }
  for (const name of node.names) {
    if (name.text !== '' && !theirs.has(name.text)) {
      lost.add(name.text)
      const near = nearest(name.text, theirs.keys())
      diagnostics.push(report('names/import', { name: name.text, path: node.from.value, known: [...theirs.keys()].join(', ') }, name.span, near === null ? {} : { help: `Did you mean ${near}?`, fix: everywhere(name.text, near, name.span) }))
    }
    take(name.text, name.span, 0)
  }
  return [...wanted.values()].map(({ network, span }) => {
    local.add(network.name.text)
    return relocated(substituted(network, numbers, new Set(network.formals.map((f) => f.text)), 0), span)
  })
}

/** Names of their hypers replaced by what they stand for. */
function substituted<T>(root: T, numbers: ReadonlyMap<string, unknown>, hidden: ReadonlySet<string>, depth: number): T {
  if (depth > 2000) return root
  if (Array.isArray(root)) return root.map((item: unknown) => substituted(item, numbers, hidden, depth + 1)) as T
  if (typeof root !== 'object' || root === null) return root
  const node = root as Readonly<Record<string, unknown>>
  if (node['kind'] === 'name' && typeof node['text'] === 'string' && numbers.has(node['text']) && !hidden.has(node['text'])) return numbers.get(node['text']) as T
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, substituted(value, numbers, hidden, depth + 1)])) as T
}
