/**
 * Convolutions in ONNX, which has pictures as [B, C, H, W] and filters as [F, C, h, w]. All three sides of the trilinear form are
 * ordinary operators there: the gradient by the picture is a ConvTranspose (or, without strides, a Conv), the gradient by the filter a Conv in which batch
 * and channels change places and the gradient of the result is the filter, its taps `strides` apart. Where there are channels enough,
 * the gradient by each row of taps of the filter is a product of matrices.
 */
import type { Dim, Shape } from '../../graph/graph.ts'
import type { Written } from './ops.ts'
import type { OnnxWriter } from './writer.ts'
import { productOf } from '../../graph/graph.ts'
import { convAttrs, windowOf, type Window } from '../../ops/convolution.ts'

/** An operand by name, in the graph's order of axes and with channels first, either made when asked for. */
export interface Operand { readonly shape: Shape; last(): string; first(): string; /** Which of them is there already. */ readonly made: 'last' | 'first' }

/** [B, H, W, C] → [B, C, H, W] */
export const FIRST = [0, 3, 1, 2] as const
/** [B, C, H, W] → [B, H, W, C] */
export const LAST = [0, 2, 3, 1] as const

const windows = (picture: Shape, filter: Shape, { attrs }: Written): readonly [Window, Window] => {
  const { strides, dilations, padding } = convAttrs(attrs)
  const at = (i: 0 | 1): Window => windowOf(picture[1 + i] as number, filter[i] as number, strides[i]!, dilations[i]!, padding)
  return [at(0), at(1)]
}

const padsOf = ([height, width]: readonly [Window, Window]): readonly number[] => [height.before, width.before, height.after, width.after]

/** [h, w, C, F] → [F, C, h, w], once for all uses of a filter. */
const filterFirst = (w: OnnxWriter, filter: Operand): string =>
  w.once(`filter ${filter.last()}`, () => w.transpose(filter.last(), filter.shape, [3, 2, 0, 1]))

/** Result with channels first. */
export function writeConvolution(w: OnnxWriter, x: Operand, filter: Operand, node: Written, bias: readonly string[]): string {
  const { strides, dilations } = convAttrs(node.attrs)
  return w.add('Conv', [x.first(), filterFirst(w, filter), ...bias], { strides, dilations, pads: padsOf(windows(x.shape, filter.shape, node)), kernel_shape: filter.shape.slice(0, 2) as number[] })
}

/** Result with channels first. */
export function writeInputGradient(w: OnnxWriter, dy: Operand, filter: Operand, node: Written, bias: readonly string[]): string {
  const { strides } = convAttrs(node.attrs)
  const at = windows(node.shape, filter.shape, node)
  const kernel = filter.shape.slice(0, 2) as number[]
  const [channels, filters] = filter.shape.slice(2) as [number, number]
  // A ConvTranspose makes the product with each tap and adds up, a Conv spreads what each pixel is made of and multiplies: so much memory for each channel of the result, or of `dy`.
  if (strides.every((s) => s === 1) && channels >= filters) return convolutionBack(w, dy, filter, node, at, bias)
  // Rows of the picture that strides pass over.
  const over = at.map(({ out, before, after }, i) => (node.shape[1 + i] as number) - ((out - 1) * strides[i]! + kernel[i]! - before - after))
  return w.add('ConvTranspose', [dy.first(), filterFirst(w, filter), ...bias], { strides, pads: padsOf(at), output_padding: over, kernel_shape: kernel })
}

/** Without strides: the convolution of `dy` with the filter, its taps in the opposite order. */
function convolutionBack(w: OnnxWriter, dy: Operand, filter: Operand, node: Written, at: readonly [Window, Window], bias: readonly string[]): string {
  const kernel = filter.shape.slice(0, 2) as number[]
  const turned = w.once(`turned ${filter.last()}`, () => {
    const taps = kernel.every((n) => n === 1) ? filter.last() : w.add('Slice', [filter.last(), w.integers([-1, -1]), w.integers(kernel.map((n) => -n - 1)), w.integers([0, 1]), w.integers([-1, -1])])
    return w.transpose(taps, filter.shape, [2, 3, 0, 1])
  })
  const before = at.map((window, i) => kernel[i]! - 1 - window.before)
  const after = at.map((window, i) => (node.shape[1 + i] as number) - window.out + window.before)
  return w.add('Conv', [dy.first(), turned, ...bias], { strides: [1, 1], pads: [...before, ...after], kernel_shape: kernel })
}

/**
 * From so many channels on, a filter gradient is made of products: the Conv with batch and channels exchanged makes few numbers (the taps)
 * at a time out of many, which onnxruntime does at half the speed of products, in one thread. Pixels of fewer channels are slow to pick out.
 */
const CHANNELS_FOR_PRODUCTS = 4

/** Result in the graph's order. */
export const writeFilterGradient = (w: OnnxWriter, x: Operand, dy: Operand, node: Written): string =>
  (x.shape[3] as number) < CHANNELS_FOR_PRODUCTS ? slidingGradient(w, x, dy, node) : gradientByRow(w, x, dy, node)

/**
 * `dW[u, v] = Σ x[b, i·s + u − p, j·s + v − q]ᵀ dy[b, i, j]`: for each row of taps a product of the pixels that it meets with the slopes.
 * All rows at once would go through more memory than caches hold, single taps through more operators than pay.
 */
function gradientByRow(w: OnnxWriter, x: Operand, dy: Operand, node: Written): string {
  const { strides } = convAttrs(node.attrs)
  const [vertical, horizontal] = windows(x.shape, node.shape, node)
  const [height, width, channels, filters] = node.shape as readonly [number, number, number, number]
  const columns = (x.shape[2] as number) + horizontal.before + horizontal.after
  const rows = productOf(dy.shape.slice(0, 3))
  const pixels = pixelsOf(w, x, [vertical, horizontal])
  const slopes = w.reshape(dy.last(), [rows, filters])
  const products = [...Array(height).keys()].map((u) => {
    const met = [...Array(vertical.out * horizontal.out * width).keys()].map((n) => {
      const [i, j, v] = [Math.floor(n / width / horizontal.out), Math.floor(n / width) % horizontal.out, n % width]
      return (i * strides[0]! + u) * columns + j * strides[1]! + v
    })
    const taps = w.reshape(w.add('Gather', [pixels, w.integers(met)], { axis: 1 }), [rows, width * channels])
    return w.add('Gemm', [taps, slopes], { transA: 1 })
  })
  return w.reshape(height === 1 ? products[0]! : w.add('Concat', products, { axis: 0 }), node.shape)
}

/** A picture with its margins of zeros, as [B, pixels, C]. */
function pixelsOf(w: OnnxWriter, x: Operand, at: readonly [Window, Window]): string {
  const [top, left, bottom, right] = padsOf(at) as readonly [number, number, number, number]
  const [batch, height, width, channels] = x.shape as readonly [Dim, number, number, number]
  return w.once(`pixels ${x.last()} ${padsOf(at).join()}`, () => {
    const padded = padsOf(at).some((n) => n > 0) ? w.add('Pad', [x.last(), w.integers([0, top, left, 0, 0, bottom, right, 0]), w.scalar(0)]) : x.last()
    return w.reshape(padded, [batch, (height + top + bottom) * (width + left + right), channels])
  })
}

/** As a Conv in which batch and channels change places. */
function slidingGradient(w: OnnxWriter, x: Operand, dy: Operand, node: Written): string {
  const { strides } = convAttrs(node.attrs)
  const at = windows(x.shape, node.shape, node)
  const kernel = node.shape.slice(0, 2) as number[]
  const taps = at.map((_, i) => dy.shape[1 + i] as number)
  const sliding = w.add('Conv', [channelsOutside(w, x), channelsOutside(w, dy)], { dilations: strides, strides: [1, 1], pads: padsOf(at), kernel_shape: taps })
  const found = at.map(({ before, after }, i) => (x.shape[1 + i] as number) + before + after - (taps[i]! - 1) * strides[i]!)
  // Where strides do not reach the picture's edge there are more positions than taps.
  const exact = found.every((n, i) => n === kernel[i]) ? sliding : w.add('Slice', [sliding, w.integers([0, 0]), w.integers(kernel), w.integers([2, 3])])
  return w.transpose(exact, [x.shape[3]!, dy.shape[3]!, ...kernel], [2, 3, 0, 1])
}

/** [C, B, H, W] from whichever order is there. */
function channelsOutside(w: OnnxWriter, x: Operand): string {
  const [from, perm] = x.made === 'first' ? [x.first(), [1, 0, 2, 3]] as const : [x.last(), [3, 0, 1, 2]] as const
  const shape = x.made === 'first' ? FIRST.map((axis) => x.shape[axis]!) : x.shape
  return w.once(`outside ${from}`, () => w.transpose(from, shape, perm))
}
