/**
 * The records of a CSV text, by RFC 4180: cells parted by a delimiter, quoted where they hold one, `""` inside quotes
 * for a quote, line ends LF or CRLF. Blank lines are skipped. Text without quotes takes a fast path, because MNIST as
 * CSV has 47 million cells.
 */
import { DataError } from './error.ts'

export interface CsvRecord {
  readonly cells: readonly string[]
  /** Line of the file on which it begins, from 1. */ readonly line: number
}

/** Comma, semicolon or tab: whichever the first line has most of; comma when it has none. */
export function delimiterOf(text: string): string {
  const end = text.indexOf('\n')
  const first = end < 0 ? text : text.slice(0, end)
  const counts = [',', ';', '\t'].map((mark) => first.split(mark).length)
  const most = Math.max(...counts)
  return [',', ';', '\t'][counts.indexOf(most)]!
}

/** Throws a DataError when a quote is not closed. */
export function* csvRecords(text: string, delimiter: string, file: string): Generator<CsvRecord, void> {
  let line = 0
  for (let at = 0; at < text.length;) {
    line++
    const newline = text.indexOf('\n', at)
    let end = newline < 0 ? text.length : newline
    const content = text.slice(at, text[end - 1] === '\r' && end > at ? end - 1 : end)
    if (!content.includes('"')) {
      if (content.trim() !== '') yield { cells: content.split(delimiter), line }
      at = end + 1
      continue
    }
    const quoted = quotedRecord(text, at, delimiter)
    if (quoted === null)
      throw new DataError(`${file}, line ${line}: a quote is opened and never closed`, {
        file,
        hint: 'close it, or write a quote inside quotes twice',
      })
    yield { cells: quoted.cells, line }
    end = quoted.end
    for (let i = at; i < end - 1; i++) if (text[i] === '\n') line++
    at = end
  }
}

/** One record with quotes, from `at`; `end` is where the next begins. Null when a quote stays open. */
function quotedRecord(text: string, at: number, delimiter: string): { readonly cells: readonly string[]; readonly end: number } | null {
  const cells: string[] = []
  let cell = ''
  let open = false
  let i = at
  for (; i < text.length; i++) {
    const c = text[i]!
    if (open) {
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') {
        cell += '"'
        i++
      } else open = false
    } else if (c === '"' && cell.trim() === '') {
      cell = ''
      open = true
    } else if (c === delimiter) {
      cells.push(cell)
      cell = ''
    } else if (c === '\n') break
    else cell += c
  }
  if (open) return null
  cells.push(cell.endsWith('\r') ? cell.slice(0, -1) : cell)
  return { cells, end: i + 1 }
}
