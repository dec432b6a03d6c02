/** The server's code lenses, in a line of their own above that which they are of: what the page can do as buttons, sizes of networks as text. */
import type { Extension, Text } from '@codemirror/state'
import { Decoration, WidgetType, type EditorView } from '@codemirror/view'
import type { CodeLens } from 'vscode-languageserver'
import { made } from './element.ts'
import { ask, decorated } from './following.ts'

interface Lens { readonly title: string; readonly press: (() => void) | null }

class Lenses extends WidgetType {
  readonly lenses: readonly Lens[]
  readonly indent: number

  constructor(lenses: readonly Lens[], indent: number) {
    super()
    this.lenses = lenses
    this.indent = indent
  }

  override eq({ lenses, indent }: Lenses): boolean {
    return indent === this.indent && lenses.length === this.lenses.length && lenses.every(({ title, press }, i) => title === this.lenses[i]!.title && press === this.lenses[i]!.press)
  }

  override get estimatedHeight(): number { return 20 }

  override toDOM(view: EditorView): HTMLElement {
    const line = made('div', 'cm-lenses')
    line.style.setProperty('--indent', `${this.indent}ch`)
    // Whoever points at it does not ask about the word below.
    line.addEventListener('mouseenter', () => view.dom.dispatchEvent(new MouseEvent('mouseleave')))
    line.addEventListener('mousemove', (event) => event.stopPropagation())
    for (const { title, press } of this.lenses) {
      if (press === null) line.append(made('span', '', title))
      else {
        const button = made('button', '', title)
        button.type = 'button'
        button.addEventListener('click', press)
        line.append(button)
      }
    }
    return line
  }
}

/** `commands`: what the page can do, by the protocol's names; lenses of others are not shown. */
export const codeLenses = (commands: Readonly<Record<string, () => void>>): Extension => decorated(async (view) => {
  const found = await ask<readonly CodeLens[]>(view, 'textDocument/codeLens', (textDocument) => ({ textDocument }))
  // Beside a mistake the server offers no command and knows fewer sizes. What is there stays: the text does not jump while somebody writes.
  if (found === null || !found.answer.some(({ command }) => command?.command)) return null
  const byLine = new Map<number, Lens[]>()
  for (const { range, command } of found.answer) {
    const press = command?.command ? commands[command.command] : null
    if (command !== undefined && press !== undefined) byLine.set(range.start.line, [...byLine.get(range.start.line) ?? [], { title: command.title, press }])
  }
  return Decoration.set([...byLine].map(([line, lenses]) => above(found.doc, line + 1, lenses)), true)
})

function above(doc: Text, number: number, lenses: readonly Lens[]) {
  const { from, text } = doc.line(number)
  return Decoration.widget({ widget: new Lenses(lenses, text.search(/\S|$/)), block: true, side: -1 }).range(from)
}
