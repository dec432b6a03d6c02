/** Files that are generated and committed: tests compare them, `npm run goldens` writes them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'

export const writing = process.env.GENC_GOLDENS === 'write'

/** One generated file. `name` is how a failure calls it. */
export function expectFile(path: string, content: string, name = path): void {
  if (writing) {
    if (existsSync(path) && readFileSync(path, 'utf8') === content) return
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    return
  }
  if (!existsSync(path)) expect.fail(`${name} is missing: run npm run goldens and review what it writes`)
  expect(content, `${name} is stale: run npm run goldens and review what changes`).toBe(readFileSync(path, 'utf8'))
}

/** A folder that holds these files and no others; `kept` names files that are written by hand. */
export function expectFolder(folder: string, files: Readonly<Record<string, string>>, kept: readonly string[] = []): void {
  const there = existsSync(folder) ? readdirSync(folder).filter(name => !kept.includes(name)) : []
  const extra = there.filter(name => !Object.hasOwn(files, name))
  if (writing) for (const name of extra) rmSync(join(folder, name), { recursive: true })
  else expect(extra, `files of ${folder} that nothing generates any more: run npm run goldens`).toEqual([])
  for (const [name, content] of Object.entries(files)) expectFile(join(folder, name), content)
}
