/** Functions of images, [height, width, channels], and of signals, [steps, channels], without weights. */
import type { Axis, Expr } from '../../model/model.ts'
import { imageOf, signalOf } from '../layers.ts'
import { callExpr } from '../make.ts'
import type { Param } from '../signature.ts'
import { axesOf } from '../value.ts'
import { unfit, valueOf, type FunctionRow, type Site } from './row.ts'

const X: Param = { name: 'x', kind: 'value', doc: 'an image' }
const S: Param = { name: 'x', kind: 'value', doc: 'a signal' }

function withImage(site: Site, name: string, result: (image: { height: number; width: number; channels: number }, x: Expr) => Expr | null): Expr | null {
  const x = valueOf(site, 'x')
  const image = imageOf(name, x.type)
  return 'needs' in image ? unfit(site, name, x, image.needs, image.help) : result(image, x)
}

function withSignal(site: Site, name: string, result: (signal: { steps: number; channels: number }, x: Expr) => Expr | null): Expr | null {
  const x = valueOf(site, 'x')
  const signal = signalOf(name, x.type)
  return 'needs' in signal ? unfit(site, name, x, signal.needs, signal.help) : result(signal, x)
}

const sized = (x: Expr, shape: readonly Axis[]): Expr['type'] => ({ ...x.type, shape })

/** Windows side by side: the stride is the window. What is left over at the end is cut off. */
const pool = (name: 'averagePool2d' | 'maxPool2d', doc: string): FunctionRow => ({
  name,
  doc,
  params: [X, { name: 'poolSize', kind: 'pair', doc: 'height and width of the window' }],
  check: (site) => withImage(site, name, ({ height, width, channels }, x) => {
    const [ph, pw] = site.options['poolSize'] as readonly [number, number]
    const [h, w] = [Math.floor(height / ph), Math.floor(width / pw)]
    if (h < 1 || w < 1) return unfit(site, name, x, `an image of at least [${ph}, ${pw}]`, 'Use a smaller window.')
    return callExpr(name, [x], sized(x, axesOf(h, w, channels)), site.span, { size: [ph, pw] })
  }),
})

const poolSignal = (name: 'averagePool1d' | 'maxPool1d', doc: string): FunctionRow => ({
  name,
  doc,
  params: [S, { name: 'poolSize', kind: 'size', doc: 'steps of the window' }],
  check: (site) => withSignal(site, name, ({ steps, channels }, x) => {
    const size = site.options['poolSize'] as number
    const count = Math.floor(steps / size)
    if (count < 1) return unfit(site, name, x, `at least ${size} steps`, 'Use a smaller window.')
    return callExpr(name, [x], sized(x, axesOf(count, channels)), site.span, { size })
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
      return callExpr('upSampling2d', [x], sized(x, axesOf(height * a, width * b, channels)), site.span, { size: [a, b] })
    }),
  },
  poolSignal('averagePool1d', 'The mean of each window of a signal.'),
  poolSignal('maxPool1d', 'The largest number of each window of a signal.'),
  {
    name: 'upSampling1d',
    doc: 'Repeats every step.',
    params: [S, { name: 'size', kind: 'size', default: 2, doc: 'how often' }],
    check: (site) => withSignal(site, 'upSampling1d', ({ steps, channels }, x) => {
      const size = site.options['size'] as number
      return callExpr('upSampling1d', [x], sized(x, axesOf(steps * size, channels)), site.span, { size })
    }),
  },
  {
    name: 'resize',
    doc: 'The image at another size.',
    params: [
      X, { name: 'height', kind: 'size', doc: 'the new height' }, { name: 'width', kind: 'size', doc: 'the new width' },
      {
        name: 'method', kind: 'word', words: ['bilinear', 'nearest', 'bicubic'], default: 'bilinear', named: true,
        doc: 'bilinear blends two pixels each way, bicubic four and overshoots at edges, nearest repeats',
      },
    ],
    check: (site) => withImage(site, 'resize', ({ channels }, x) => {
      const [height, width] = [site.options['height'] as number, site.options['width'] as number]
      const method = site.options['method'] as string
      // A cubic goes below 0 beside an edge, and above 1.
      const type = { ...sized(x, axesOf(height, width, channels)), ...(method === 'bicubic' && { range: null }) }
      return callExpr('resize', [x], type, site.span, { size: [height, width], method })
    }),
  },
]
