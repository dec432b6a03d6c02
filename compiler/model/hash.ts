/**
 * The hash of a normalised spec: which model an artefact belongs to. Comments, layout, documentation and the names of
 * locals and formals do not enter; names that the outside sees (data fields, networks, layers, terms) do.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Model } from './model.ts'

/** The first half of the SHA-256: 32 hexadecimal digits. */
export const specHash = (model: Model): string => bytesToHex(sha256(utf8ToBytes(JSON.stringify(normalised(model))))).slice(0, 32)

/** Keys that say where or how something was written, not what it is. `source` tells whether a hyper was set from outside. */
const LEFT_OUT: ReadonlySet<string> = new Set(['span', 'doc', 'label', 'source', 'figures'])

/**
 * The model without layout, with formals and locals of bodies numbered in the order they appear. A given is the model that
 * it is, with the values that it was trained with, wherever its file lies; which weights it has is no matter of the spec.
 */
export function normalised(model: Model): unknown {
  return clean({ ...model, givens: model.givens.map(({ name, specHash }) => ({ name, specHash })) }, new Map())
}

type Renaming = ReadonlyMap<string, string>

function clean(value: unknown, names: Renaming): unknown {
  if (Array.isArray(value)) return value.map((item) => clean(item, names))
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (typeof value !== 'object' || value === null) return value
  const node = value as Readonly<Record<string, unknown>>
  if (node['kind'] === 'variable' && typeof node['name'] === 'string' && names.has(node['name'])) return { ...entries(node, names), name: names.get(node['name']) }
  if (isNetwork(node)) return network(node, names)
  if (node['kind'] === 'block') return block(node, names)
  return entries(node, names)
}

/** The name that a constant came from (`latent`, `pi`) is how it was written; the hyper's value is listed anyway. */
const entries = (node: Readonly<Record<string, unknown>>, names: Renaming): Record<string, unknown> =>
  Object.fromEntries(Object.entries(node)
    // The type of an expression follows from what it is made of.
    .filter(([key]) => !LEFT_OUT.has(key) && !(key === 'type' && 'kind' in node) && !(key === 'name' && (node['kind'] === 'constant' || 'size' in node)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, clean(inner, names)]))

interface Named { readonly name: string }

const isNetwork = (node: Readonly<Record<string, unknown>>): boolean => 'formals' in node && 'body' in node

const numbered = (items: readonly Named[], letter: string, names: Renaming): Map<string, string> =>
  new Map([...names, ...items.map((item, i) => [item.name, `${letter}${i}`] as const)])

function network(node: Readonly<Record<string, unknown>>, names: Renaming): unknown {
  const formals = node['formals'] as readonly Named[]
  const body = node['body'] as { readonly locals: readonly Named[] }
  const inner = numbered(body.locals, 'local', numbered(formals, 'formal', names))
  return { ...entries({ ...node, formals: [], body: [] }, names), formals: formals.map((f) => rename(f, inner)), body: bodyOf(body, inner) }
}

function block(node: Readonly<Record<string, unknown>>, names: Renaming): unknown {
  const bindings = node['bindings'] as readonly (Named & { readonly value: unknown })[]
  const body = node['body'] as { readonly locals: readonly Named[] }
  const inner = numbered(body.locals, 'local', numbered(bindings, 'formal', names))
  return { ...entries({ ...node, bindings: [], body: [] }, names), bindings: bindings.map((b) => ({ name: inner.get(b.name), value: clean(b.value, names) })), body: bodyOf(body, inner) }
}

const rename = (item: Named, names: Renaming): unknown => ({ ...entries(item as unknown as Readonly<Record<string, unknown>>, names), name: names.get(item.name) })

function bodyOf(body: { readonly locals: readonly Named[] }, names: Renaming): unknown {
  const { results } = body as unknown as { readonly results: unknown }
  return { locals: body.locals.map((local) => rename(local, names)), results: clean(results, names) }
}
