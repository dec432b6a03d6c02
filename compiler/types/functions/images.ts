/** Functions of images, [height, width, channels], without weights. */
import type { Expr } from '../../model/model.ts'
import { imageOf } from '../layers.ts'
import { callExpr } from '../make.ts'
import type { Param } from '../signature.ts'
import { unfit, valueOf, type FunctionRow, type Site } from './row.ts'

const X: Param = { name: 'x', kind: 'value', doc: 'an image' }

function withImage(site: Site, name: string, result: (image: { height: number; width: number; channels: number }, x: Expr) => Expr | null): Expr | null {
  const x = valueOf(site, 'x')
  const image = imageOf(name, x.type)
  return 'needs' in image ? unfit(site, name, x, image.needs, image.help) : result(image, x)
}

const sized = (height: number, width: number, channels: number): Expr['type']['shape'] => [{ size: height }, { size: width }, { size: channels }]

/** Windows side by side: the stride is the window. */
const pool = (name: 'averagePool2d' | 'maxPool2d', doc: string): FunctionRow => ({
  name,
  doc,
  params: [X, { name: 'poolSize', kind: 'pair', doc: 'height and width of the window' }],
  check: (site) => withImage(site, name, ({ height, width, channels }, x) => {
    const [ph, pw] = site.options['poolSize'] as readonly [number, number]
    const [h, w] = [Math.floor(height / ph), Math.floor(width / pw)]
    if (h < 1 || w < 1) return unfit(site, name, x, `an image of at least [${ph}, ${pw}]`, 'Use a smaller window.')
    return callExpr(name, [x], { ...x.type, shape: sized(h, w, channels) }, site.span, { size: [ph, pw] })
  }),
})

export const IMAGES: readonly FunctionRow[] = [
  pool('averagePool2d', 'The mean of each window.'),
  pool('maxPool2d', 'The largest number of each window.'),
  {
    name: 'upSampling2d',
    doc: 'Repeats every pixel.',
    params: [X, { name: 'size', kind: 'pair', default: 2, doc: 'how often, down and across' }],
    check: (site) => withImage(site, 'upSampling2d', ({ height, width, channels }, x) => {
      const [a, b] = site.options['size'] as readonly [number, number]
      return callExpr('upSampling2d', [x], { ...x.type, shape: sized(height * a, width * b, channels) }, site.span, { size: [a, b] })
    }),
  },
  {
    name: 'resize',
    doc: 'The image at another size.',
    params: [
      X, { name: 'height', kind: 'size', doc: 'the new height' }, { name: 'width', kind: 'size', doc: 'the new width' },
      { name: 'method', kind: 'word', words: ['bilinear', 'nearest'], default: 'bilinear', named: true, doc: 'bilinear blends, nearest repeats' },
    ],
    check: (site) => withImage(site, 'resize', ({ channels }, x) => {
      const [height, width] = [site.options['height'] as number, site.options['width'] as number]
      return callExpr('resize', [x], { ...x.type, shape: sized(height, width, channels) }, site.span, { size: [height, width], method: site.options['method'] as string })
    }),
  },
]
