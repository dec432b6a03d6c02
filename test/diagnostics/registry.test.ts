import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nearest } from '../../grammar/nearest.ts'
import { report } from '../../compiler/diagnostics/report.ts'
import { codes, families, lookUp } from '../../compiler/diagnostics/registry.ts'

const folder = new URL('../../compiler/diagnostics/rows/', import.meta.url)

test('no code is defined twice, and every file of rows is in the registry', () => {
  const all = Object.values(families).flatMap(rows => Object.keys(rows))
  expect([...new Set(all)].sort()).toEqual([...all].sort())
  expect(codes).toEqual([...all].sort())
  expect(readdirSync(folder).map(file => file.replace('.ts', '')).filter(name => name !== 'examples').sort()).toEqual(Object.keys(families).sort())
})

test.each(codes)('%s is well-formed', code => {
  const row = lookUp(code)!
  expect(code).toMatch(/^[a-z]+\/[a-z0-9-]+$/)
  expect(row.title).toMatch(/^\S.*[^.\s]$/)
  expect(row.explain.length).toBeGreaterThan(20)
  expect(row.explain).toMatch(/[.!)`]$/)
})

test('every code is reported somewhere, or comes from the parser', () => {
  const sources = ['compiler', 'grammar', 'runtime', 'cli'].flatMap(root => walk(new URL(`../../${root}/`, import.meta.url)))
    .filter(path => path.endsWith('.ts') && !path.includes('/diagnostics/')).map(path => readFileSync(path, 'utf8')).join('\n')
  expect(codes.filter(code => !sources.includes(`'${code}'`))).toEqual([])
})

test('report fills the message and takes help from the row or the caller', () => {
  const found = report('compile/unsupported', { what: 'quantile' }, { start: 1, end: 2 }, { help: 'h' })
  expect(found).toMatchObject({ code: 'compile/unsupported', severity: 'error', span: { start: 1, end: 2 }, help: 'h' })
  expect(found.message).toContain('quantile')
})

test('what does not exist, or lacks an argument, does not compile', () => {
  // @ts-expect-error no such code
  expect(() => report('compile/nothing', { what: 'x' }, { start: 0, end: 0 })).toThrow()
  // @ts-expect-error `what` is missing
  expect(report('compile/unsupported', {}, { start: 0, end: 0 }).message).toContain('undefined')
  expect(lookUp('no/such')).toBeUndefined()
  expect(lookUp('constructor')).toBeUndefined()
  expect(nearest('shapes/mismach', codes) ?? 'none').toBeTypeOf('string')
})

function walk(folder: URL): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? walk(new URL(`${entry.name}/`, folder)) : [new URL(entry.name, folder).pathname])
}
