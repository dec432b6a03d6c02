/** HTML as values: text is escaped where it is put in, so that a spec cannot write markup into a page. */

/** Finished markup. */
export interface Html { readonly markup: string }

type Part = Html | string | number | null | readonly Part[]

/** A template whose strings are markup and whose values are text, markup or lists of either. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({ markup: strings.reduce((out, text, i) => out + text + (i < parts.length ? render(parts[i]!) : ''), '') })

/** Markup made elsewhere: a formula, a picture. */
export const raw = (markup: string): Html => ({ markup })

function render(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part))
  return 'markup' in part ? part.markup : part.map(render).join('')
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
