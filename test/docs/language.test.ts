/** Every example of the documentation is a spec that compiles, and every link leads somewhere. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { importsFrom } from '../types/files.ts'

const pages = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').filter((f) => f.endsWith('.md')).map((f) => `docs/${f}`)]

interface Block { readonly page: string; readonly line: number; readonly source: string }

/** The lectures quote lines of specs: lectures.test.ts holds them against those. */
const blocks: Block[] = pages.filter((page) => page !== 'docs/lectures.md').flatMap((page) => {
  const text = readFileSync(page, 'utf8')
  return [...text.matchAll(/^```gen\n([\s\S]*?)^```$/gm)].map((m) => ({ page, line: text.slice(0, m.index).split('\n').length, source: m[1]! }))
})

describe('examples', () => {
  test('there are some', () => expect(blocks.length).toBeGreaterThan(10))

  test.each(blocks.map((b) => [`${b.page}:${b.line}`, b] as const))('%s', (_, { source }) => {
    const { diagnostics } = compile(source, { imports: importsFrom('specs') })
    expect(diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.code}: ${d.message}`)).toEqual([])
  })
})

describe('links', () => {
  test.each(pages)('%s', (page) => {
    const text = readFileSync(page, 'utf8')
    const targets = [...text.matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)].map((m) => m[1]!).filter((t) => !t.startsWith('http'))
    expect(targets.filter((t) => !existsSync(resolve(dirname(page), t)))).toEqual([])
  })
})

describe('specs', () => {
  const specs = readdirSync('specs').filter((f) => f.endsWith('.gen'))
  test.each(specs)('%s fits on a slide', (file) => {
    expect(readFileSync(`specs/${file}`, 'utf8').split('\n').length).toBeLessThanOrEqual(65)
  })
})
