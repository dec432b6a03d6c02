/** Problems of the text itself. The parser writes their messages (`grammar/messages.ts`), so the argument is the message. */
import type { SyntaxCode } from '../../../grammar/problem.ts'
import { row, type Example, type Row } from '../row.ts'

type SyntaxRow = Row<{ readonly message: string }>

const syntaxRow = (title: string, explain: string, wrong: Example, right: Example): SyntaxRow =>
  row<{ readonly message: string }>({ severity: 'error', title, message: ({ message }) => message, explain, wrong, right })

const small = 'data (x: real[2])\nmetric size = E[||x||]\n'

export const syntax: { readonly [C in SyntaxCode]: SyntaxRow } = {
  'syntax/empty': syntaxRow(
    'A spec declares at least one thing',
    'The file has no statement: it is empty, or holds only comments. The smallest spec that can be evaluated declares data and a metric; `genc new NAME` writes a complete one.',
    '// a model, some day\n',
    small,
  ),
  'syntax/not-text': syntaxRow(
    'A spec is UTF-8 text',
    'The file holds bytes that no text has. Perhaps it is a picture, a checkpoint or a compressed file, or it was saved in an encoding other than UTF-8.',
    { shown: '(a PNG picture instead of a spec)', make: () => '\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR\u0000\u0000\u0000\u001c' },
    small,
  ),
  'syntax/too-large': syntaxRow(
    'A spec is at most 1 MB',
    'Specs are written by people and are a few kilobytes long. A file beyond the limit is not read at all. Numbers that come from elsewhere belong into data files.',
    { shown: '(10 MB of text)', make: () => `${small}${`// ${'·'.repeat(97)}\n`.repeat(100_000)}` },
    small,
  ),
  'syntax/too-deep': syntaxRow(
    'Brackets and chains of operators nest to a bounded depth',
    'No model needs hundreds of brackets inside one another. The bound keeps every later stage from running out of stack. Name parts of the expression with `let`.',
    { shown: 'let a = ((((((…100,000 brackets…))))))', make: () => `let a = ${'('.repeat(100_000)}1${')'.repeat(100_000)}\n` },
    'let a = ((1))\n',
  ),
  'syntax/too-many': syntaxRow(
    'Only the first problems of a file are listed',
    'After many problems the rest is not worth listing: put the first ones right and check again.',
    { shown: '(a file with 1,000 broken statements)', make: () => 'hyper = 1\n'.repeat(1000) },
    'hyper width = 1\n',
  ),
  'syntax/unterminated-string': syntaxRow(
    'A string ends on the line where it starts',
    'Strings are used for the names of files. The closing quote is missing.',
    'given J from "./judge.gen\n',
    `${small}let half = 1 / 2\n`,
  ),
  'syntax/unknown-character': syntaxRow(
    'Only the characters of the language occur outside strings and comments',
    'Names are made of letters (of any script), digits and `_`; the operators are those of the language reference. Comments start with `//`.',
    'hyper width = 4 @ 2\n',
    'hyper width = 4 * 2\n',
  ),
  'syntax/number': syntaxRow(
    'A number can be represented',
    'Numbers are double-precision: at most about 1.8e308.',
    'hyper width = 1e999\n',
    'hyper width = 1e9\n',
  ),
  'syntax/unclosed': syntaxRow(
    'Every opening bracket has its closing one',
    'The bracket that is marked is never closed. The rest of its line, or of its block, is read as if it were.',
    'data (x: real[2])\nmetric size = E[||x|| + (1\n',
    'data (x: real[2])\nmetric size = E[||x|| + (1)]\n',
  ),
  'syntax/stray-bracket': syntaxRow(
    'Every closing bracket has its opening one',
    'The bracket that is marked closes nothing. It is left out.',
    'data (x: real[2])\nmetric size = E[||x||])\n',
    small,
  ),
  'syntax/block': syntaxRow(
    'Only some statements have a block in braces',
    'Networks, `loss`, `train`, `repeat`, `stage` and `figures` are followed by a block; other statements end with their line.',
    'hyper width = 4 {\n  8\n}\n',
    'hyper width = 4\n',
  ),
  'syntax/unknown-statement': syntaxRow(
    'A statement starts with a word that introduces one',
    'Statements of a spec start with `model`, `import`, `data`, `hyper`, `given`, a network\'s role, a distribution\'s role, `let`, `weight`, `loss`, `metric`, `train`, `stage` or `figures`; ' +
    'a draw starts with the variable: `z ~ p(z)`.',
    'data (x: real[2])\nmetrik size = E[||x||]\n',
    small,
  ),
  'syntax/missing': syntaxRow(
    'A statement has all its parts',
    'The statement ends, or goes on with something else, where a part of it is still to come. The message says which part.',
    'data (x: real[2])\nmetric size =\n',
    small,
  ),
  'syntax/unexpected': syntaxRow(
    'Nothing is left over when a statement is complete',
    'The statement was complete before what is marked. Statements end with a line break or `;`; multiplication is written with `*`.',
    'data (x: real[2])\nmetric size = E[||x||] 2\n',
    'data (x: real[2])\nmetric size = E[||x||] * 2\n',
  ),
  'syntax/call': syntaxRow(
    'Only a name is called',
    'Networks, layers, functions and distributions are called by name, `f(x)`, or by a name of something inside, `J.f(x)`. Multiplication is written with `*`.',
    'hyper width = 2(3)\n',
    'hyper width = 2 * 3\n',
  ),
  'syntax/reduce': syntaxRow(
    'Only a plain name reduces over binders',
    'Brackets with a binder inside follow the name of a reduction: `E[z ~ p(z): …]`, `argmax[y in label(10): …]`.',
    'data (x: real[2])\nmetric size = (2)[k in 0..1: k * ||x||]\n',
    'data (x: real[2])\nmetric size = E[2 * ||x||]\n',
  ),
  'syntax/binder': syntaxRow(
    'A binder is `v ~ d`, `v ~ d, k`, `v in S` or `v from a to b, n`',
    'Binders introduce a variable before the colon of an expectation, an array, an `argmax` or a figure. Later binders see earlier ones.',
    'data (x: real[2])\nmetric size = E[E[z + 1: ||x||]]\n',
    'data (x: real[2])\nmetric size = E[E[z ~ Normal(0, 1): z + ||x||]]\n',
  ),
  'syntax/comparison': syntaxRow(
    'A comparison has two sides',
    '`a < b < c` is not a range test. Write `a < b and b < c`.',
    'data (x: real[2])\nmetric inside = E[0 < ||x|| < 1]\n',
    'data (x: real[2])\nmetric inside = E[0 < ||x|| and ||x|| < 1]\n',
  ),
  'syntax/figure': syntaxRow(
    'A figure is a call',
    'Inside `figures { … }` every line calls a kind of figure: `grid`, `compare`, `strip`, `scatter`, `heatmap`.',
    'data (x: image[8, 8, 1] in [0, 1])\nfigures {\n  x\n}\n',
    'data (x: image[8, 8, 1] in [0, 1])\nfigures {\n  compare(x in test[0..9]: x)\n}\n',
  ),
}
