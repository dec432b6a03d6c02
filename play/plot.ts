/** One number over the rounds of a training, as a line that grows; on the test split as dots. A panel a number, for their levels differ. */
import { shortNumber } from '../runtime/train/words.ts'
import { made } from './element.ts'

const SVG = 'http://www.w3.org/2000/svg'
/** Units of the drawing, which is stretched to its place. */
const WIDTH = 400
const HEIGHT = 100
/** Room for half a dot at the right end. */
const DOT = 6
/** More points than a panel has pixels are halved in number. */
const MOST = 400
/** Once there are so many points, the first ones, from before anything was learnt, do not set the scale. */
const SETTLED = 30
const UNSETTLED = 0.04
/** A positive curve that spans more than this has a logarithmic axis. */
const WIDE = 50

export interface Panel {
  readonly element: HTMLElement
  /** `x`: rounds done. */
  readonly add: (x: number, value: number) => void
  readonly test: (x: number, value: number) => void
}

interface Point { readonly x: number; readonly y: number }

export function makePanel(name: string, colour: string): Panel {
  const element = made('figure', 'panel')
  const caption = made('figcaption')
  const now = made('output', 'now')
  caption.append(made('span', 'name', name), now)
  const box = made('div', 'box')
  const [high, low] = [made('span', 'high'), made('span', 'low')]
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`)
  svg.setAttribute('preserveAspectRatio', 'none')
  svg.setAttribute('role', 'img')
  svg.style.color = colour
  const [line, dots] = [path('line'), path('dots')]
  svg.append(line, dots)
  const scale = made('div', 'scale')
  scale.append(high, low)
  box.append(svg, scale)
  element.append(caption, box)

  let trained: readonly Point[] = []
  const tested: Point[] = []
  let waiting = false
  const draw = (): void => {
    waiting = false
    const settled = trained.length > SETTLED ? trained.slice(Math.ceil(trained.length * UNSETTLED)) : trained
    const values = [...settled, ...tested].map(({ y }) => y)
    if (values.length === 0) return
    const [least, most] = [Math.min(...values), Math.max(...values)]
    const log = least > 0 && most > WIDE * least
    const scaled = (y: number): number => (log ? Math.log(Math.max(y, least / 10)) : y)
    const [bottom, top] = [scaled(least), scaled(most)]
    const room = top > bottom ? (top - bottom) * 0.06 : Math.max(1e-12, Math.abs(top) * 0.1)
    const last = Math.max(1, ...[...trained.slice(-1), ...tested.slice(-1)].map(({ x }) => x))
    const at = ({ x, y }: Point): string => `${((x / last) * (WIDTH - DOT)).toFixed(1)} ${(HEIGHT * (1 - (scaled(y) - bottom + room) / (top - bottom + 2 * room))).toFixed(2)}`
    line.setAttribute('d', trained.length === 1 ? `M${at(trained[0]!)}h0.01` : `M${trained.map(at).join('L')}`)
    dots.setAttribute('d', tested.map((point) => `M${at(point)}h0.01`).join(''))
    high.textContent = shortNumber(most)
    low.textContent = `${shortNumber(least)}${log ? ' (log)' : ''}`
    svg.setAttribute('aria-label', `${name}: from ${shortNumber(trained[0]?.y ?? least)} to ${now.textContent}`)
  }
  const later = (): void => {
    if (!waiting) requestAnimationFrame(draw)
    waiting = true
  }
  return {
    element,
    add(x, y) {
      if (!Number.isFinite(y)) return
      trained = [...(trained.length >= MOST ? halved(trained) : trained), { x, y }]
      now.textContent = shortNumber(y)
      later()
    },
    test(x, y) {
      if (!Number.isFinite(y)) return
      tested.push({ x, y })
      if (trained.length === 0) now.textContent = shortNumber(y)
      later()
    },
  }
}

const halved = (points: readonly Point[]): readonly Point[] => points.flatMap((point, i) => {
  const next = points[i + 1]
  return i % 2 === 1 ? [] : [next === undefined ? point : { x: next.x, y: (point.y + next.y) / 2 }]
})

function path(className: string): SVGPathElement {
  const element = document.createElementNS(SVG, 'path')
  element.setAttribute('class', className)
  return element
}
