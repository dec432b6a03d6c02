/** Reading Chevrotain's concrete syntax tree, whose pieces may be missing after recovery. */
import type { CstNode, IToken } from 'chevrotain'

/** Sub-trees of one rule or label. */
export const nodes = (node: CstNode | undefined, key: string): CstNode[] => (node?.children[key] ?? []) as CstNode[]

export const node = (parent: CstNode | undefined, key: string): CstNode | undefined => nodes(parent, key)[0]

/** Tokens of one type or label, without those that recovery supplied. */
export const tokens = (parent: CstNode | undefined, key: string): IToken[] =>
  ((parent?.children[key] ?? []) as IToken[]).filter(token => !Number.isNaN(token.startOffset))

export const token = (parent: CstNode | undefined, key: string): IToken | undefined => tokens(parent, key)[0]

/** Where a sub-tree starts; undefined when it holds no token. */
export function startOf(tree: CstNode | undefined): number | undefined {
  const start = tree?.location?.startOffset
  return start === undefined || Number.isNaN(start) ? undefined : start
}

/** Where a sub-tree ends (exclusive); undefined when it holds no token. */
export function endOf(tree: CstNode | undefined): number | undefined {
  const end = tree?.location?.endOffset
  return end === undefined || Number.isNaN(end) ? undefined : end + 1
}
