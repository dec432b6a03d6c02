/** Follows what is typed: a moment after a change the server gets it, and whoever shows what the server knows is asked to look again. */
import { Facet, StateEffect, StateField, type Extension, type Text } from '@codemirror/state'
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view'
import { LSPPlugin } from '@codemirror/lsp-client'

/** Milliseconds without a change. */
const REST = 60

/** Called when the server has the text of the editor. */
const lookAgain = Facet.define<(view: EditorView) => void>()

export const following: Extension = ViewPlugin.fromClass(class {
  #waiting: ReturnType<typeof setTimeout> | undefined

  constructor(view: EditorView) {
    // The view is not whole before its plugins are.
    queueMicrotask(() => { void LSPPlugin.get(view)?.client.initializing.then(() => this.#tell(view)) })
  }

  update({ docChanged, view }: ViewUpdate): void {
    if (!docChanged) return
    clearTimeout(this.#waiting)
    this.#waiting = setTimeout(() => this.#tell(view), REST)
  }

  destroy(): void { clearTimeout(this.#waiting) }

  #tell(view: EditorView): void {
    LSPPlugin.get(view)?.client.sync()
    for (const look of view.state.facet(lookAgain)) look(view)
  }
})

/** Decorations by what the server says: `look` asks, and gives null where those that are there stay. Between two answers they move with the text. */
export function decorated(look: (view: EditorView) => Promise<DecorationSet | null>): Extension {
  const arrived = StateEffect.define<DecorationSet>()
  const shown = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update: (decorations, transaction) => transaction.effects.find((effect) => effect.is(arrived))?.value ?? decorations.map(transaction.changes),
    provide: (field) => EditorView.decorations.from(field),
  })
  const show = async (view: EditorView): Promise<void> => {
    const decorations = await look(view)
    if (decorations !== null) view.dispatch({ effects: arrived.of(decorations) })
  }
  return [shown, lookAgain.of((view) => { void show(view) })]
}

/** Asks the server something about a whole document. Null when the text changed meanwhile, and for what the server does not answer. */
export async function ask<R>(view: EditorView, method: string, params: (document: { readonly uri: string }, plugin: LSPPlugin) => object): Promise<{ readonly answer: R; readonly doc: Text } | null> {
  const plugin = LSPPlugin.get(view)
  if (plugin === null) return null
  const { doc } = view.state
  try {
    const answer = await plugin.client.request<object, R | null>(method, params({ uri: plugin.uri }, plugin))
    return answer === null || view.state.doc !== doc ? null : { answer, doc }
  } catch (error) {
    // Cancelled for a newer one, or not in time: the next change asks again.
    console.debug(method, error)
    return null
  }
}
