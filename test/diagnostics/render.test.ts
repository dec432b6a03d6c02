import { createColors } from 'picocolors'
import { describe, expect, test } from 'vitest'
import { cells, harmless, textWidth } from '../../compiler/diagnostics/cells.ts'
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'
import { applyFix, countText, inOrder, renderDiagnostic, renderDiagnostics } from '../../compiler/diagnostics/render.ts'

/** Source with `«…»` around the primary span and `‹note:…›` around secondary ones. */
function marked(text: string, extra: Partial<Diagnostic> = {}): { diagnostic: Diagnostic; source: { name: string; text: string } } {
  const open: { start: number; note: string | null }[] = []
  const related: { span: { start: number; end: number }; message: string }[] = []
  let span = { start: 0, end: 0 }
  let plain = ''
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '«') open.push({ start: plain.length, note: null })
    else if (text[i] === '‹') {
      const colon = text.indexOf(':', i)
      open.push({ start: plain.length, note: text.slice(i + 1, colon) })
      i = colon
    } else if (text[i] === '»' || text[i] === '›') {
      const { start, note } = open.pop()!
      if (note === null) span = { start, end: plain.length }
      else related.push({ span: { start, end: plain.length }, message: note })
    } else plain += text[i]
  }
  return { diagnostic: { code: 'syntax/missing', severity: 'error', message: 'm', span, related, ...extra }, source: { name: 'a.gen', text: plain } }
}

const render = (text: string, extra: Partial<Diagnostic> = {}, width = 100): string => {
  const { diagnostic, source } = marked(text, extra)
  return renderDiagnostic(diagnostic, source, { width })
}

/** The frame alone: rows that start with a gutter. */
const body = (text: string): string => text.split('\n').filter(line => /^\s*\d* \|/.test(line) || line === '...').join('\n')

describe('a rendered diagnostic', () => {
  test('shows message, place, both spans, help, fix and where to read more', () => {
    const text = 'data (‹x is image[28, 28, 1]:x: image[28, 28, 1]›)\n\nlet d = «x - xhat»\n'
    const start = 'data (x: image[28, 28, 1])\n\nlet d = x - '.length
    const fix = { title: 'reshape xhat', edits: [{ span: { start, end: start + 4 }, text: 'reshape(xhat, 28, 28, 1)' }] }
    expect(render(text, { message: 'shapes differ', help: 'reshape one of them', fix })).toBe(`error[syntax/missing]: shapes differ
 --> a.gen:3:9
  |
1 | data (x: image[28, 28, 1])
  |       ------------------- x is image[28, 28, 1]
...
3 | let d = x - xhat
  |         ^^^^^^^^
  = help: reshape one of them
  = fix: reshape xhat
3 + let d = x - reshape(xhat, 28, 28, 1)
  = more: genc explain syntax/missing
`)
  })

  test('hangs the labels of several marks on one line', () => {
    expect(body(render('let a = ‹one:b› + «c» + ‹two:d›'))).toBe(`  |
1 | let a = b + c + d
  |         -   ^   - two
  |         one`)
    expect(body(render('‹zero:let› a = ‹one:b› + «c» + ‹two:d›'))).toBe(`  |
1 | let a = b + c + d
  | ---     -   ^   - two
  | |       one
  | zero`)
  })

  test('a mark inside the marked span keeps its note', () => {
    expect(body(render('let a = «b + ‹here:c›»'))).toBe(`  |
1 | let a = b + c
  |         ^^^^^
  |             here`)
  })

  test('aligns tabs, combining letters and wide characters', () => {
    expect(body(render('\tx̂ = «y»'))).toBe(`  |
1 |     x̂ = y
  |         ^`)
    expect(body(render('let 漢字 = «y» // é'))).toBe(`  |
1 | let 漢字 = y // é
  |            ^`)
    expect(body(render('ab\tc «d»'))).toBe(`  |
1 | ab  c d
  |       ^`)
    expect(body(render('// 👩‍🔬 «z»'))).toBe(`  |
1 | // 👩‍🔬 z
  |       ^`)
  })

  test('a span of several lines says where it ends; one at the end of the file has a caret', () => {
    expect(body(render('«loss {\n  a = 1\n}»\n'))).toBe(`  |
1 | loss {
  | ^^^^^^ (to line 3)`)
    expect(body(render('loss {\n«»'))).toBe(`  |
2 |
  | ^`)
    expect(body(render('«»'))).toBe(`  |
1 |
  | ^`)
  })

  test('cuts long lines around their marks and stays within the width', () => {
    const text = render(`let y = ${'a + '.repeat(300)}«oops» + ${'b * '.repeat(300)}‹end:q›`, {}, 60)
    expect(body(text)).toMatch(/…[a +]*oops[ +b*]*…\n {2}\| +\^{4}\n/)
    expect(body(text)).toMatch(/q\n {2}\| +- end$/)
    for (const line of body(text).split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(60 + '- end'.length)
  })

  test('a line of a megabyte is rendered', () => {
    const half = 'x̂ '.repeat(170_000)
    expect(render(`${half}«y»${half}`)).toContain('y')
  })

  test('points into other files', () => {
    const { diagnostic, source } = marked('given J from «"./judge.gen"»')
    const other = { name: 'judge.gen', text: 'model Judge\ndata (x: real[2])\n' }
    const related = [{ file: 'judge.gen', span: { start: 18, end: 28 }, message: 'two numbers here' }]
    expect(renderDiagnostic({ ...diagnostic, related }, source, { others: [other] })).toContain(` ::: judge.gen:2:7
  |
2 | data (x: real[2])
  |       ---------- two numbers here`)
  })

  test('spans outside the text are clamped', () => {
    const { diagnostic, source } = marked('let a = 1')
    expect(renderDiagnostic({ ...diagnostic, span: { start: 50, end: 90 } }, source)).toContain('a.gen:1:10')
  })

  test('nothing in a spec can steer the terminal', () => {
    const text = render('let a = «"\u001b[31m\u202e"»', { message: 'odd \u001b]0;title\u0007', help: '\u009b' })
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  })

  test('colours severity, and only when told to', () => {
    const { diagnostic, source } = marked('let a = «b»')
    const colored = renderDiagnostic(diagnostic, source, { colors: createColors(true) })
    expect(colored).toContain('\u001b[31m')
    expect(renderDiagnostic(diagnostic, source)).not.toContain('\u001b')
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(renderDiagnostic(diagnostic, source))
  })

  test('lone carriage returns and CRLF end lines', () => {
    expect(render('a\r\nb\r«c»')).toContain('a.gen:3:1')
    expect(body(render('«a»\r\nb'))).toBe('  |\n1 | a\n  | ^')
  })
})

describe('several diagnostics', () => {
  const at = (start: number, severity: Diagnostic['severity']): Diagnostic => ({ code: 'syntax/missing', severity, message: `at ${start}`, span: { start, end: start + 1 } })

  test('come in the order of the source, errors first where they meet', () => {
    expect(inOrder([at(5, 'warning'), at(2, 'info'), at(5, 'error')]).map(d => [d.span.start, d.severity])).toEqual([[2, 'info'], [5, 'error'], [5, 'warning']])
    expect(renderDiagnostics([at(4, 'error'), at(0, 'warning')], { name: 'a.gen', text: 'let a = 1' })).toMatch(/^warning.*[^]*\n\nerror/)
    expect(renderDiagnostics([], { name: 'a.gen', text: '' })).toBe('')
  })

  test('are counted in words', () => {
    expect(countText([at(0, 'error')])).toBe('1 error')
    expect(countText([at(0, 'error'), at(1, 'error'), at(2, 'warning')])).toBe('2 errors and 1 warning')
    expect(countText([at(0, 'error'), at(1, 'info'), at(2, 'warning')])).toBe('1 error, 1 warning and 1 note')
    expect(countText([])).toBe('')
  })
})

describe('cells', () => {
  test('width', () => {
    expect(textWidth('abc')).toBe(3)
    expect(textWidth('x̂μ²')).toBe(3)
    expect(textWidth('漢')).toBe(2)
    expect(textWidth('a\tb')).toBe(5)
    expect(cells('x̂y').map(cell => cell.at)).toEqual([0, 2])
  })

  test('harmless keeps letters, tabs and line breaks', () => {
    expect(harmless('x̂\tμ\n')).toBe('x̂\tμ\n')
    expect(harmless('\u0000\u200b')).toBe('\ufffd\ufffd')
  })
})

test('a fix with several edits is applied from the back', () => {
  const fix = { title: 't', edits: [{ span: { start: 0, end: 1 }, text: 'long' }, { span: { start: 2, end: 3 }, text: '' }] }
  expect(applyFix('a b c', fix)).toBe('long  c')
})
