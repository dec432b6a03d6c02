import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
// @ts-expect-error a script without types
import { declarations, schemaFiles, validatorFile, validatorSource } from '../../scripts/validators.mjs'
import { expectFile } from '../generated.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const schemas = (schemaFiles() as string[]).map(schema => [relative(root, schema), schema] as const)

test.each(schemas)('the validator of %s is what the schema compiles to', async (_, schema) => {
  const file = validatorFile(schema) as string
  expectFile(file, await validatorSource(schema) as string)
  expectFile(file.replace(/\.js$/, '.d.ts'), declarations(schema) as string)
  expect(readFileSync(file, 'utf8')).not.toMatch(/^\s*(import|const .* = require)/m)
})
