/**
 * Filter gradients as convolutions, for engines without the kernel (tfjs on wasm): with batch and channel axes exchanged, the
 * gradient of the result is the filter that slides over the picture, its taps `strides` apart.
 *
 *     dW[u, v, c, f] = Σ_b Σ_ij x[b, i·s + u − p, j·s + v − q, c] · dy[b, i, j, f]
 */
import type { Node, Program } from '../graph/graph.ts'
import type { Builder, Ref } from '../graph/builder.ts'
import { rebuild } from '../graph/rebuild.ts'
import { convAttrs, windowOf } from '../ops/convolution.ts'
import { transpose } from '../ops/compose.ts'

export const filterGradientsAsConvolutions = (program: Program): Program => rebuild(program, (node, inputs, b) =>
  node.op === 'conv2dFilterGradient' ? asConvolution(b, node, inputs[0]!, inputs[1]!) : b.add(node.op, inputs, node.attrs))

function asConvolution(b: Builder, node: Node, x: Ref, dy: Ref): Ref {
  const { strides, padding } = convAttrs(node.attrs)
  const [height, width] = [1, 2].map((axis, i) => windowOf(x.shape[axis] as number, node.shape[i] as number, strides[i]!, 1, padding))
  const channelsFirst = transpose(b, x, [3, 1, 2, 0])
  const zeros = [height!.before, height!.after, width!.before, width!.after]
  const padded = zeros.some((n) => n > 0)
    ? b.add('pad', [channelsFirst], { paddings: [[0, 0], [zeros[0]!, zeros[1]!], [zeros[2]!, zeros[3]!], [0, 0]] })
    : channelsFirst
  const slopes = transpose(b, dy, [1, 2, 0, 3])
  const sliding = b.add('conv2d', [padded, slopes], { strides: [1, 1], padding: 'valid', dilations: strides })
  // Where strides do not reach the picture's edge there are more positions than taps.
  const [channels, , , filters] = sliding.shape
  const size = [channels!, node.shape[0]!, node.shape[1]!, filters!]
  const taps = sliding.shape[1] === size[1] && sliding.shape[2] === size[2] ? sliding : b.add('slice', [sliding], { begin: [0, 0, 0, 0], size })
  return transpose(b, taps, [1, 2, 0, 3])
}
