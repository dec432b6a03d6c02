/** Alignment of neighbouring one-line statements: what was typed in one column stays in one column. */
import type { IToken } from 'chevrotain'
import type { AlignedRow } from './print-statements.ts'

export interface Padding { readonly token: IToken; readonly pad: number }

/**
 * Spaces to put before tokens. Neighbours whose anchors of one kind were typed in the same column form a group; all of it
 * goes to the column of the longest. A group that would not fit is not padded, nor is what is typed out of line: so the
 * result, read again, is its own alignment. `rows[i]` is null for statements of several lines; `adjacent[i]` says that
 * statement i stands on the line below statement i − 1.
 */
export function align(rows: readonly (AlignedRow | null)[], adjacent: readonly boolean[], printWidth: number): Padding[] {
  const paddings: Padding[] = []
  let from = 0
  for (let i = 1; i <= rows.length; i++) {
    if (i < rows.length && rows[i] && rows[i - 1] && adjacent[i]) continue
    paddings.push(...alignRun(rows.slice(from, i).flatMap(row => row ? [row] : []), printWidth))
    from = i
  }
  return paddings
}

const kinds = ['name', 'fields', 'equals', 'brace', 'arrow']

function alignRun(rows: readonly AlignedRow[], printWidth: number): Padding[] {
  const paddings: Padding[] = []
  /** Spaces inserted so far on each line. */
  const shift = rows.map(() => 0)
  for (const kind of kinds) {
    const cells = rows.map(row => row.anchors.find(anchor => anchor.kind === kind))
    let from = 0
    for (let i = 1; i <= rows.length; i++) {
      if (i < rows.length && cells[i] && cells[i]!.typed === cells[i - 1]?.typed) continue
      const group = cells.slice(from, i)
      const target = Math.max(...group.map((cell, k) => cell ? cell.natural + shift[from + k]! : 0))
      group.forEach((cell, k) => {
        const pad = cell ? target - cell.natural - shift[from + k]! : 0
        if (!cell || pad === 0) return
        paddings.push({ token: cell.token, pad })
        shift[from + k]! += pad
      })
      from = i
    }
  }
  return rows.every((row, i) => row.width + shift[i]! <= printWidth) ? paddings : []
}
