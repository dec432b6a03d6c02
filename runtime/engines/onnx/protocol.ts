/** What an ONNX session and its worker say to each other. Messages are answered in their order, each by its number. */
import type { DType } from '../../../compiler/graph/graph.ts'

/** Numbers as they travel. Truth values are bytes. */
export type Plain = Float32Array | Int32Array | Uint8Array

export interface Shaped { readonly data: Plain; readonly dtype: DType; readonly shape: readonly number[] }

/** Names of store entries by names of the model. */
export type Ports = Readonly<Record<string, string>>

export type Request =
  /** Sets a store entry; `moves`: a program writes it, so that it needs a second buffer. */
  | { readonly kind: 'write'; readonly entry: string; readonly value: Shaped; readonly moves: boolean }
  | { readonly kind: 'read'; readonly entry: string }
  /** The last message; there is no answer. */
  | { readonly kind: 'close' }
  /** `reads` and `updates`: store entries by input and by output of the model. */
  | { readonly kind: 'compile'; readonly program: string; readonly model: Uint8Array; readonly reads: Ports; readonly updates: Ports }
  /** `feeds` and `fetch` by the names that the model has for them. `rounds`: runs in this call, for a model that has an input of that name. */
  | { readonly kind: 'run'; readonly program: string; readonly feeds: Readonly<Record<string, Shaped>>; readonly fetch: readonly string[]; readonly rounds: number | null }

/** Each request has a number, its reply the same. */
export type Reply =
  /** `spare`: buffers of feeds, to be filled again. */
  | { readonly to: number; readonly kind: 'done'; readonly values: Readonly<Record<string, Plain>>; readonly spare: readonly ArrayBuffer[] }
  | { readonly to: number; readonly kind: 'failed'; readonly message: string }

export const bytesOf = (dtype: DType, length: number): number => length * (dtype === 'bool' ? 1 : 4)

/** A view of a whole buffer. */
export const typed = (dtype: DType, buffer: ArrayBuffer): Plain =>
  dtype === 'bool' ? new Uint8Array(buffer) : dtype === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer)
