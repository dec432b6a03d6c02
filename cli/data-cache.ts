/** Where downloaded data sets are kept: `GENC_DATA`, else the cache folder of the system. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export function dataCacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (env.GENC_DATA) return resolve(env.GENC_DATA)
  if (process.platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'genc', 'data')
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'genc', 'data')
}
