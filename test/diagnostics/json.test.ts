import { expect, test } from 'vitest'
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'
import { validate } from '../../compiler/diagnostics/diagnostics.validate.js'
import { jsonDiagnostics, jsonLine, jsonSummary } from '../../compiler/diagnostics/json.ts'

const source = { name: 'a.gen', text: 'let a = 1\r\nlet x̂ = b\n' }
const diagnostic: Diagnostic = {
  code: 'names/unknown',
  severity: 'error',
  message: 'b is not known',
  span: { start: 20, end: 21 },
  help: 'did you mean a?',
  related: [{ span: { start: 4, end: 5 }, message: 'a is here' }, { file: 'other.gen', span: { start: 2, end: 4 }, message: 'or this' }],
  fix: { title: 'write a', edits: [{ span: { start: 20, end: 21 }, text: 'a' }] },
}

test('places are lines and columns from 1, in UTF-16 units, ends exclusive', () => {
  const [found] = jsonDiagnostics([diagnostic], source, [{ name: 'other.gen', text: '\n\nab' }])
  expect(found).toEqual({
    type: 'diagnostic', file: 'a.gen', line: 2, column: 10, endLine: 2, endColumn: 11,
    code: 'names/unknown', severity: 'error', message: 'b is not known', help: 'did you mean a?',
    related: [
      { file: 'a.gen', line: 1, column: 5, endLine: 1, endColumn: 6, message: 'a is here' },
      { file: 'other.gen', line: 3, column: 1, endLine: 3, endColumn: 3, message: 'or this' },
    ],
    fix: { title: 'write a', edits: [{ file: 'a.gen', line: 2, column: 10, endLine: 2, endColumn: 11, text: 'a' }] },
  })
})

test('every line is valid by the schema, and the schema refuses others', () => {
  const { help: _, related: __, fix: ___, ...bare } = diagnostic
  const lines = [...jsonDiagnostics([diagnostic, bare], source), jsonSummary(1, [diagnostic, bare])].map(jsonLine)
  for (const line of lines) {
    expect(line).toMatch(/^[^\n]*\n$/)
    expect(validate(JSON.parse(line)), JSON.stringify(validate.errors)).toBe(true)
  }
  const broken = { ...JSON.parse(lines[0]!), line: 0 }
  expect(validate(broken)).toBe(false)
  expect(validate({ type: 'summary', files: 1 })).toBe(false)
})

test('the summary counts by severity', () => {
  const of = (severity: Diagnostic['severity']): Diagnostic => ({ ...diagnostic, severity })
  expect(jsonSummary(2, [of('error'), of('warning'), of('warning'), of('info')])).toEqual({ type: 'summary', files: 2, errors: 1, warnings: 2, notes: 1 })
})
