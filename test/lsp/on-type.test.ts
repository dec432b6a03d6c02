import { readdirSync, readFileSync } from 'node:fs'
import { format as prettier } from 'prettier/standalone'
import { expect, test } from 'vitest'
import * as plugin from '../../grammar/print.ts'
import { onTypeFormatting } from '../../lsp/features/on-type-formatting.ts'
import { indentationOf } from '../../lsp/indentation.ts'
import { at, edited } from './cursor.ts'

/** The text after the character before the cursor was typed. */
function typed(marked: string): string {
  const { workspace, uri, position, text } = at(marked)
  return edited(text, onTypeFormatting(workspace, uri, position, marked[marked.indexOf('‸') - 1]!))
}

test('lines begin where genc fmt has them begin, in whatever width', async () => {
  const folder = new URL('../../specs/', import.meta.url)
  for (const [i, name] of readdirSync(folder).filter((n) => n.endsWith('.gen')).entries()) {
    const source = readFileSync(new URL(name, folder), 'utf8')
    // As they are, and some of them narrow, so that everything breaks.
    const narrow = i % 4 === 0 ? [await prettier(source, { parser: 'gen', plugins: [plugin as never], printWidth: 40 })] : []
    for (const laidOut of [source, ...narrow]) {
      const { lines } = indentationOf(laidOut)
      const rows = laidOut.split('\n')
      expect(rows.map((row, i) => `${' '.repeat(row.trim() === '' ? 0 : lines[i]!)}${row.trim()}`).join('\n'), name).toBe(laidOut)
    }
  }
})

test('a new line stands where the next statement begins', () => {
  expect(typed('loss {\n‸')).toBe('loss {\n  ')
  expect(typed('loss {\n  a = 1\n‸')).toBe('loss {\n  a = 1\n  ')
  expect(typed('stage s {\n  train {\n‸\n  }\n}\n')).toBe('stage s {\n  train {\n    \n  }\n}\n')
  expect(typed('loss { a = 1 }\n    ‸')).toBe('loss { a = 1 }\n')
  expect(typed('network N(x) {\n  x -> dense(2)\n-> relu\n‸')).toBe('network N(x) {\n  x -> dense(2)\n    -> relu\n  ')
  expect(typed('loss {\n‸}')).toBe('loss {\n}')
})

test('inside brackets, and where an operand is awaited', () => {
  expect(typed('figures {\n  compare(x in test,\n‸')).toBe('figures {\n  compare(x in test,\n    ')
  expect(typed('let a = 1 +\n‸\nlet b = 2\n')).toBe('let a = 1 +\n  \nlet b = 2\n')
  expect(typed('let a = f(\n‸)\n')).toBe('let a = f(\n)\n')
  expect(typed('let a =\n‸')).toBe('let a =\n  ')
})

test('`}` brings its block into place, and only its own lines', () => {
  expect(typed('   hyper a = 1\nloss {\n   a = 1\n// why\n\nb = f(\n2)\n   }‸\n  hyper b = 2\n'))
    .toBe('   hyper a = 1\nloss {\n  a = 1\n  // why\n\n  b = f(\n    2)\n}\n  hyper b = 2\n')
  expect(typed('loss { a = 1 }‸\n')).toBe('loss { a = 1 }\n')
  expect(typed('stage s {\n train {\nbatch 2\n}‸\n')).toBe('stage s {\n train {\n    batch 2\n  }\n')
})

test('an arrow at the beginning of a line goes on', () => {
  expect(typed('network N(x) {\n  x -> dense(2)\n  ->‸\n}')).toBe('network N(x) {\n  x -> dense(2)\n    ->\n}')
  expect(typed('network N(x) {\n  x ->‸\n}')).toBe('network N(x) {\n  x ->\n}')
})

test('half-typed text keeps its words: torn brackets leave other lines alone', () => {
  expect(typed('loss {\n   a = f(1\n  b = 2\n}‸\n')).toBe('loss {\n   a = f(1\n  b = 2\n}\n')
  expect(typed('}‸')).toBe('}')
  expect(typed('// loss {\n‸')).toBe('// loss {\n')
  for (const text of ['let a = (((\n‸', '"\n‸', 'a}b}\n  }‸', '', '‸', '[\r\n‸']) expect(typed(text.includes('‸') ? text : `${text}‸`).replace(/\s/g, '')).toBe(text.replace(/[\s‸]/g, ''))
})
