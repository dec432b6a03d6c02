/**
 * Compiles JSON Schemas to plain functions, because compiling one at run time costs more than compiling a spec.
 * `x.schema.json` becomes `x.validate.js` beside it.
 */
import Ajv from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** All schemas of the sources. */
export function schemaFiles(folders = ['compiler', 'runtime', 'cli']) {
  const walk = folder => readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : name.endsWith('.schema.json') ? [path] : []
  })
  return folders.flatMap(folder => walk(join(root, folder))).sort()
}

export const validatorFile = schema => schema.replace(/\.schema\.json$/, '.validate.js')

/** The source of the validator: one ES module that imports nothing. */
export async function validatorSource(schema) {
  const ajv = new Ajv({ code: { source: true, esm: true, lines: true }, allErrors: false, strict: true, strictTypes: false })
  const code = standaloneCode(ajv, ajv.compile(JSON.parse(readFileSync(schema, 'utf8'))))
  // Ajv's helpers (lengths in code points, deep equality) are inlined.
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, loader: 'js' },
    bundle: true, format: 'esm', platform: 'neutral', mainFields: ['module', 'main'], write: false, legalComments: 'none', logLevel: 'error', charset: 'utf8',
  })
  return `// Generated from ${basename(schema)} by \`npm run goldens\`. Do not edit.\n// @ts-nocheck\n${outputFiles[0].text.replace(/^\/\/ node_modules.*\n/gm, '')}`
}

export const declarations = schema => `// Generated from ${basename(schema)} by \`npm run goldens\`. Do not edit.
interface Validate {
  (value: unknown): boolean
  errors?: readonly { readonly instancePath: string; readonly message?: string; readonly params: Readonly<Record<string, unknown>> }[] | null
}
export const validate: Validate
export default validate
`

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const schema of schemaFiles()) {
    const file = validatorFile(schema)
    writeFileSync(file, await validatorSource(schema))
    writeFileSync(file.replace(/\.js$/, '.d.ts'), declarations(schema))
  }
}
