/** Cheap signs of a GPU. Whether one can be used, only its library can say; where there is no sign, that is not asked. */
import { existsSync, readdirSync } from 'node:fs'

export interface GpuSigns {
  /** Any GPU, of whatever maker. */
  readonly any: boolean
  readonly nvidia: boolean
}

/** What the signs are read from; a parameter so that other machines can be tested. */
export interface Host {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  exists(path: string): boolean
  /** Names in a folder, none where it is missing. */
  list(folder: string): readonly string[]
}

const list = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

export const thisHost: Host = { platform: process.platform, env: process.env, exists: existsSync, list }

/** Linux shows the files of drivers. Windows and macOS show nothing, so there a GPU counts as possible; CUDA is not for macOS. */
export function gpuSigns(host: Host = thisHost): GpuSigns {
  if (host.platform !== 'linux') return { any: true, nvidia: host.platform === 'win32' }
  // /dev/dxg is the GPU of the Windows around a Linux inside it.
  const nvidia = ['/proc/driver/nvidia/version', '/dev/nvidiactl', '/dev/dxg'].some((path) => host.exists(path))
  const render = host.list('/dev/dri').some((name) => name.startsWith('renderD'))
  const named = ['VK_ICD_FILENAMES', 'VK_DRIVER_FILES', 'VK_ADD_DRIVER_FILES'].some((name) => Boolean(host.env[name]))
  return { any: nvidia || render || named, nvidia }
}
