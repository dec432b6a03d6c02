/** Alignment of neighbouring one-line statements: what was typed in one column stays in one column. */
import { tokenMatcher, type IToken } from 'chevrotain'
import { Arrow, Assign, Data, Identifier, LeftCurly, LeftParen, Tilde } from './tokens.ts'

/** Characters a text takes in a monospaced font; marks stand above their letter. */
export const width = (text: string): number => [...text.replace(/\p{M}/gu, '')].length

export interface Anchor { readonly token: IToken; readonly kind: string }

/** A statement on one line: where its anchors stand unpadded, and where they were typed, counted from the start of the statement. */
export interface AlignedRow {
  readonly anchors: readonly (Anchor & { readonly natural: number; readonly typed: number })[]
  /** Column at which the statement ends unpadded. */
  readonly width: number
}

/** Tokens that people align: the name after a keyword, `=` or `~`, the first arrow, the brace. */
export function anchorsOf(written: readonly IToken[]): Anchor[] {
  const anchors: Anchor[] = []
  const [first, second] = written
  if (first && second && first.tokenType !== Identifier && (tokenMatcher(second, Identifier) || (first.tokenType === Data && second.tokenType === LeftParen))) {
    anchors.push({ token: second, kind: 'name' })
    const third = written[2]
    if (first.tokenType === Data && third?.tokenType === LeftParen) anchors.push({ token: third, kind: 'fields' })
  }
  let assigned = false
  let depth = 0
  for (const found of written) {
    if (found.image === '(' || found.image === '[') depth++
    else if (found.image === ')' || found.image === ']') depth--
    else if (depth === 0 && !assigned && (found.tokenType === Assign || found.tokenType === Tilde)) {
      anchors.push({ token: found, kind: 'equals' })
      assigned = true
    } else if (depth === 0 && assigned && found.tokenType === Arrow) {
      anchors.push({ token: found, kind: 'arrow' })
      break
    } else if (found.tokenType === LeftCurly) {
      anchors.push({ token: found, kind: 'brace' })
      break
    }
  }
  return anchors
}

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
