import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { validate } from '../../compiler/diagnostics/diagnostics.validate.js'
import { emptyFolder, genc } from './run.ts'

const right = 'data (x: real[2])\nmetric size = E[||x||]\n'
const wrong = 'data (x: real[2])\nmetrik size = E[||x||]\n'

describe('check', () => {
  test('a right spec: ok, 0, and the next command', async () => {
    const { exitCode, out, err } = await genc(['check', 'specs/vae.gen'])
    expect([exitCode, out]).toEqual([0, 'specs/vae.gen: ok\n'])
    expect(err).toContain('genc train specs/vae.gen')
    expect(err, 'notes are shown').toContain('info[distributions/grey]')
  })

  test('a wrong spec: frame, count, 1, and where to read more', async () => {
    const { exitCode, out, err } = await genc(['check', '-'], { input: wrong })
    expect([exitCode, out]).toEqual([1, ''])
    expect(err).toContain('<stdin>:2:1\n  |\n2 | metrik size')
    expect(err).toContain('<stdin>: 1 error')
    expect(err).toContain('genc explain syntax/unknown-statement')
  })

  test('several files in one go', async () => {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'a.gen'), right)
    writeFileSync(join(cwd, 'b.gen'), wrong)
    const { exitCode, out, err } = await genc(['check', 'a.gen', 'b.gen'], { cwd })
    expect([exitCode, out]).toEqual([1, 'a.gen: ok\n'])
    expect(err).toContain('b.gen:2:1')
  })

  test('--json: lines by the schema, the summary last, nothing else on standard output', async () => {
    const { exitCode, out } = await genc(['check', '--json', '-'], { input: wrong })
    expect(exitCode).toBe(1)
    const lines = out.trimEnd().split('\n').map(line => JSON.parse(line) as Record<string, unknown>)
    for (const line of lines) expect(validate(line)).toBe(true)
    expect(lines.at(-1)).toEqual({ type: 'summary', files: 1, errors: 1, warnings: 0, notes: 0 })
    expect(lines[0]).toMatchObject({ file: '<stdin>', line: 2, column: 1, code: 'syntax/unknown-statement' })
  })

  test('colours where the terminal has them', async () => {
    expect((await genc(['check', '-'], { input: wrong, color: true })).err).toContain('\u001b[31m')
  })
})

describe('a stranger\'s files', () => {
  test.each([
    ['an empty file', '', 'syntax/empty'],
    ['a binary file', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 255, 254]), 'syntax/not-text'],
    ['10 MB', new TextEncoder().encode(`// ${'x'.repeat(96)}\n`.repeat(100_000)), 'syntax/too-large'],
    ['100,000 open brackets', `let a = ${'('.repeat(100_000)}`, 'syntax/too-deep'],
    ['100,000 open norms', `let a = ${'||'.repeat(100_001)}`, 'syntax/too-deep'],
    ['bytes of another encoding', new Uint8Array([...new TextEncoder().encode('let a = 1 // caf'), 0xe9, 10]), 'syntax/not-text'],
  ])('%s', async (_, input, code) => {
    const { exitCode, err } = await genc(['check', '-'], { input })
    expect(exitCode).toBe(1)
    expect(err).toContain(`error[${code}]`)
    expect(err.length).toBeLessThan(5000)
  })

  test('a file that is not there, with the one that was probably meant', async () => {
    const { exitCode, err } = await genc(['check', 'specs/vaee.gen'])
    expect(exitCode).toBe(3)
    expect(err).toContain('there is no file specs/vaee.gen; did you mean specs/vae.gen?')
    expect((await genc(['check', 'specs/vae'])).err).toContain('did you mean specs/vae.gen?')
  })

  test('a folder', async () => {
    const cwd = emptyFolder()
    mkdirSync(join(cwd, 'models'))
    const { exitCode, err } = await genc(['check', 'models'], { cwd })
    expect(exitCode).toBe(3)
    expect(err).toContain('models is a folder; name the specs in it')
  })
})
