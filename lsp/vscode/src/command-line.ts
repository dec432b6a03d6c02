/** Which `genc` trains and builds. */
import { dirname, join } from 'node:path'

export interface CommandLine { readonly command: string; readonly args: readonly string[] }

/** The folder's own, in `node_modules` there or further up. */
const LOCAL = join('node_modules', 'genc', 'dist', 'genc.js')

/** `setting`: `genc.path`, empty where it says nothing. `folder`: where the spec lies. */
export function gencCommand(setting: string, folder: string, exists: (path: string) => boolean, windows: boolean): CommandLine {
  const script = (path: string): CommandLine => ({ command: 'node', args: [path] })
  if (setting !== '') return /\.[cm]?js$/.test(setting) ? script(setting) : { command: setting, args: [] }
  for (let at = folder; ; at = dirname(at)) {
    if (exists(join(at, LOCAL))) return script(join(at, LOCAL))
    if (dirname(at) === at) break
  }
  return { command: windows ? 'genc.cmd' : 'genc', args: [] }
}
