/** Which token each comment is printed with, and where the source has blank lines. */
import type { IToken } from 'chevrotain'
import type { Comment } from './ast.ts'

export interface Trivia {
  /** Comments on lines of their own above the token. */
  leading(token: IToken): readonly Comment[]
  /** Comments after the token on its line. */
  trailing(token: IToken): readonly Comment[]
  /** Comments on lines of their own after the last token. */
  readonly atEnd: readonly Comment[]
  /** True when the source has an empty line between two offsets. */
  blankLine(from: number, to: number): boolean
  /** True when two offsets are on one line of the source. */
  sameLine(from: number, to: number): boolean
}

/** `tokens` are the written ones, in the order of the source. */
export function trivia(source: string, tokens: readonly IToken[], comments: readonly Comment[]): Trivia {
  const leading = new Map<IToken, Comment[]>()
  const trailing = new Map<IToken, Comment[]>()
  const atEnd: Comment[] = []
  let next = 0
  for (const comment of comments) {
    while (next < tokens.length && tokens[next]!.startOffset < comment.span.start) next++
    const before = tokens[next - 1]
    const after = tokens[next]
    if (!comment.ownLine && before) add(trailing, before, comment)
    else if (after) add(leading, after, comment)
    else atEnd.push(comment)
  }
  return {
    leading: token => leading.get(token) ?? [],
    trailing: token => trailing.get(token) ?? [],
    atEnd,
    blankLine: (from, to) => source.slice(from, to).split(lineBreak).length > 2,
    sameLine: (from, to) => !lineBreak.test(source.slice(from, to)),
  }
}

const lineBreak = /\r\n|[\r\n\u2028\u2029\u0085]/

function add(map: Map<IToken, Comment[]>, token: IToken, comment: Comment): void {
  const list = map.get(token)
  if (list) list.push(comment)
  else map.set(token, [comment])
}
