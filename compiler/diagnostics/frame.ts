/** A piece of source with marks under it, as lines of text. Knows nothing of severities or files. */
import type { Span } from '../../grammar/ast.ts'
import { cells, harmless, type Cell } from './cells.ts'
import { lineText, positionAt } from './position.ts'

export interface Mark {
  readonly span: Span
  /** Written beside the underline; empty for none. */
  readonly label: string
  readonly primary: boolean
}

/** How marks are coloured; identity functions without colour. */
export interface Paint { readonly gutter: (s: string) => string; readonly primary: (s: string) => string; readonly secondary: (s: string) => string }

/** A mark on one line: cells from `from` up to `to`. */
interface Placed { readonly from: number; readonly to: number; readonly label: string; readonly primary: boolean }

interface Window { readonly shown: string; readonly marks: readonly Placed[] }

/**
 * Source lines with their marks, in order, with `...` for lines left out between them.
 * `width` is how many columns a source line may take; longer ones are cut around their marks.
 */
export function frame(text: string, starts: readonly number[], marks: readonly Mark[], gutter: number, width: number, paint: Paint): string[] {
  const byLine = new Map<number, Mark[]>()
  for (const mark of marks) {
    const { line } = positionAt(starts, mark.span.start)
    byLine.set(line, [...(byLine.get(line) ?? []), mark])
  }
  const bar = (label: string): string => paint.gutter(`${label.padStart(gutter)} |`)
  const result: string[] = []
  let previous: number | undefined
  for (const line of [...byLine.keys()].sort((a, b) => a - b)) {
    if (previous !== undefined && line > previous + 1) result.push(paint.gutter('...'))
    const content = lineText(text, starts, line)
    for (const window of windows(content, starts[line - 1]!, byLine.get(line)!, starts, width)) {
      result.push(`${bar(String(line))} ${window.shown}`.trimEnd())
      for (const row of underlines(window.marks, paint)) result.push(`${bar('')} ${row}`.trimEnd())
    }
    previous = line
  }
  return result
}

/** Cuts a line into as few stretches as hold all of its marks. */
function windows(content: string, lineStart: number, marks: readonly Mark[], starts: readonly number[], width: number): Window[] {
  const groups: Mark[][] = []
  // A line that fits is one stretch. Counting UTF-16 units is near enough to decide that.
  const reach = content.length <= width ? Infinity : Math.floor(width / 2)
  for (const mark of [...marks].sort((a, b) => a.span.start - b.span.start)) {
    const group = groups.at(-1)
    if (group && mark.span.start - group[0]!.span.start < reach) group.push(mark)
    else groups.push([mark])
  }
  return groups.map(group => cut(content, lineStart, group, starts, width))
}

function cut(content: string, lineStart: number, marks: readonly Mark[], starts: readonly number[], width: number): Window {
  const first = marks[0]!.span.start - lineStart
  // Only the neighbourhood of the marks is measured, so that a line of a megabyte costs nothing.
  const from = content.length <= width ? 0 : Math.max(0, Math.min(first - Math.floor(width / 4), content.length - width + 1))
  const safe = from > 0 && isLowSurrogate(content, from) ? from - 1 : from
  const all = cells(content.slice(safe, safe + 2 * width))
  const before = safe > 0 ? '…' : ''
  const kept: Cell[] = []
  let used = before.length
  for (const cell of all) {
    if (used + cell.width > width - 1 && safe + cell.at + 1 < content.length) break
    kept.push(cell)
    used += cell.width
  }
  const end = kept.length < all.length || safe + 2 * width < content.length
  const placed = marks.map((mark): Placed => {
    const start = mark.span.start - lineStart - safe
    const oneLine = positionAt(starts, Math.max(mark.span.start, mark.span.end - 1)).line === positionAt(starts, mark.span.start).line
    const stop = (oneLine ? mark.span.end - lineStart : content.trimEnd().length) - safe
    const left = before.length + columnOf(kept, start)
    const right = Math.max(left + 1, before.length + columnOf(kept, stop))
    const more = oneLine ? '' : `(to line ${positionAt(starts, mark.span.end - 1).line})`
    return { from: left, to: right, label: [mark.label, more].filter(Boolean).join(' '), primary: mark.primary }
  })
  return { shown: before + kept.map(cell => cell.shown).join('') + (end ? '…' : ''), marks: placed }
}

/** Cells before the UTF-16 offset. An offset inside a grapheme counts as its end. */
function columnOf(line: readonly Cell[], offset: number): number {
  let column = 0
  for (const cell of line) {
    if (cell.at >= offset) return column
    column += cell.width
  }
  return column
}

/** The row of underlines, the rightmost label beside it, the other labels hung below. */
function underlines(marks: readonly Placed[], paint: Paint): string[] {
  const end = Math.max(...marks.map(mark => mark.to))
  const row: { text: string; primary: boolean }[] = Array.from({ length: end }, () => ({ text: ' ', primary: false }))
  for (const mark of [...marks].sort((a, b) => Number(a.primary) - Number(b.primary))) {
    for (let i = mark.from; i < mark.to; i++) row[i] = { text: mark.primary ? '^' : '-', primary: mark.primary }
  }
  const color = (text: string, primary: boolean): string => (text.trim() === '' ? text : primary ? paint.primary(text) : paint.secondary(text))
  const labelled = marks.filter(mark => mark.label !== '').sort((a, b) => a.from - b.from)
  const beside = labelled.at(-1)
  const fits = beside !== undefined && marks.every(mark => mark === beside || mark.to <= beside.from || (mark.from >= beside.from && mark.to <= beside.to))
  const first = runs(row).map(run => color(run.text, run.primary)).join('') + (fits ? ` ${color(harmless(beside.label), beside.primary)}` : '')
  const hung = fits ? labelled.slice(0, -1) : labelled
  const rows = [first]
  for (let i = hung.length - 1; i >= 0; i--) {
    const mark = hung[i]!
    let line = ''
    let column = 0
    for (const other of hung.slice(0, i)) {
      if (other.from < column || other.from >= mark.from) continue
      line += ' '.repeat(other.from - column) + color('|', other.primary)
      column = other.from + 1
    }
    rows.push(`${line}${' '.repeat(Math.max(0, mark.from - column))}${color(harmless(mark.label), mark.primary)}`)
  }
  return rows
}

function runs(row: readonly { readonly text: string; readonly primary: boolean }[]): { text: string; primary: boolean }[] {
  const result: { text: string; primary: boolean }[] = []
  for (const cell of row) {
    const last = result.at(-1)
    if (last && last.primary === cell.primary && (last.text.trim() === '') === (cell.text === ' ')) last.text += cell.text
    else result.push({ ...cell })
  }
  return result
}

const isLowSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00
