import { encode as encodePng } from 'fast-png'
import { zipSync } from 'fflate'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FileError } from '../../../runtime/checkpoint/error.ts'
import { decodeSafetensors, encodeSafetensors } from '../../../runtime/checkpoint/safetensors.ts'
import { parseCsv } from '../../../runtime/data/csv.ts'
import { DataError } from '../../../runtime/data/error.ts'
import { parseIdx, tableOf } from '../../../runtime/data/idx.ts'
import { parseNpy } from '../../../runtime/data/npy.ts'
import { parseNpz } from '../../../runtime/data/npz.ts'
import { decodePicture, pictureSize } from '../../../runtime/data/picture.ts'
import { bytesOf, idx, npy } from './samples.ts'

const seed = 20_261
const png = encodePng({ width: 4, height: 3, channels: 3, depth: 8, data: Uint8Array.from({ length: 36 }, (_, i) => 7 * i) })
const array = npy('<f4', [3, 2], bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6)))

/** Each reader with a sound file, which the test damages. */
const readers: readonly { readonly name: string; readonly sound: Uint8Array; read(bytes: Uint8Array): unknown }[] = [
  {
    name: 'IDX',
    sound: idx(
      [3, 2, 2],
      Array.from({ length: 12 }, (_, i) => i),
    ),
    read: (bytes) => tableOf({ images: parseIdx(bytes, 'f') }),
  },
  { name: 'npy', sound: array, read: (bytes) => tableOf({ x: parseNpy(bytes, 'f') }) },
  { name: 'npz', sound: zipSync({ 'x.npy': array }), read: (bytes) => parseNpz(bytes, 'f') },
  {
    name: 'CSV',
    sound: new TextEncoder().encode('a,b\n1,y\n"3",x\n'),
    read: (bytes) => parseCsv([{ file: 'f', text: new TextDecoder().decode(bytes) }]),
  },
  {
    name: 'PNG',
    sound: png,
    read(bytes) {
      const { channels } = pictureSize(bytes, 'f')
      return decodePicture(bytes, 'f', channels)
    },
  },
  {
    name: 'safetensors',
    sound: encodeSafetensors({ tensors: { x: { shape: [2], data: Float32Array.of(1, 2) } }, metadata: { a: 'b' } }),
    read: (bytes) => decodeSafetensors(bytes, 'f'),
  },
]

/** Reading gives a result or an error made for people, never one of JavaScript's own. */
function readsOrExplains(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): void {
  try {
    read(bytes)
  } catch (error) {
    if (!(error instanceof DataError || error instanceof FileError)) throw error
  }
}

test.each(readers)(`$name: sound, cut, damaged and random bytes (seed ${seed})`, ({ sound, read }) => {
  expect(() => read(sound)).not.toThrow()
  for (let length = 0; length < sound.length; length++) readsOrExplains(read, sound.slice(0, length))
  const damage = fc.array(fc.record({ at: fc.nat(sound.length - 1), value: fc.nat(255) }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(damage, (changes) => {
      const bytes = sound.slice()
      for (const { at, value } of changes) bytes[at] = value
      readsOrExplains(read, bytes)
    }),
    { seed, numRuns: 400 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => readsOrExplains(read, bytes)),
    { seed, numRuns: 200 },
  )
})
