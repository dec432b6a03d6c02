/**
 * What every stage makes of the specs that train here, and what is said of wrong programs. A changed stage shows as a
 * changed file: review it, then `npm run goldens`.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { isError } from '../../compiler/diagnostics/diagnostic.ts'
import { expectFile, expectFolder } from '../generated.ts'
import { diagnosticsText, stages } from './stages.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Each has a folder of its name beside this file, and its source in `specs/`. */
const cases = ['autoencoder', 'contractive', 'gan', 'pca', 'ring-gan', 'vae']

describe('every stage', () => {
  test.each(cases)('%s', async name => {
    expectFolder(here(name), await stages(name, readFileSync(here(`../../specs/${name}.gen`), 'utf8')))
  })

  test('no folder without a case', () => {
    const folders = readdirSync(here('.'), { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => entry.name)
    expect(folders.sort()).toEqual([...cases, 'diagnostics'].sort())
  })
})

describe('wrong programs', () => {
  const files = readdirSync(here('diagnostics'))
  const sources = files.filter(file => file.endsWith('.gen'))

  test.each(sources)('%s', file => {
    const source = readFileSync(here(`diagnostics/${file}`), 'utf8')
    const { diagnostics } = compile(source)
    expect(diagnostics.filter(isError).length, 'a wrong program has an error').toBeGreaterThan(0)
    expectFile(here(`diagnostics/${file.replace('.gen', '.txt')}`), diagnosticsText(source, diagnostics))
  })

  test('no expectation without a program', () => {
    expect(files.filter(file => file.endsWith('.txt') && !sources.includes(file.replace('.txt', '.gen')))).toEqual([])
  })
})
