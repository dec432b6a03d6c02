/** Reads text with the TextMate grammar, as VS Code does: the same engine, the same regular expressions. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import onigurumaModule from 'vscode-oniguruma'
import textmateModule from 'vscode-textmate'
import { grammar } from '../../lsp/vscode/grammar.ts'

const { createOnigScanner, createOnigString, loadWASM } = onigurumaModule
const { INITIAL, parseRawGrammar, Registry } = textmateModule

export interface Coloured {
  readonly start: number
  readonly text: string
  /** The innermost scope, without `.gen`; empty for text without one. */
  readonly scope: string
}

/** What stands in for Markdown's own grammar: the one for code blocks is injected into whatever has its scope. */
const markdown = { name: 'markdown', scopeName: 'text.html.markdown', patterns: [] }
const injected = JSON.parse(readFileSync(new URL('../../lsp/vscode/syntaxes/markdown.tmLanguage.json', import.meta.url), 'utf8')) as { readonly scopeName: string }

/** A function from a source to its pieces, in order. */
export async function colouring(scope: 'source.gen' | 'text.html.markdown' = 'source.gen'): Promise<(source: string) => readonly Coloured[]> {
  await loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')))
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async (name) => {
      const found = [grammar, markdown, injected].find(({ scopeName }) => scopeName === name)
      return found === undefined ? null : parseRawGrammar(JSON.stringify(found), 'grammar.json')
    },
    getInjections: (name) => (name === markdown.scopeName ? [injected.scopeName] : undefined),
  })
  const loaded = (await registry.loadGrammar(scope))!
  return (source) => {
    const pieces: Coloured[] = []
    let stack = INITIAL
    let offset = 0
    for (const line of source.split('\n')) {
      const { tokens, ruleStack } = loaded.tokenizeLine(line, stack)
      for (const { startIndex, endIndex, scopes } of tokens) {
        const scope = scopes.at(-1)!.replace(/\.gen$/, '')
        const text = line.slice(startIndex, endIndex)
        if (text !== '') pieces.push({ start: offset + startIndex, text, scope: scope === 'source' ? '' : scope })
      }
      stack = ruleStack
      offset += line.length + 1
    }
    return pieces
  }
}
