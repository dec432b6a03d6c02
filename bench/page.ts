/** Pages with a part that a command writes. */

/** The page with what stands between two lines of it replaced. Throws where the page has no such lines. */
export function intoPage(page: string, { begin, end }: { readonly begin: string; readonly end: string }, markdown: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`the page has no ${begin} … ${end}`)
  return `${page.slice(0, from)}${begin}\n\n${markdown}\n${page.slice(to)}`
}
