/** Frames of one moving chart on the same axes: what moves is the points, not the scale. */
import type { Chart } from './theme.ts'

type Domain = readonly [number, number]
type Place = { readonly x: Domain; readonly y: Domain }

/**
 * Charts of one figure, each panel on axes that hold it in all of them, of one scale as before. Axes whose ends no chart
 * states are left to the chart library.
 */
export function withSharedAxes(charts: readonly Chart[]): readonly Chart[] {
  const panels = charts.map(panelsOf)
  const most = Math.max(0, ...panels.map((own) => own.length))
  const shared = Array.from({ length: most }, (_, i) => around(panels.flatMap((own) => (own[i] === undefined ? [] : placesOf(own[i])))))
  return charts.map((chart, c) => {
    const placed = panels[c]!.map((panel, i) => (shared[i] === null ? panel : inPlace(panel, shared[i]!)))
    return 'hconcat' in chart ? { ...chart, hconcat: placed } : placed[0]!
  })
}

const panelsOf = (chart: Chart): readonly Chart[] => (chart['hconcat'] as readonly Chart[] | undefined) ?? [chart]

const layersOf = (panel: Chart): readonly Chart[] => (panel['layer'] as readonly Chart[] | undefined) ?? []

const encodingOf = (layer: Chart): Chart => (layer['encoding'] as Chart | undefined) ?? {}

function placesOf(panel: Chart): readonly Place[] {
  return layersOf(panel).flatMap((layer) => {
    const [x, y] = (['x', 'y'] as const).map((axis) => domainOf(encodingOf(layer)[axis] as Chart | undefined))
    return x == null || y == null ? [] : [{ x, y }]
  })
}

function domainOf(channel: Chart | undefined): Domain | null {
  const domain = (channel?.['scale'] as Chart | undefined)?.['domain']
  return Array.isArray(domain) && domain.length === 2 && domain.every((end) => typeof end === 'number') ? (domain as unknown as Domain) : null
}

/** The smallest square around all places; null where they are one, or none. */
function around(places: readonly Place[]): Place | null {
  if (new Set(places.map((place) => JSON.stringify(place))).size < 2) return null
  const ends = (axis: 'x' | 'y'): Domain => [Math.min(...places.map((place) => place[axis][0])), Math.max(...places.map((place) => place[axis][1]))]
  const [x, y] = [ends('x'), ends('y')]
  const half = Math.max(x[1] - x[0], y[1] - y[0]) / 2
  const centred = ([low, high]: Domain): Domain => [(low + high) / 2 - half, (low + high) / 2 + half]
  return { x: centred(x), y: centred(y) }
}

function inPlace(panel: Chart, place: Place): Chart {
  const channel = (encoding: Chart, axis: 'x' | 'y'): Chart => {
    const own = encoding[axis] as Chart | undefined
    return domainOf(own) === null ? {} : { [axis]: { ...own, scale: { ...(own!['scale'] as Chart), domain: place[axis] } } }
  }
  return { ...panel, layer: layersOf(panel).map((layer) => ({ ...layer, encoding: { ...encodingOf(layer), ...channel(encodingOf(layer), 'x'), ...channel(encodingOf(layer), 'y') } })) }
}
