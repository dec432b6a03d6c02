/** What a page can compute on, in the order of choice, as people call it. */
export const BACKENDS = { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'JavaScript' } as const
export type BackendName = keyof typeof BACKENDS
