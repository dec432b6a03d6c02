/** Colours by meaning: the server's semantic tokens as classes `gen-keyword`, `gen-function`, … and `gen-declaration`, … */
import type { Extension, Range } from '@codemirror/state'
import { Decoration, type EditorView } from '@codemirror/view'
import { LSPPlugin } from '@codemirror/lsp-client'
import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver'
import { ask, decorated } from './following.ts'

const marks = new Map<string, Decoration>()

function markOf(names: readonly string[]): Decoration {
  const classes = names.map((name) => `gen-${name}`).join(' ')
  const known = marks.get(classes) ?? Decoration.mark({ class: classes })
  marks.set(classes, known)
  return known
}

function legendOf(view: EditorView): SemanticTokensLegend | null {
  const provider = LSPPlugin.get(view)?.client.serverCapabilities?.semanticTokensProvider
  return provider === undefined ? null : provider.legend
}

export const semanticTokens: Extension = decorated(async (view) => {
  const legend = legendOf(view)
  if (legend === null) return null
  const found = await ask<SemanticTokens>(view, 'textDocument/semanticTokens/full', (textDocument) => ({ textDocument }))
  if (found === null) return null
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
  return Decoration.set(ranges, true)
})
