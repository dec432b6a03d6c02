/** Which `///` lines document which declaration. */
import type { Comment } from './ast.ts'

/** A function from the start of a declaration to the text of the `///` lines above it, without slashes. */
export function documentation(source: string, comments: readonly Comment[]): (start: number) => string {
  return start => {
    const lines: string[] = []
    let below = start
    for (let i = lastBefore(comments, start); i >= 0; i--) {
      const comment = comments[i]!
      const gap = source.slice(comment.span.end, below)
      if (!comment.ownLine || gap.trim() !== '') break
      if (lines.length > 0 && (!comment.doc || /\n[^\S\n]*\n|\r[^\S\r\n]*\r/.test(gap.replace(/\r\n/g, '\n')))) break
      if (comment.doc) lines.unshift(comment.text.slice(3).replace(/^ /, '').trimEnd())
      below = comment.span.start
    }
    return lines.join('\n')
  }
}

/** Index of the last comment that ends at or before `offset`, or -1. */
function lastBefore(comments: readonly Comment[], offset: number): number {
  let low = 0
  let high = comments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (comments[middle]!.span.end <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}
