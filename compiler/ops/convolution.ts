/**
 * Two-dimensional convolution, NHWC pictures and HWIO filters, padding as TensorFlow has it. The convolution, its
 * gradient by the picture (which is the transposed convolution) and its gradient by the filter are the three sides of
 * one trilinear form, so each is a gradient of the other two and the set is closed under differentiation.
 */
import type { Attrs, Shape } from '../graph/graph.ts'
import type { Op, Tensor64, TensorType } from './op.ts'
import { sameDim, sameShape, showShape } from '../graph/graph.ts'
import { GraphError } from '../graph/error.ts'
import { numbersAttr, shapeAttr, textAttr } from './attrs.ts'
import { countOf, knownSize, resolveShape } from './shapes.ts'
import { tensor64 } from './tensors.ts'

export interface Window { readonly out: number; readonly before: number; readonly after: number }

/**
 * One spatial axis of a convolution: output size and zeros added before and after (`same`: out = ⌈in/stride⌉, the odd zero behind;
 * `valid`: none). `reach` is the kernel's extent with dilation.
 */
export function windowOf(size: number, kernel: number, stride: number, dilation: number, padding: string): Window {
  const reach = (kernel - 1) * dilation + 1
  if (padding === 'valid') {
    if (reach > size) throw new GraphError(`a kernel of ${reach} is larger than the ${size} it slides over`)
    return { out: Math.floor((size - reach) / stride) + 1, before: 0, after: 0 }
  }
  if (padding !== 'same') throw new GraphError(`padding '${padding}': 'same' or 'valid'`)
  const out = Math.ceil(size / stride)
  const total = Math.max((out - 1) * stride + reach - size, 0)
  return { out, before: Math.floor(total / 2), after: total - Math.floor(total / 2) }
}

export interface ConvAttrs { readonly strides: readonly number[]; readonly dilations: readonly number[]; readonly padding: string }

export const convAttrs = (attrs: Attrs): ConvAttrs => ({
  strides: numbersAttr(attrs, 'strides', [1, 1]),
  dilations: numbersAttr(attrs, 'dilations', [1, 1]),
  padding: textAttr(attrs, 'padding', 'valid'),
})

/** Window of the height (0) or width (1) for a picture and a filter of these shapes. */
function windowsOf(picture: Shape, filter: Shape, attrs: Attrs): readonly [Window, Window] {
  const { strides, dilations, padding } = convAttrs(attrs)
  const at = (i: 0 | 1): Window =>
    windowOf(knownSize(picture[1 + i], 'a picture'), knownSize(filter[i], 'a kernel'), strides[i]!, dilations[i]!, padding)
  return [at(0), at(1)]
}

/** The result's shape, with everything checked. */
function resultShape(picture: Shape, filter: Shape, attrs: Attrs): Shape {
  if (picture.length !== 4 || filter.length !== 4 || !sameDim(picture[3]!, filter[2]!)) {
    throw new GraphError(`convolution of ${showShape(picture)} with ${showShape(filter)}`)
  }
  const [height, width] = windowsOf(picture, filter, attrs)
  return [picture[0]!, height.out, width.out, filter[3]!]
}

const floats = (inputs: readonly TensorType[], op: string): void => {
  if (inputs.length !== 2 || inputs.some((t) => t.dtype !== 'float32')) throw new GraphError(`${op} takes two float32 tensors`)
}

/** Calls `visit` with offsets into picture, filter and result for every product that the convolution sums. */
function eachProduct(picture: readonly number[], filter: readonly number[], attrs: Attrs, visit: (x: number, w: number, y: number) => void): void {
  const { strides, dilations } = convAttrs(attrs)
  const [vertical, horizontal] = windowsOf(picture, filter, attrs)
  const [batch, height, width, channels] = picture as [number, number, number, number]
  const [kernelHeight, kernelWidth, , filters] = filter as [number, number, number, number]
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < vertical.out; i++) {
      for (let j = 0; j < horizontal.out; j++) {
        for (let u = 0; u < kernelHeight; u++) {
          const row = i * strides[0]! + u * dilations[0]! - vertical.before
          if (row < 0 || row >= height) continue
          for (let v = 0; v < kernelWidth; v++) {
            const column = j * strides[1]! + v * dilations[1]! - horizontal.before
            if (column < 0 || column >= width) continue
            for (let c = 0; c < channels; c++) {
              const x = ((n * height + row) * width + column) * channels + c
              const w = ((u * kernelWidth + v) * channels + c) * filters
              const y = ((n * vertical.out + i) * horizontal.out + j) * filters
              for (let f = 0; f < filters; f++) visit(x, w + f, y + f)
            }
          }
        }
      }
    }
  }
}

const plain = (attrs: Attrs): Attrs => {
  const { strides, dilations, padding } = convAttrs(attrs)
  if (dilations.some((d) => d !== 1)) throw new GraphError('a dilated convolution is made by passes, after differentiation')
  return { strides, padding }
}

const write = (attrs: Attrs, padding: string): string => {
  const { strides, dilations } = convAttrs(attrs)
  return `[${strides.join(', ')}], ${padding}${dilations.some((d) => d !== 1) ? `, 'NHWC', [${dilations.join(', ')}]` : ''}`
}

/**
 * The padding as tfjs takes it. Where strides pass over the last rows of a picture altogether, tfjs 4.22 on wasm gives zeros for
 * 'same' (its kernel computes a padding below 0): there the zeros to add are written out.
 */
export function writePadding(picture: Shape, filter: Shape, attrs: Attrs): string {
  const { strides, dilations, padding } = convAttrs(attrs)
  const windows = windowsOf(picture, filter, attrs)
  const passesOver = windows.some(({ out }, i) =>
    (out - 1) * strides[i]! + ((filter[i] as number) - 1) * dilations[i]! + 1 < (picture[1 + i] as number))
  if (padding !== 'same' || !passesOver) return `'${padding}'`
  return `[[0, 0], ${windows.map(({ before, after }) => `[${before}, ${after}]`).join(', ')}, [0, 0]]`
}

const conv2d: Op = {
  name: 'conv2d',
  doc: 'Convolution of a picture [B, H, W, C] with a filter [h, w, C, F]: `strides`, `padding` same or valid, `dilations` after differentiation only.',
  infer(inputs, attrs) {
    floats(inputs, 'conv2d')
    return { shape: resultShape(inputs[0]!.shape, inputs[1]!.shape, attrs), dtype: 'float32' }
  },
  vjp(b, node, [x, w], _y, dy) {
    const attrs = plain(node.attrs)
    return [
      b.add('conv2dInputGradient', [dy, w!], { ...attrs, shape: x!.shape }),
      b.add('conv2dFilterGradient', [x!, dy], { ...attrs, shape: w!.shape }),
    ]
  },
  evaluate([x, w], attrs) {
    const out = tensor64(resultShape(x!.shape, w!.shape, attrs) as number[])
    eachProduct(x!.shape, w!.shape, attrs, (i, j, k) => { out.data[k]! += x!.data[i]! * w!.data[j]! })
    return out
  },
  flops: ([, w], output) => 2 * countOf(output) * w![0]! * w![1]! * w![2]!,
  tfjs: ([x, w], attrs, _node, dims) =>
    `tf.conv2d(${x}, ${w}, ${write(attrs, writePadding(dims.inputShapes[0]!, dims.inputShapes[1]!, attrs))})`,
}

const conv2dInputGradient: Op = {
  name: 'conv2dInputGradient',
  doc: 'The gradient of conv2d by its picture of `shape`, given that of its result [B, H′, W′, F] and the filter: the transposed convolution.',
  infer(inputs, attrs) {
    floats(inputs, 'conv2dInputGradient')
    const shape = shapeAttr(attrs, 'shape')
    if (!sameShape(resultShape(shape, inputs[1]!.shape, plain(attrs)), inputs[0]!.shape)) {
      throw new GraphError(`${showShape(inputs[0]!.shape)} is not conv2d of ${showShape(shape)} with ${showShape(inputs[1]!.shape)}`)
    }
    return { shape, dtype: 'float32' }
  },
  vjp(b, node, [dy, w], _y, dz) {
    const attrs = plain(node.attrs)
    return [b.add('conv2d', [dz, w!], attrs), b.add('conv2dFilterGradient', [dz, dy!], { ...attrs, shape: w!.shape })]
  },
  evaluate([dy, w], attrs, sizes) {
    const out: Tensor64 = tensor64(resolveShape(shapeAttr(attrs, 'shape'), sizes))
    eachProduct(out.shape, w!.shape, attrs, (i, j, k) => { out.data[i]! += dy!.data[k]! * w!.data[j]! })
    return out
  },
  flops: ([dy, w]) => 2 * countOf(dy!) * w![0]! * w![1]! * w![2]!,
  tfjs: ([dy, w], attrs, _node, dims) => `tf.conv2dTranspose(${dy}, ${w}, ${dims.shape(shapeAttr(attrs, 'shape'))}, ${write(attrs, `'${convAttrs(attrs).padding}'`)})`,
}

const conv2dFilterGradient: Op = {
  name: 'conv2dFilterGradient',
  doc: 'The gradient of conv2d by its filter of `shape`, given the picture and the gradient of the result.',
  infer(inputs, attrs) {
    floats(inputs, 'conv2dFilterGradient')
    const shape = shapeAttr(attrs, 'shape')
    if (!sameShape(resultShape(inputs[0]!.shape, shape, plain(attrs)), inputs[1]!.shape)) {
      throw new GraphError(`${showShape(inputs[1]!.shape)} is not conv2d of ${showShape(inputs[0]!.shape)} with ${showShape(shape)}`)
    }
    return { shape, dtype: 'float32' }
  },
  vjp(b, node, [x, dy], _y, dw) {
    const attrs = plain(node.attrs)
    return [b.add('conv2dInputGradient', [dy!, dw], { ...attrs, shape: x!.shape }), b.add('conv2d', [x!, dw], attrs)]
  },
  evaluate([x, dy], attrs, sizes) {
    const out = tensor64(resolveShape(shapeAttr(attrs, 'shape'), sizes))
    eachProduct(x!.shape, out.shape, attrs, (i, j, k) => { out.data[j]! += x!.data[i]! * dy!.data[k]! })
    return out
  },
  flops: ([, dy], output) => 2 * countOf(dy!) * output[0]! * output[1]! * output[2]!,
  // The public API has no function for this kernel; engines without the kernel get the pass `filter-gradients`.
  tfjs([x, dy], attrs, _node, dims) {
    const { strides, padding } = convAttrs(attrs)
    return `tf.engine().runKernel('Conv2DBackpropFilter', { x: ${x}, dy: ${dy} }, { strides: [${strides.join(', ')}], pad: '${padding}', `
      + `dataFormat: 'NHWC', filterShape: ${dims.shape(shapeAttr(attrs, 'shape'))} })`
  },
}

export const convolutionOps: readonly Op[] = [conv2d, conv2dInputGradient, conv2dFilterGradient]
