/** The one command that adds packages to where this genc looks for them. */
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { packageRoot } from '../node/package-root.ts'

/** `scripts`: what the packages run after installing is needed, for it fetches their native part; otherwise it is better left out. */
export function installCommand(packages: readonly string[], { scripts }: { readonly scripts: boolean }, root: string = packageRoot()): string {
  return ['npm install', ...placeOf(root), `--ignore-scripts${scripts ? '=false' : ''}`, ...packages].join(' ')
}

/** Runs the installation of packages again that are there without their native part. */
export const rebuildCommand = (packages: readonly string[], root: string = packageRoot()): string =>
  ['npm rebuild', ...(placeOf(root).includes('--global') ? ['--global'] : []), '--ignore-scripts=false', ...packages].join(' ')

/** genc's own folder, a project that uses genc, or the folder of global packages. */
function placeOf(root: string): readonly string[] {
  if (basename(dirname(root)) !== 'node_modules') return ['--no-save']
  return existsSync(join(dirname(dirname(root)), 'package.json')) ? [] : ['--global']
}
