/** How engines find their packages, and what is wrong with one that does not load. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { packageRoot } from '../node/package-root.ts'

/** A parameter wherever packages are looked for, so that absence can be tested. */
export interface Packages { load(name: string): unknown; locate(name: string): string }

const own = createRequire(join(packageRoot(), 'package.json'))
export const installed: Packages = { load: (name) => own(name) as unknown, locate: (name) => own.resolve(name) }

export const isInstalled = (packages: Packages, name: string): boolean => versionOf(packages, name) !== null

/** The version that is installed, null when there is none. */
export function versionOf(packages: Packages, name: string): string | null {
  try {
    return (packages.load(`${name}/package.json`) as { readonly version: string }).version
  } catch {
    return null
  }
}

export const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND'

export const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim()
