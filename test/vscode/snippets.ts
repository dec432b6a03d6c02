/** The snippets as texts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Snippet { readonly prefix: string; readonly description: string; readonly body: readonly string[] }

export const snippets = JSON.parse(readFileSync(join(import.meta.dirname, '../../lsp/vscode/snippets/gen.json'), 'utf8')) as Readonly<Record<string, Snippet>>

/** With the default of every placeholder, as if Tab were pressed until the end. */
export const filled = ({ body }: Snippet): string => body.join('\n').replace(/\$\{\d+:([^{}]*)\}/g, '$1').replace(/\$0/, '')
