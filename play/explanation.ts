/** What the code of a message means, over the page: its rule, why, a wrong and a right example. What `genc explain` prints. */
import type { LSPPlugin } from '@codemirror/lsp-client'
import { lookUp } from '../compiler/diagnostics/registry.ts'
import type { Example } from '../compiler/diagnostics/row.ts'
import { highlight } from '../runtime/report/highlight.ts'
import { made } from './element.ts'

/** Shows it until Escape or Close. */
export function explain(code: string, plugin: LSPPlugin): void {
  const row = lookUp(code)
  if (row === undefined) return
  const dialog = made('dialog', 'explanation')
  dialog.ariaLabel = row.title
  dialog.setAttribute('closedby', 'any')
  const close = made('button', 'close', 'Close')
  close.type = 'button'
  close.addEventListener('click', () => dialog.close())
  const why = made('div')
  why.innerHTML = plugin.docToHTML(row.explain, 'markdown')
  dialog.append(close, made('h2', '', row.title), made('p', 'code', `${code} · ${row.severity}`), why, made('h3', 'wrong', 'Wrong'), written(row.wrong), made('h3', 'right', 'Right'), written(row.right))
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

function written(example: Example): HTMLElement {
  if (typeof example !== 'string') return made('pre', 'spec', example.shown)
  const element = made('div')
  // Escaped where it is put in.
  element.innerHTML = highlight(example.trimEnd()).markup
  return element
}
