/** An editor for one file of a project. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, indentOnInput, indentService, indentUnit } from '@codemirror/language'
import { lintGutter, lintKeymap } from '@codemirror/lint'
import type { LSPClient } from '@codemirror/lsp-client'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import {
  crosshairCursor, drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers, rectangularSelection, ViewPlugin,
} from '@codemirror/view'
import { codeActions } from './actions.ts'
import { uriOf } from './client.ts'
import { codeLenses } from './code-lenses.ts'
import { following } from './following.ts'
import { inlayHints } from './inlay-hints.ts'
import { semanticTokens } from './semantic-tokens.ts'

export interface EditorOptions {
  readonly path: string
  readonly text: string
  readonly client: LSPClient
  readonly parent: HTMLElement
  /** Keys of the page, which come first. */
  readonly keys: Extension
  /** What the page does with this file, by the names of the server's commands. */
  readonly commands: Readonly<Record<string, () => void>>
  readonly changed: () => void
}

export function makeEditor({ path, text, client, parent, keys, commands, changed }: EditorOptions): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        keys, text.includes('\r\n') ? EditorState.lineSeparator.of('\r\n') : [], basics, writing, following, codeActions, codeLenses(commands), inlayHints, semanticTokens, colours(), client.plugin(uriOf(path), 'gen'),
        EditorView.contentAttributes.of({ 'aria-label': path }),
        EditorView.updateListener.of((update) => { if (update.docChanged) changed() }),
      ],
    }),
  })
}

const basics: Extension = [
  lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(), dropCursor(), EditorState.allowMultipleSelections.of(true), indentOnInput(),
  bracketMatching(), closeBrackets(), autocompletion(), rectangularSelection(), crosshairCursor(), highlightActiveLine(), highlightSelectionMatches({ wholeWords: true }), lintGutter(), EditorView.lineWrapping,
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
]

/** What an editor has to know of the language before the server speaks. */
const writing: Extension = [
  indentUnit.of('  '),
  EditorState.languageData.of(() => [{ commentTokens: { line: '//' }, closeBrackets: { brackets: ['(', '[', '{', '"'] }, indentOnInput: /^\s*[)\]}]$/ }]),
  // As deep as the line before, deeper by one after an opening bracket.
  indentService.of((context, at) => {
    const { state, unit, simulatedBreak } = context
    const here = context.lineAt(at)
    const before = simulatedBreak === at ? context.lineAt(at, -1).text : at === 0 ? '' : state.doc.lineAt(here.from - 1).text
    const closes = /^\s*[)\]}]/.test(here.text)
    return Math.max(0, /^\s*/.exec(before)![0].length + (/[([{]\s*$/.test(before) ? unit : 0) - (closes ? unit : 0))
  }),
]

/** Colours themselves are in the style sheet; CodeMirror asks whether they are dark. */
function colours(): Extension {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const chosen = new Compartment()
  return [chosen.of(EditorView.darkTheme.of(dark.matches)), ViewPlugin.define((view) => {
    const follow = (): void => view.dispatch({ effects: chosen.reconfigure(EditorView.darkTheme.of(dark.matches)) })
    dark.addEventListener('change', follow)
    return { destroy: () => dark.removeEventListener('change', follow) }
  })]
}
