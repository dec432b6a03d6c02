/** Walks and rewrites the syntax tree without knowing its kinds: every object with a `span` is a node. */
import type { Span, Spec } from '../../grammar/ast.ts'
import type { SyntaxProblem } from '../../grammar/problem.ts'

interface Node { readonly span: Span; readonly kind?: string }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'span' in value

/** Calls `visit` on every node below and including `root`, parents first. */
export function visitNodes(root: unknown, visit: (node: Readonly<Record<string, unknown>> & Node) => void): void {
  if (Array.isArray(root)) {
    for (const item of root) visitNodes(item, visit)
    return
  }
  if (typeof root !== 'object' || root === null) return
  if (isNode(root)) visit(root as unknown as Readonly<Record<string, unknown>> & Node)
  for (const key in root) if (key !== 'span' && key !== 'opSpan') visitNodes((root as Readonly<Record<string, unknown>>)[key], visit)
}

/** Names read anywhere below: name expressions, and what is on either side of a bar. */
export function namesIn(root: unknown): ReadonlySet<string> {
  const names = new Set<string>()
  visitNodes(root, (node) => { if (node.kind === 'name' && typeof node['text'] === 'string') names.add(node['text']) })
  return names
}

/** The same tree with every span replaced: what comes from another file is blamed on the line that brought it in. */
export function relocated<T>(root: T, span: Span): T {
  if (Array.isArray(root)) return root.map((item: unknown) => relocated(item, span)) as T
  if (typeof root !== 'object' || root === null) return root
  const copy: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(root)) copy[key] = key === 'span' || key === 'opSpan' ? span : relocated(value, span)
  return copy as T
}

/** A spec and its text, as an import brings it, and what its syntax lacks. */
export interface SourceFile { readonly spec: Spec; readonly source: string; readonly errors: readonly SyntaxProblem[] }
