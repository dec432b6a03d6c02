/// <reference types="@webgpu/types" />
/** Dawn for Node: WebGPU over Vulkan, Metal or Direct3D 12, whoever made the GPU. */
import { pathToFileURL } from 'node:url'
import { EngineError } from '../../engine.ts'
import { installCommand } from '../install-command.ts'
import { firstLine, isAbsent, type Packages } from '../packages.ts'

export const DAWN_PACKAGE = 'webgpu'

/** Its binaries are inside the package. */
export const addDawn = (): string => installCommand([DAWN_PACKAGE], { scripts: false })

/** What there is to compute on. */
export interface Adapter {
  /** Maker, model and driver, as the driver calls them. */
  readonly description: string
  /** It computes on the processor: right, and far slower than the engines made for it. */
  readonly software: boolean
}

interface Dawn {
  create(options: readonly string[]): GPU
  /** Classes and constants that a browser has as globals. */
  readonly globals: Readonly<Record<string, unknown>>
}

/** Throws `EngineError` with the command that adds the package where it is missing or does not load. */
export async function loadDawn(packages: Packages): Promise<Dawn> {
  try {
    // An ES module: not every Node that genc runs on can `require` those.
    return await import(pathToFileURL(packages.locate(DAWN_PACKAGE)).href) as Dawn
  } catch (error) {
    throw new EngineError(isAbsent(error)
      ? `the engine 'webgpu' is not installed: ${addDawn()} adds it`
      : `the engine 'webgpu' cannot be loaded (${firstLine(error)}): ${addDawn()} puts it in order`, { cause: error })
  }
}

/** The adapter that computes fastest; null where no driver has one. */
export const fastestAdapter = (gpu: GPU): Promise<DawnAdapter | null> =>
  gpu.requestAdapter({ powerPreference: 'high-performance' }) as Promise<DawnAdapter | null>

/** What an adapter says of itself. */
export interface AdapterWords { readonly vendor: string; readonly architecture: string; readonly device: string; readonly description: string; readonly isFallbackAdapter: boolean }

/** The types of WebGPU come with tfjs and are older than Dawn. */
type DawnAdapter = GPUAdapter & { readonly info: AdapterWords }

export function describeAdapter({ vendor, architecture, device, description, isFallbackAdapter }: AdapterWords): Adapter {
  const name = [vendor, device || architecture].filter(Boolean).join(' ').replace(/-+$/, '') || 'a nameless adapter'
  return { description: description === '' ? name : `${name} (${description})`, software: isFallbackAdapter }
}

/** A device with all that the adapter allows: kernels of several tensors need more than the least that every adapter has. */
export async function openDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const wanted = [
    'maxBufferSize', 'maxStorageBufferBindingSize', 'maxStorageBuffersPerShaderStage', 'maxComputeWorkgroupStorageSize', 'maxComputeWorkgroupSizeX',
    'maxComputeInvocationsPerWorkgroup', 'maxComputeWorkgroupsPerDimension',
  ] as const
  const features: readonly GPUFeatureName[] = ['timestamp-query']
  return adapter.requestDevice({
    requiredFeatures: features.filter((name) => adapter.features.has(name)),
    requiredLimits: Object.fromEntries(wanted.map((name) => [name, adapter.limits[name]])),
  })
}

/** What to do about a GPU that is not found. */
export const driverAdvice = (): string => (process.platform === 'linux'
  ? 'on Linux it takes the maker\'s driver with Vulkan, and the Vulkan loader (Debian and Ubuntu: apt install libvulkan1 mesa-vulkan-drivers; NVIDIA\'s driver brings its own)'
  : 'install the driver of the GPU\'s maker')
