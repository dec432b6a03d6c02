/** The frames that `report every` left behind as one moving picture a figure: `figures/<name>.gif`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { decode } from 'fast-png'
import type { Drawing } from '../figures/drawing.ts'
import { renderPng } from '../figures/render.ts'
import { withSharedAxes } from '../figures/shared-axes.ts'
import type { Chart } from '../figures/theme.ts'
import { writeAtomic } from '../node/atomic.ts'
import { makeFolder } from '../node/make-folder.ts'
import { RUN_FILES } from './folder.ts'

/** Milliseconds of a frame, and of the last one, which is what one wants to look at. */
const FRAME = 250
const REST = 2000
/** Frames beyond this are thinned out evenly; the first and the last stay. */
const MOST_FRAMES = 120
/** Charts are drawn at twice their size, which an animation need not be. */
const WIDEST = 720
/** Height of the line below the picture that says how far the training is. */
const BAR = 6
const BAR_COLOUR = [0, 114, 178] as const

export const framesOf = (run: string): string => join(run, RUN_FILES.figures, 'frames')

/** Keeps a drawing as the frame of its figure at a step. Charts stay charts, so that an animation can draw all of them on the same axes. */
export function keepFrame(run: string, figure: string, step: number, drawing: Drawing, png: Uint8Array): void {
  // Names sort as steps do.
  const file = join(framesOf(run), figure, `${String(step).padStart(8, '0')}${drawing.kind === 'chart' ? '.json' : '.png'}`)
  makeFolder(dirname(file))
  writeAtomic(file, drawing.kind === 'chart' ? JSON.stringify(drawing.spec) : png)
}

/** Writes what is missing or older than its frames; gives all animations of the run. */
export async function animateRun(run: string, every: number = FRAME): Promise<string[]> {
  const root = framesOf(run)
  if (!existsSync(root)) return []
  const made: string[] = []
  for (const figure of readdirSync(root).sort()) {
    const frames = readdirSync(join(root, figure)).filter((file) => /^\d+\.(png|json)$/.test(file)).sort().map((file) => join(root, figure, file))
    if (frames.length < 2) continue
    const file = join(run, RUN_FILES.figures, `${basename(figure)}.gif`)
    const newest = Math.max(...frames.map((frame) => statSync(frame).mtimeMs))
    if (every !== FRAME || !existsSync(file) || statSync(file).mtimeMs < newest) writeAtomic(file, await gifOf(thinned(frames), every))
    made.push(file)
  }
  return made
}

function thinned(frames: readonly string[]): readonly string[] {
  if (frames.length <= MOST_FRAMES) return frames
  return Array.from({ length: MOST_FRAMES }, (_, i) => frames[Math.round((i * (frames.length - 1)) / (MOST_FRAMES - 1))]!)
}

async function gifOf(files: readonly string[], every: number): Promise<Uint8Array> {
  const { encode } = await import('modern-gif')
  const pictures = (await picturesOf(files)).map((png) => halved(rgba(png)))
  // Legends come and go: a picture smaller than the largest lies on white.
  const [width, height] = [Math.max(...pictures.map((p) => p.width)), Math.max(...pictures.map((p) => p.height))]
  const last = stepOf(files.at(-1)!)
  const frames = pictures.map((picture, i) => {
    const data = onPaper(picture, width, height + BAR)
    drawBar(data, width, height, stepOf(files[i]!) / Math.max(1, last))
    return { data, width, height: height + BAR, delay: i === pictures.length - 1 ? REST : every }
  })
  return new Uint8Array(await encode({ width, height: height + BAR, frames, maxColors: 255, format: 'arrayBuffer' }))
}

/** PNG of each frame, charts drawn on the axes that hold all of them. */
async function picturesOf(files: readonly string[]): Promise<readonly Uint8Array[]> {
  const drawn = files.filter((file) => extname(file) === '.json')
  const charts = withSharedAxes(drawn.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Chart))
  const chartOf = new Map(drawn.map((file, i) => [file, charts[i]!]))
  const pictures: Uint8Array[] = []
  for (const file of files) {
    const spec = chartOf.get(file)
    pictures.push(spec === undefined ? readFileSync(file) : await renderPng({ kind: 'chart', spec }))
  }
  return pictures
}

const stepOf = (file: string): number => Number(basename(file, extname(file)))

/** As long as its share of the steps. */
function drawBar(data: Uint8ClampedArray, width: number, top: number, share: number): void {
  for (let y = top + 2; y < top + BAR; y++) for (let x = 0; x < Math.round(width * share); x++) data.set(BAR_COLOUR, (y * width + x) * 4)
}

interface Pixels { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray }

function rgba(png: Uint8Array): Pixels {
  const { width, height, channels, data } = decode(png)
  const out = new Uint8ClampedArray(width * height * 4)
  for (let i = 0; i < width * height; i++) {
    const grey = channels < 3
    for (let c = 0; c < 3; c++) out[4 * i + c] = data[i * channels + (grey ? 0 : c)]!
    out[4 * i + 3] = 255
  }
  return { width, height, data: out }
}

/** Half the size where a picture is large, each pixel the mean of four. */
function halved({ width, height, data }: Pixels): Pixels {
  if (width <= WIDEST) return { width, height, data }
  const [w, h] = [width >> 1, height >> 1]
  const out = new Uint8ClampedArray(w * h * 4)
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) for (let c = 0; c < 4; c++) {
    const at = (dy: number, dx: number): number => data[((2 * y + dy) * width + 2 * x + dx) * 4 + c]!
    out[(y * w + x) * 4 + c] = (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4
  }
  return { width: w, height: h, data: out }
}

function onPaper({ width, height, data }: Pixels, wide: number, tall: number): Uint8ClampedArray {
  const out = new Uint8ClampedArray(wide * tall * 4).fill(255)
  for (let y = 0; y < height; y++) out.set(data.subarray(y * width * 4, (y + 1) * width * 4), y * wide * 4)
  return out
}
