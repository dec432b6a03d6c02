/** What there is to read about a diagnostic: a Markdown page, the index of all pages, and the text of `genc explain CODE`. */
import { codes, families, lookUp, type Code } from './registry.ts'
import { plain, type Colors } from './render.ts'
import type { Example } from './row.ts'

/** `shape/mismatch` → `shape-mismatch.md` */
export const pageName = (code: string): string => `${code.replace('/', '-')}.md`

const generated = '<!-- Generated from compiler/diagnostics/rows by `npm run goldens`. Do not edit. -->\n'

/** The page of a code. `said` is what genc prints for the wrong example; empty where there is nothing to show. */
export function diagnosticPage(code: Code, said: string): string {
  const row = lookUp(code)!
  const parts = [
    generated,
    `# ${row.title}\n`,
    `\`${code}\` · ${row.severity} · [all diagnostics](index.md)\n`,
    `${row.explain}\n`,
    `## Wrong\n`,
    fence('gen', shown(row.wrong)),
    ...(said === '' ? [] : [`genc says:\n`, fence('text', said)]),
    `## Right\n`,
    fence('gen', shown(row.right)),
  ]
  return parts.join('\n')
}

/** The list of all codes, a table for each family. */
export function indexPage(): string {
  const tables = Object.entries(families).filter(([, rows]) => Object.keys(rows).length > 0).map(([family, rows]) => {
    const lines = Object.keys(rows).sort().map(code => `| [\`${code}\`](${pageName(code)}) | ${lookUp(code)!.severity} | ${lookUp(code)!.title} |`)
    return `## ${family[0]!.toUpperCase()}${family.slice(1)}\n\n| code | severity | rule |\n|---|---|---|\n${lines.join('\n')}\n`
  })
  return [generated, `# Diagnostics\n`, `Every message of genc has a code. \`genc explain CODE\` prints its page in the terminal.\n`, ...tables].join('\n')
}

/** What `genc explain CODE` prints. */
export function explainText(code: Code, colors: Colors = plain, width = 80): string {
  const row = lookUp(code)!
  const example = (text: string): string => shown(text === 'wrong' ? row.wrong : row.right).trimEnd().split('\n').map(line => `    ${line}`.trimEnd()).join('\n')
  return [
    `${colors.bold(row.title)}`,
    `${colors.dim(`${code} · ${row.severity}`)}\n`,
    `${wrap(row.explain, width)}\n`,
    `${colors.red('Wrong')}\n`,
    `${example('wrong')}\n`,
    `${colors.green('Right')}\n`,
    `${example('right')}\n`,
  ].join('\n')
}

export { codes }

const shown = (example: Example): string => (typeof example === 'string' ? example : `${example.shown}\n`)

/** A fence longer than any run of backticks inside. */
function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(match => match[0].length))
  const ticks = '`'.repeat(longest + 1)
  return `${ticks}${language}\n${text.trimEnd()}\n${ticks}\n`
}

/** Breaks paragraphs at spaces. */
const wrap = (text: string, width: number): string =>
  text.split('\n').map(paragraph => {
    const lines: string[] = []
    for (const word of paragraph.split(' ')) {
      const last = lines.at(-1)
      if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
      else lines.push(word)
    }
    return lines.join('\n')
  }).join('\n')
