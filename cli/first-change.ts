/** Where two versions of a spec part. */

/** The first line that differs, comments and indentation aside; from 1. */
export function firstChange(before: string, now: string): { readonly line: number; readonly text: string } | null {
  const meaning = (text: string): string => text.replace(/\/\/.*$/, '').trim()
  const old = before.split('\n').map(meaning)
  const fresh = now.split('\n').map(meaning)
  const line = fresh.findIndex((text, i) => text !== (old[i] ?? ''))
  return line < 0 ? null : { line: line + 1, text: fresh[line] === '' ? `"${old[line]}" is gone` : `"${fresh[line]}"` }
}
