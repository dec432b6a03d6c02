/** The server's inlay hints: shapes after layers, parameters of networks, inferred kinds. */
import type { Extension } from '@codemirror/state'
import { Decoration, WidgetType } from '@codemirror/view'
import type { InlayHint } from 'vscode-languageserver'
import { made } from './element.ts'
import { ask, decorated } from './following.ts'

class Hint extends WidgetType {
  readonly text: string
  readonly apart: boolean

  constructor(text: string, apart: boolean) {
    super()
    this.text = text
    this.apart = apart
  }

  override eq(other: Hint): boolean { return other.text === this.text && other.apart === this.apart }

  override toDOM(): HTMLElement {
    return made('span', this.apart ? 'cm-hint cm-hint-apart' : 'cm-hint', this.text)
  }

  override ignoreEvent(): boolean { return false }
}

export const inlayHints: Extension = decorated(async (view) => {
  const found = await ask<readonly InlayHint[]>(view, 'textDocument/inlayHint', (textDocument, plugin) =>
    ({ textDocument, range: { start: { line: 0, character: 0 }, end: plugin.toPosition(view.state.doc.length) } }))
  if (found === null) return null
  const hints = found.answer.map(({ position, label, paddingLeft }) => {
    const line = found.doc.line(position.line + 1)
    const text = typeof label === 'string' ? label : label.map(({ value }) => value).join('')
    return Decoration.widget({ widget: new Hint(text, paddingLeft === true), side: 1 }).range(Math.min(line.to, line.from + position.character))
  })
  return Decoration.set(hints, true)
})
