/** Colours by meaning: the server's semantic tokens as classes `gen-keyword`, `gen-function`, … and `gen-declaration`, … */
import { StateEffect, StateField, type Extension, type Range } from '@codemirror/state'
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view'
import { LSPPlugin } from '@codemirror/lsp-client'
import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver'
import { ask, lookAgain } from './following.ts'

const arrived = StateEffect.define<DecorationSet>()

const shown = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => transaction.effects.find((effect) => effect.is(arrived))?.value ?? marks.map(transaction.changes),
  provide: (field) => EditorView.decorations.from(field),
})

const marks = new Map<string, Decoration>()

function markOf(names: readonly string[]): Decoration {
  const classes = names.map((name) => `gen-${name}`).join(' ')
  const known = marks.get(classes) ?? Decoration.mark({ class: classes })
  marks.set(classes, known)
  return known
}

async function show(view: EditorView): Promise<void> {
  const legend = legendOf(view)
  if (legend === null) return
  const found = await ask<SemanticTokens>(view, 'textDocument/semanticTokens/full', (textDocument) => ({ textDocument }))
  if (found === null) return
  const { answer: { data }, doc } = found
  const ranges: Range<Decoration>[] = []
  // Five numbers a token; places are relative to the one before.
  let [line, character] = [0, 0]
  for (let i = 0; i + 4 < data.length; i += 5) {
    const [lines, characters, length, type, modifiers] = data.slice(i, i + 5) as [number, number, number, number, number]
    line += lines
    character = lines === 0 ? character + characters : characters
    const from = doc.line(line + 1).from + character
    ranges.push(markOf([legend.tokenTypes[type]!, ...legend.tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0)]).range(from, Math.min(doc.length, from + length)))
  }
  view.dispatch({ effects: arrived.of(Decoration.set(ranges, true)) })
}

function legendOf(view: EditorView): SemanticTokensLegend | null {
  const provider = LSPPlugin.get(view)?.client.serverCapabilities?.semanticTokensProvider
  return provider === undefined ? null : provider.legend
}

export const semanticTokens: Extension = [shown, lookAgain.of((view) => { void show(view) })]
