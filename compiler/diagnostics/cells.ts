/** How text lies on a terminal: one cell for most characters, two for wide ones, none for combining marks. */

/** What is shown of a piece of a line: a grapheme (or what stands for it) and where it came from. */
export interface Cell {
  /** UTF-16 offset in the line. */
  readonly at: number
  readonly shown: string
  readonly width: number
}

const tabWidth = 4

const wide = new RegExp(
  '[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua000-\\ua4cf\\ua960-\\ua97f\\uac00-\\ud7a3' +
  '\\uf900-\\ufaff\\ufe10-\\ufe19\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3fffd}]|\\p{Emoji_Presentation}|\\ufe0f', 'u')

/** Characters that would move the cursor, hide text or change its direction. */
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Text that a terminal shows as it is: controls and direction marks become `\ufffd`. Line breaks and tabs stay. */
export const harmless = (text: string): string => text.replace(unsafe, '\ufffd')

/** The cells of one line. Tabs are filled with blanks to the next multiple of four columns. */
export function cells(line: string): Cell[] {
  const result: Cell[] = []
  let column = 0
  const push = (at: number, text: string): void => {
    const cell = text === '\t' ? blank(tabWidth - (column % tabWidth)) : { shown: harmless(text), width: widthOf(text) }
    result.push({ at, ...cell })
    column += cell.width
  }
  if (isPlain(line)) for (let i = 0; i < line.length; i++) push(i, line[i]!)
  else for (const { index, segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line)) push(index, segment)
  return result
}

/** Cells that a text takes up. */
export const textWidth = (text: string): number => cells(text).reduce((sum, cell) => sum + cell.width, 0)

const blank = (width: number): { shown: string; width: number } => ({ shown: ' '.repeat(width), width })
const isPlain = (line: string): boolean => /^[\t\x20-\x7e]*$/.test(line)
const widthOf = (grapheme: string): number => (/^\p{M}+$/u.test(grapheme) ? 0 : wide.test(grapheme) ? 2 : 1)
