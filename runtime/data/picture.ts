/** PNG and JPEG pictures as bytes, height × width × channels. Transparency is dropped. */
import { decode as decodePng, type DecodedPng } from 'fast-png'
import { decode as decodeJpeg } from 'jpeg-js'
import { DataError } from './error.ts'

export interface PictureSize {
  readonly height: number
  readonly width: number
  readonly channels: 1 | 3
}

/** Whether a file's name is that of a picture. */
export const isPictureName = (name: string): boolean => /\.(png|jpe?g)$/i.test(name)

/** A small file can claim to be a huge picture; this is refused before memory is taken. */
const MOST_PIXELS = 50e6

const isPng = (bytes: Uint8Array): boolean => [0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte)
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8

/** The size from a picture's header, without decoding it. Throws a DataError for what is no picture, or is cut short. */
export function pictureSize(bytes: Uint8Array, file: string): PictureSize {
  if (bytes.length === 0) throw new DataError(`${file} is empty`, { file })
  const size = isPng(bytes) ? pngSize(bytes) : isJpeg(bytes) ? jpegSize(bytes) : null
  if (size === null) {
    const whole = isPng(bytes) || isJpeg(bytes)
    throw new DataError(whole ? `${file} is cut short or damaged` : `${file} is not a PNG or JPEG picture, whatever its name says`, {
      file,
      hint: 'remove it or copy it again',
    })
  }
  if (size.width * size.height === 0 || size.width * size.height > MOST_PIXELS) {
    throw new DataError(`${file} says it is ${size.height}×${size.width} pixels`, {
      file,
      hint: `pictures of up to ${MOST_PIXELS / 1e6} million pixels are read`,
    })
  }
  return size
}

function pngSize(bytes: Uint8Array): PictureSize | null {
  const end = [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]
  if (bytes.length < 45 || !contains(bytes, end)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const colour = bytes[25]!
  return { width: view.getUint32(16), height: view.getUint32(20), channels: colour === 0 || colour === 4 ? 1 : 3 }
}

/** Whether `end` stands in the last 4 kB; some programs write more after it. */
function contains(bytes: Uint8Array, end: readonly number[]): boolean {
  for (let at = bytes.length - end.length; at >= Math.max(0, bytes.length - 4096); at--) {
    if (end.every((byte, i) => bytes[at + i] === byte)) return true
  }
  return false
}

/** Walks JPEG segments to the frame header (SOF), which has height, width and the number of components. */
function jpegSize(bytes: Uint8Array): PictureSize | null {
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    const word = (offset: number): number => bytes[at + offset]! * 256 + bytes[at + offset + 1]!
    if (frame) return { height: word(5), width: word(7), channels: bytes[at + 9] === 1 ? 1 : 3 }
    at += 2 + word(2)
  }
  return null
}

/** Decodes a picture to `channels` channels: grey may be asked for in colour, colour not in grey. */
export function decodePicture(bytes: Uint8Array, file: string, channels: 1 | 3): Uint8Array {
  try {
    return isPng(bytes) ? spread(unpackPng(decodePng(bytes)), channels) : spread(unpackJpeg(bytes), channels)
  } catch (error) {
    throw new DataError(`${file} cannot be decoded: ${error instanceof Error ? error.message : String(error)}`, {
      file,
      hint: 'remove it or save it again',
    })
  }
}

interface Pixels {
  readonly data: ArrayLike<number>
  readonly channels: number
  /** Bits a number. */ readonly depth: 8 | 16
}

function unpackJpeg(bytes: Uint8Array): Pixels {
  const { data } = decodeJpeg(bytes, { useTArray: true, maxMemoryUsageInMB: 2048 })
  return { data, channels: 4, depth: 8 }
}

function unpackPng(png: DecodedPng): Pixels {
  const { width, height, depth, palette } = png
  if (depth === 16) return { data: png.data, channels: png.channels, depth: 16 }
  const indices = depth === 8 ? png.data : unpackBits(png.data, width * png.channels, height, depth)
  if (palette === undefined) {
    const top = 2 ** depth - 1
    return { data: depth === 8 ? indices : Uint8Array.from(indices, (value) => (value * 255) / top), channels: png.channels, depth: 8 }
  }
  const data = new Uint8Array(3 * indices.length)
  for (let i = 0; i < indices.length; i++) {
    for (let c = 0; c < 3; c++) data[3 * i + c] = palette[indices[i]!]?.[c] ?? 0
  }
  return { data, channels: 3, depth: 8 }
}

/** 1, 2 or 4 bits a number, rows padded to whole bytes. */
function unpackBits(data: ArrayLike<number>, perRow: number, rows: number, depth: number): Uint8Array {
  const out = new Uint8Array(perRow * rows)
  const stride = Math.ceil((perRow * depth) / 8)
  const mask = 2 ** depth - 1
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < perRow; x++) {
      const bit = x * depth
      out[y * perRow + x] = (data[y * stride + (bit >> 3)]! >> (8 - depth - (bit & 7))) & mask
    }
  }
  return out
}

function spread({ data, channels, depth }: Pixels, wanted: 1 | 3): Uint8Array {
  const shift = depth === 16 ? 8 : 0
  const colours = channels <= 2 ? 1 : 3
  const count = data.length / channels
  const out = new Uint8Array(count * wanted)
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < wanted; c++) out[i * wanted + c] = data[i * channels + Math.min(c, colours - 1)]! >> shift
  }
  return out
}
