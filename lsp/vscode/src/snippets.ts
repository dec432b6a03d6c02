/** Whole models and blocks to begin with, offered where a statement may begin: the editor itself would offer snippets anywhere in a line. */
import { readFileSync } from 'node:fs'
import * as vscode from 'vscode'

interface Snippet { readonly prefix: string; readonly description: string; readonly body: readonly string[] }

/** `path`: the snippets that the manifest names too, for the command *Insert Snippet*. */
export function snippetProvider(path: string): vscode.CompletionItemProvider {
  const snippets = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, Snippet>>)
  return {
    provideCompletionItems(document, position) {
      if (!beginsStatement(document.lineAt(position.line).text.slice(0, position.character))) return []
      return snippets.map(([name, { prefix, description, body }]) => {
        // Of the kind of snippets none are shown: the setting that keeps the editor's own out goes by it.
        const item = new vscode.CompletionItem({ label: prefix, description: name }, vscode.CompletionItemKind.File)
        item.insertText = new vscode.SnippetString(body.join('\n'))
        item.documentation = new vscode.MarkdownString(`${description}\n\`\`\`gen\n${body.join('\n').replace(/\$\{\d+:([^{}]*)\}/g, '$1').replace(/\$0/, '')}\`\`\``)
        return item
      })
    },
  }
}

/** Statements of a spec begin at the margin. */
export const beginsStatement = (before: string): boolean => /^\p{L}*$/u.test(before)
