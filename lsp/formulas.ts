/** How a hover shows formulas: as a picture where the client wants one and the host can typeset, in Unicode otherwise. */
import { unicodeOf } from '../compiler/model/unicode.ts'
import type { FormulaImage } from './formula-image.ts'

/** LaTeX as Markdown. */
export type Show = (latex: string) => string
/** Typesets in a colour of CSS. */
export type Draw = (latex: string, color: string) => FormulaImage

/** Readable on white and on black: a picture knows nothing of the page that it is on. */
const GREY = '#808080'
/** Longest picture, in characters: clients cut Markdown off not far above. */
const LONGEST = 90_000

/**
 * The answer to what may show formulas. What typesets is loaded when the first formula comes up; without it the answer is there
 * at once.
 */
export function withFormulas<T>(ask: (show: Show) => T, pictures: (() => Promise<Show>) | undefined): T | Promise<T> {
  let seen = false
  const answer = ask((latex) => { seen = true; return unicodeOf(latex) })
  return seen && pictures !== undefined ? pictures().then(ask) : answer
}

/** What a client asked for as `formulas`: `"svg"`, or `{ "format": "svg", "color": "#cccccc" }` with the colour of its text. */
export function picturesFrom(given: unknown, typesetter: (() => Promise<Draw>) | undefined): (() => Promise<Show>) | undefined {
  const { format, color } = (typeof given === 'object' && given !== null ? given : { format: given }) as { readonly format?: unknown; readonly color?: unknown }
  if (format !== 'svg' || typesetter === undefined) return undefined
  const inColor = typeof color === 'string' && /^#[0-9a-f]{3,8}$/i.test(color) ? color : GREY
  return async () => {
    const draw = await typesetter()
    return (latex) => picture(draw, latex, inColor)
  }
}

/** With the Unicode text for who cannot see it. */
function picture(draw: Draw, latex: string, color: string): string {
  const text = unicodeOf(latex)
  let svg: string
  try { svg = draw(latex, color).svg } catch { return text }
  const uri = `data:image/svg+xml;base64,${btoa(String.fromCharCode(...new TextEncoder().encode(svg)))}`
  return uri.length > LONGEST ? text : `![${text.replace(/[\\[\]!*_`|<>&]/g, '\\$&')}](${uri})`
}
