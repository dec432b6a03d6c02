/**
 * Transposed convolutions as ordinary ones, for engines whose kernel for them is slow (tfjs on wasm). The s·s pixels that stand
 * in one cell of the strides are sums over the same few slopes with different taps of the filter: one convolution makes them
 * all as channels, which are then laid out as pixels.
 *
 *     dx[a·s + φ − p] = Σ_j dy[a − j] · w[φ + j·s]      for each φ < s, and likewise along the width
 */
import type { Dim, Node, Program, Shape } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import { productOf } from '../graph/graph.ts'
import { rebuild } from '../graph/rebuild.ts'
import { reshape, transpose } from '../ops/compose.ts'
import { convAttrs, windowOf } from '../ops/convolution.ts'

export const inputGradientsAsConvolutions = (program: Program): Program => rebuild(program, (node, inputs, b) =>
  node.op === 'conv2dInputGradient' ? asConvolution(b, node, inputs[0]!, inputs[1]!) : b.add(node.op, inputs, node.attrs))

/** The height or the width: how many cells there are, how many of them reach into a pixel, zeros cut off before. */
interface Axis { readonly stride: number; readonly cells: number; readonly taps: number; readonly slopes: number; readonly size: number; readonly before: number }

function axisOf(size: number, kernel: number, stride: number, padding: string): Axis {
  const { out, before } = windowOf(size, kernel, stride, 1, padding)
  return { stride, size, before, slopes: out, cells: Math.ceil((before + size) / stride), taps: Math.ceil(kernel / stride) }
}

function asConvolution(b: Builder, node: Node, dy: Ref, filter: Ref): Ref {
  const { strides, padding } = convAttrs(node.attrs)
  const [batch, , , channels] = node.shape as readonly [Dim, Dim, Dim, number]
  const [height, width] = [0, 1].map((i) => axisOf(node.shape[1 + i] as number, filter.shape[i] as number, strides[i]!, padding)) as [Axis, Axis]
  const margins = [height, width].map(({ taps, cells, slopes }) => [taps - 1, cells - slopes])
  const cells = b.add('conv2d', [padded(b, dy, [[0, 0], ...margins, [0, 0]]), cellFilter(b, filter, height, width)], { strides: [1, 1], padding: 'valid' })
  const rows = productOf([batch, height.cells])
  const inCells = reshape(b, cells, [rows, width.cells, height.stride, width.stride * channels])
  const pixels = reshape(b, transpose(b, inCells, [0, 2, 1, 3]), [batch, height.cells * height.stride, width.cells * width.stride, channels])
  return sliced(b, pixels, [0, height.before, width.before, 0], node.shape)
}

/** The filter [h, w, C, F] as one from slopes to cells: [h / s, w / s, F, s·s·C], its taps in the opposite order. */
function cellFilter(b: Builder, filter: Ref, height: Axis, width: Axis): Ref {
  const [h, w, channels, filters] = filter.shape as readonly [number, number, number, number]
  const whole = padded(b, filter, [[0, height.taps * height.stride - h], [0, width.taps * width.stride - w], [0, 0], [0, 0]])
  const apart = reshape(b, whole, [height.taps, height.stride, width.taps, width.stride, channels, filters])
  const turned = transpose(b, b.add('reverse', [apart], { axes: [0, 2] }), [0, 2, 5, 1, 3, 4])
  return reshape(b, turned, [height.taps, width.taps, filters, height.stride * width.stride * channels])
}

const padded = (b: Builder, x: Ref, paddings: readonly (readonly number[])[]): Ref =>
  paddings.flat().some((n) => n > 0) ? b.add('pad', [x], { paddings }) : x

const sliced = (b: Builder, x: Ref, begin: readonly number[], size: Shape): Ref =>
  begin.some((n) => n > 0) || x.shape[1] !== size[1] || x.shape[2] !== size[2] ? b.add('slice', [x], { begin, size }) : x
