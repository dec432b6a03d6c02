/** What a heap snapshot of V8 holds, by who made it: values of the program, or the engine's own code and descriptions of them. */

interface Snapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly [readonly string[], ...unknown[]] } }
  /** Fields of all nodes, one node behind another. */
  readonly nodes: readonly number[]
}

/** Types of nodes that JavaScript makes. The others are machine code with what it was compiled from and for, hidden classes, and what the engine keeps beside. */
const VALUES: ReadonlySet<string> = new Set(['array', 'string', 'object', 'closure', 'regexp', 'number', 'concatenated string', 'sliced string', 'symbol', 'bigint'])

/** Bytes of a program's own values in a snapshot as `v8.writeHeapSnapshot` writes it. */
export function valuesIn(json: string): number {
  const { snapshot: { meta }, nodes } = JSON.parse(json) as Snapshot
  const [type, size] = [meta.node_fields.indexOf('type'), meta.node_fields.indexOf('self_size')]
  let bytes = 0
  for (let i = 0; i < nodes.length; i += meta.node_fields.length) if (VALUES.has(meta.node_types[0][nodes[i + type]!]!)) bytes += nodes[i + size]!
  return bytes
}
