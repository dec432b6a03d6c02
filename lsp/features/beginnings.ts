/** Whole models to begin an empty spec with: the snippets of the VS Code extension, for editors that have none. */
import { insertion, type Refactoring } from '../edits.ts'
import type { Program } from '../workspace.ts'
import snippets from '../vscode/snippets/gen.json' with { type: 'json' }

export function beginnings(program: Program): readonly Refactoring[] {
  const { text } = program
  // Comments that are there stay above.
  const before = text === '' || /[\r\n]$/.test(text) ? '' : '\n'
  return Object.entries(snippets).filter(([, { body }]) => body.some((line) => line.startsWith('model ')))
    .map(([name, { body }]) => ({ title: `Begin with a model: ${name}`, changes: new Map([[program, [insertion(text.length, `${before}${filled(body)}`)]]]) }))
}

/** With the words that a snippet proposes. */
const filled = (body: readonly string[]): string => body.join('\n').replace(/\$\{\d+:([^{}]*)\}/g, '$1').replace(/\$\d+/g, '')
