/** Lines and columns of offsets. Both count from 1; columns count UTF-16 units, as editors do. */
export interface Source {
  /** As the user named it; `<stdin>` for standard input. */
  readonly name: string
  readonly text: string
}

export interface Position { readonly line: number; readonly column: number }

/** Offsets at which lines start. `\n`, `\r\n` and a lone `\r` end a line. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1)
  }
  return starts
}

/** Offsets beyond the text are taken as its end. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - starts[low]! + 1 }
}

/** The text of a line (from 1) without its line break. */
export function lineText(text: string, starts: readonly number[], line: number): string {
  const end = starts[line] ?? text.length
  return text.slice(starts[line - 1] ?? text.length, end).replace(/[\r\n]+$/, '')
}
