/**
 * Builds the nodes of one program. Equal nodes are one node (same op, inputs and attributes), which is how two steps
 * share `G(z)`, how equal applications become one, and common-subexpression elimination all at once.
 */
import type { Attr, Attrs, DType, Feed, Node, Origin, Shape } from './graph.ts'
import { opOf } from '../ops/registry.ts'

/** A node of the program under construction. */
export interface Ref { readonly id: number; readonly shape: Shape; readonly dtype: DType }

export class Builder {
  readonly nodes: Node[] = []
  readonly feeds: Feed[] = []
  /** Stamped on every node made until changed. */
  origin: Origin = { phase: 'forward' }
  private readonly byKey = new Map<string, Node>()

  /** Adds (or finds) a node. Throws `GraphError` when types do not fit. */
  add(op: string, inputs: readonly Ref[], attrs: Attrs = {}): Ref {
    const key = keyOf(op, inputs, attrs)
    const known = this.byKey.get(key)
    if (known) return known
    const { shape, dtype } = opOf(op).infer(inputs, attrs)
    const node: Node = { id: this.nodes.length, op, inputs: inputs.map((r) => r.id), attrs, shape, dtype, origin: this.origin }
    this.nodes.push(node)
    this.byKey.set(key, node)
    return node
  }

  /** A feed and the `input` node that reads it; the same name gives the same node. */
  input(feed: Feed): Ref {
    if (!this.feeds.some((f) => f.name === feed.name)) this.feeds.push(feed)
    return this.add('input', [], { name: feed.name, shape: feed.shape, dtype: feed.dtype })
  }

  /** Runs `body` with `origin` extended by `part`. */
  within<T>(part: Partial<Origin>, body: () => T): T {
    const outer = this.origin
    this.origin = { ...outer, ...part }
    try { return body() } finally { this.origin = outer }
  }
}

/** Nodes with equal keys compute the same: the order of attributes does not matter, the sign of a zero does. */
function keyOf(op: string, inputs: readonly Ref[], attrs: Attrs): string {
  const names = Object.keys(attrs)
  if (names.length > 1) names.sort()
  let key = `${op}(${inputs.map((r) => r.id).join(',')})`
  for (const name of names) key += `;${name}=${JSON.stringify(attrs[name], exactNumber)}`
  return key
}

/** JSON has neither infinities nor a negative zero. */
const exactNumber = (_: string, value: Attr): Attr =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)) ? (Object.is(value, -0) ? '-0' : String(value)) : value
