/** Ctrl-.: what the server can do with the selection, fixes and refactorings, as a menu below the cursor. */
import { StateEffect, StateField, type Extension } from '@codemirror/state'
import { keymap, showTooltip, type EditorView, type Tooltip } from '@codemirror/view'
import { LSPPlugin } from '@codemirror/lsp-client'
import type { CodeAction } from 'vscode-languageserver'
import { applyEdit } from './edits.ts'
import { made } from './element.ts'
import { ask } from './following.ts'

const opened = StateEffect.define<Tooltip | null>()

const menu = StateField.define<Tooltip | null>({
  create: () => null,
  update: (tooltip, transaction) => {
    const effect = transaction.effects.find((one) => one.is(opened))
    return effect !== undefined ? effect.value : transaction.docChanged || transaction.selection !== undefined ? null : tooltip
  },
  provide: (field) => showTooltip.from(field),
})

export const codeActions: Extension = [menu, keymap.of([{ key: 'Mod-.', run: (view) => { void open(view); return true } }])]

async function open(view: EditorView): Promise<void> {
  const { from, to, head } = view.state.selection.main
  LSPPlugin.get(view)?.client.sync()
  const found = await ask<readonly CodeAction[]>(view, 'textDocument/codeAction', (textDocument, plugin) =>
    ({ textDocument, range: { start: plugin.toPosition(from), end: plugin.toPosition(to) }, context: { diagnostics: [] } }))
  if (found === null) return
  view.dispatch({ effects: opened.of({ pos: head, above: false, create: () => ({ dom: list(view, found.answer), mount() { view.dom.querySelector<HTMLElement>('.cm-actions button')?.focus() } }) }) })
}

function list(view: EditorView, actions: readonly CodeAction[]): HTMLElement {
  const element = made('div', 'cm-actions')
  element.role = 'menu'
  const close = (): void => {
    view.dispatch({ effects: opened.of(null) })
    view.focus()
  }
  if (actions.length === 0) element.append(made('p', '', 'There is nothing to be changed here by itself.'))
  for (const { title, edit } of actions) {
    const item = made('button', '', title)
    item.type = 'button'
    item.role = 'menuitem'
    item.addEventListener('click', () => {
      const client = LSPPlugin.get(view)?.client
      close()
      if (client !== undefined && edit !== undefined) applyEdit(client, edit, 'input.action')
    })
    element.append(item)
  }
  element.addEventListener('keydown', (event) => {
    const items = [...element.querySelectorAll('button')]
    const at = items.findIndex((item) => item === document.activeElement)
    if (event.key === 'Escape') close()
    else if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus()
    else if (event.key === 'ArrowUp') items[(at - 1 + items.length) % items.length]?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  return element
}
