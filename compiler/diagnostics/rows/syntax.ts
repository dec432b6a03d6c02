/** Problems of the text itself. The parser writes their messages (`grammar/messages.ts`), so the argument is the message. */
import { row } from '../row.ts'
import type { SyntaxCode } from '../../../grammar/problem.ts'
import type { Example, Row } from '../row.ts'

const syntaxRow = (title: string, explain: string, wrong: Example, right: Example): Row<{ message: string }> =>
  row<{ message: string }>({ severity: 'error', title, message: ({ message }) => message, explain, wrong, right })

export const syntax = {
  'syntax/empty': syntaxRow('A spec declares at least one thing', '', '', ''),
} satisfies Partial<Record<SyntaxCode, Row<{ message: string }>>>
