/** Turns every `random` node into a feed of kind `noise`, which the runtime fills from the seed. */
import type { Feed, NoiseSpec, Program } from '../graph/graph.ts'
import { rebuild } from '../graph/rebuild.ts'
import { numberAttr, textAttr } from '../ops/attrs.ts'
import { GraphError } from '../graph/error.ts'

export const noiseToInputs = (program: Program): Program => rebuild(program, (node, inputs, b) => {
  if (node.op !== 'random') return b.add(node.op, inputs, node.attrs)
  const { attrs, shape, dtype } = node
  const noise: NoiseSpec = {
    distribution: distributionOf(textAttr(attrs, 'distribution')),
    stream: textAttr(attrs, 'stream') === 'eval' ? 'eval' : 'train',
    site: textAttr(attrs, 'site'),
    draws: numberAttr(attrs, 'draws'),
    size: numberAttr(attrs, 'size'),
    pass: numberAttr(attrs, 'pass'),
  }
  const feed: Feed = { name: noiseFeedName(noise), shape, dtype, kind: 'noise', noise }
  return b.input(feed)
})

/** `noise:z`, `noise:z:pass1`, `noise:z:eval`: one name a site, stream and pass. */
export const noiseFeedName = ({ site, stream, pass }: Pick<NoiseSpec, 'site' | 'stream' | 'pass'>): string =>
  `noise:${site}${stream === 'eval' ? ':eval' : ''}${pass > 0 ? `:pass${pass}` : ''}`

function distributionOf(name: string): NoiseSpec['distribution'] {
  if (name === 'normal' || name === 'uniform' || name === 'categorical') return name
  throw new GraphError(`noise of distribution '${name}'`)
}
