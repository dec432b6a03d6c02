/** Top-level statements of a text, and which of them the next version of that text has unchanged: those need not be parsed again. */
import type { IToken } from 'chevrotain'
import type { Comment, Declaration, Span } from './ast.ts'
import { documentation } from './doc-comments.ts'
import { End, Start } from './tokens.ts'

/** What a statement was written as. */
export interface Written {
  readonly span: Span
  /** With comments inside. */
  readonly text: string
  /** The `///` lines above it. */
  readonly doc: string
  /** The kinds of its tokens. Equal texts may have others: a bracket that is open far above lets one be read otherwise. */
  readonly kinds: string
}

/** Where the tokens of a statement stand among all, from its `Start` to behind its `End`. */
export interface Found extends Written { readonly from: number; readonly to: number }

export interface Statement extends Written {
  /** None where nothing could be made of it. */
  readonly declarations: readonly Declaration[]
  /** Whether there was nothing to complain of: then the same text always means the same. */
  readonly sound: boolean
}

/** `tokens` as `separate` gives them. */
export function statementsOf(source: string, tokens: readonly IToken[], comments: readonly Comment[]): readonly Found[] {
  const docOf = documentation(source, comments)
  const found: Found[] = []
  let depth = 0
  let from = 0
  let kinds: number[] = []
  for (let i = 0; i < tokens.length; i++) {
    const { tokenType, tokenTypeIdx, image, startOffset: end } = tokens[i]!
    if (tokenType === Start && depth++ === 0) {
      from = i
      kinds = []
    }
    // A bracket that was supplied is another than one that is written.
    kinds.push(image === '' ? -tokenTypeIdx : tokenTypeIdx)
    if (tokenType !== End || --depth > 0) continue
    const start = tokens[from]!.startOffset
    found.push({ span: { start, end }, text: source.slice(start, end), doc: docOf(start), kinds: kinds.join(), from, to: i + 1 })
  }
  return found
}

/** For each statement what it declared before, moved to where it stands now; null where it must be parsed. */
export function unchanged(before: readonly Statement[], now: readonly Written[]): readonly (readonly Declaration[] | null)[] {
  const taken = (a: Statement, b: Written): readonly Declaration[] | null => (a.sound ? moved(a.declarations, b.span.start - a.span.start) : null)
  const result: (readonly Declaration[] | null)[] = now.map(() => null)
  const most = Math.min(before.length, now.length)
  let top = 0
  // An edit seldom touches more than one statement: what is before it, and what is behind it, stays.
  for (; top < most && same(before[top]!, now[top]!); top++) result[top] = taken(before[top]!, now[top]!)
  for (let end = 1; end <= most - top; end++) {
    const [a, b] = [before[before.length - end]!, now[now.length - end]!]
    if (!same(a, b)) break
    result[now.length - end] = taken(a, b)
  }
  return result
}

const same = (a: Written, b: Written): boolean => a.text === b.text && a.doc === b.doc && a.kinds === b.kinds

/** The same tree, further on in the text. */
function moved<T>(tree: T, by: number): T {
  if (by === 0 || typeof tree !== 'object' || tree === null) return tree
  if (Array.isArray(tree)) return tree.map((item: unknown) => moved(item, by)) as T
  const copy = { ...tree } as Record<string, unknown>
  for (const key in copy) {
    const value = copy[key]
    copy[key] = key === 'span' || key === 'opSpan' ? { start: (value as Span).start + by, end: (value as Span).end + by } : moved(value, by)
  }
  return copy as T
}
