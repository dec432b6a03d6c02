import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyFolder } from './cli/run.ts'
import { expectFile, expectFolder, writing } from './generated.ts'

describe.skipIf(writing)('a generated file', () => {
  test('that is missing, changed or left over fails, and nothing is written', () => {
    const folder = emptyFolder()
    expect(() => expectFile(join(folder, 'a.txt'), 'a')).toThrow(/a\.txt is missing: run npm run goldens/)
    expect(existsSync(join(folder, 'a.txt'))).toBe(false)
    writeFileSync(join(folder, 'a.txt'), 'old')
    expect(() => expectFile(join(folder, 'a.txt'), 'a')).toThrow(/a\.txt is stale/)
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('old')
    writeFileSync(join(folder, 'b.txt'), 'b')
    expect(() => expectFolder(folder, { 'a.txt': 'old' })).toThrow(/that nothing generates any more/)
    expectFolder(folder, { 'a.txt': 'old' }, ['b.txt'])
    expectFolder(folder, { 'a.txt': 'old', 'b.txt': 'b' })
  })
})
