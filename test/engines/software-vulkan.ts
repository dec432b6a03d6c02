/** A Vulkan device made of software, so that engine webgpu can be tested without a GPU: SwiftShader, which comes with Chromium. */
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'

/** Where Debian and Ubuntu, Fedora, Arch and Chrome put it. */
const places = ['/usr/lib/chromium', '/usr/lib64/chromium-browser', '/usr/lib/chromium-browser', '/opt/google/chrome'].map((folder) => `${folder}/vk_swiftshader_icd.json`)

export const withoutVulkan = 'no software Vulkan device: Debian\'s package chromium has one'

/** What a process needs in its environment to find it, with the Vulkan loader beside it; null where there is none. */
export function softwareVulkan(): Readonly<Record<string, string>> | null {
  const file = places.find((path) => existsSync(path))
  if (file === undefined) return null
  const loaders = [dirname(file), process.env['LD_LIBRARY_PATH']].filter(Boolean)
  return { VK_ICD_FILENAMES: file, LD_LIBRARY_PATH: loaders.join(':') }
}
