/** The server's inlay hints: shapes after layers, parameters of networks, inferred kinds. */
import { StateEffect, StateField, type Extension } from '@codemirror/state'
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view'
import type { InlayHint } from 'vscode-languageserver'
import { ask, lookAgain } from './following.ts'

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
    const element = document.createElement('span')
    element.className = this.apart ? 'cm-hint cm-hint-apart' : 'cm-hint'
    element.textContent = this.text
    return element
  }

  override ignoreEvent(): boolean { return false }
}

const arrived = StateEffect.define<DecorationSet>()

const shown = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (hints, transaction) => transaction.effects.find((effect) => effect.is(arrived))?.value ?? hints.map(transaction.changes),
  provide: (field) => EditorView.decorations.from(field),
})

async function show(view: EditorView): Promise<void> {
  const found = await ask<readonly InlayHint[]>(view, 'textDocument/inlayHint', (textDocument, plugin) =>
    ({ textDocument, range: { start: { line: 0, character: 0 }, end: plugin.toPosition(view.state.doc.length) } }))
  if (found === null) return
  const hints = found.answer.map(({ position, label, paddingLeft }) => {
    const line = found.doc.line(position.line + 1)
    const text = typeof label === 'string' ? label : label.map(({ value }) => value).join('')
    return Decoration.widget({ widget: new Hint(text, paddingLeft === true), side: 1 }).range(Math.min(line.to, line.from + position.character))
  })
  view.dispatch({ effects: arrived.of(Decoration.set(hints, true)) })
}

export const inlayHints: Extension = [shown, lookAgain.of((view) => { void show(view) })]
