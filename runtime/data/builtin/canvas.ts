/** Small pictures painted form by form, with soft edges. */

/** Something with an outline. */
export interface Form {
  /** Centre in pixels, x to the right and y down, from the picture's upper left corner. */
  readonly x: number
  readonly y: number
  /** No part of it lies farther from the centre than this along either axis. */
  readonly reach: number
  /** Distance in pixels from the outline at an offset from the centre: negative inside. */
  distance(dx: number, dy: number): number
}

/** A square picture of numbers in [0, 1]: rows, columns, channels. */
export interface Canvas {
  readonly size: number
  readonly channels: 1 | 3
  readonly values: Float32Array
}

/** One number a channel. */
export type Colour = readonly number[]

export const makeCanvas = (size: number, channels: 1 | 3): Canvas => ({ size, channels, values: new Float32Array(size * size * channels) })

/** Calls `visit` for every pixel that the form touches, with the share of it that is covered: ½ − distance, cut to [0, 1]. */
export function eachCovered(form: Form, size: number, visit: (pixel: number, share: number, x: number, y: number) => void): void {
  const left = Math.max(0, Math.floor(form.x - form.reach - 0.5))
  const right = Math.min(size - 1, Math.ceil(form.x + form.reach))
  const top = Math.max(0, Math.floor(form.y - form.reach - 0.5))
  const bottom = Math.min(size - 1, Math.ceil(form.y + form.reach))
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const share = 0.5 - form.distance(x + 0.5 - form.x, y + 0.5 - form.y)
      if (share > 0) visit(y * size + x, share < 1 ? share : 1, x, y)
    }
  }
}

/** Lays a form of one colour over what is there; `opacity` lets some of it shine through. */
export function paint(canvas: Canvas, form: Form, colour: Colour, opacity = 1): void {
  eachCovered(form, canvas.size, (pixel, share) => blend(canvas, pixel, share * opacity, colour))
}

/** The same form in two pictures of one size, in a colour each. */
export function paintBoth(one: Canvas, other: Canvas, form: Form, colour: Colour, otherColour: Colour): void {
  eachCovered(form, one.size, (pixel, share) => {
    blend(one, pixel, share, colour)
    blend(other, pixel, share, otherColour)
  })
}

function blend({ channels, values }: Canvas, pixel: number, t: number, colour: Colour): void {
  for (let c = 0, at = pixel * channels; c < channels; c++, at++) values[at] = (1 - t) * values[at]! + t * colour[c]!
}

/** Writes the picture as bytes to `out[at …]`, after adding `sd` times `noise` where there is any. */
export function develop(values: Float32Array, out: Uint8Array, at: number, sd = 0, noise: Float32Array = values): void {
  for (let i = 0; i < values.length; i++) {
    const value = 255 * (sd === 0 ? values[i]! : values[i]! + sd * noise[i]!)
    out[at + i] = value < 0 ? 0 : value > 255 ? 255 : Math.round(value)
  }
}

/** An axis-parallel box, by its middle and half its width and height. */
export const box = (x: number, y: number, halfWidth: number, halfHeight: number): Form => ({
  x, y,
  reach: Math.max(halfWidth, halfHeight),
  distance: (dx, dy) => Math.max(Math.abs(dx) - halfWidth, Math.abs(dy) - halfHeight),
})

export const disc = (x: number, y: number, radius: number): Form => ({
  x, y,
  reach: radius,
  distance: (dx, dy) => Math.sqrt(dx * dx + dy * dy) - radius,
})

/** An isosceles triangle on a level base, by the middle of its base. */
export const gable = (x: number, y: number, halfWidth: number, height: number): Form => {
  const slope = 1 / Math.sqrt(halfWidth * halfWidth + height * height)
  return {
    x, y,
    reach: Math.max(halfWidth, height),
    distance: (dx, dy) => Math.max(dy, (height * (Math.abs(dx) - halfWidth) - halfWidth * dy) * slope),
  }
}
