import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import type { FigurePlan, FigurePlanItem } from '../../compiler/lower/plan.ts'
import { compare } from '../../runtime/figures/compare.ts'
import { curves, type CurvePoint } from '../../runtime/figures/curves.ts'
import type { Drawing, FigureData } from '../../runtime/figures/drawing.ts'
import { grid } from '../../runtime/figures/grid.ts'
import { heatmap } from '../../runtime/figures/heatmap.ts'
import { histogram } from '../../runtime/figures/histogram.ts'
import { plot } from '../../runtime/figures/plot.ts'
import { enlargement, rangeOf, sheet, tileShape } from '../../runtime/figures/raster.ts'
import { renderPng } from '../../runtime/figures/render.ts'
import { scatter } from '../../runtime/figures/scatter.ts'
import { signal } from '../../runtime/figures/signal.ts'
import { strip } from '../../runtime/figures/strip.ts'
import { chartSvg } from '../../runtime/figures/svg.ts'
import { warp } from '../../runtime/figures/warp.ts'

interface Item extends Partial<FigurePlanItem> { readonly values: readonly number[] }

function figure(kind: FigurePlan['kind'], axes: readonly number[], items: Readonly<Record<string, Item>>, path?: { readonly points: number; readonly from: readonly number[]; readonly to: readonly number[] }): FigureData {
  const plan: FigurePlan = {
    name: `${kind}-1`, kind, program: kind, axes, path: path ? { points: path.points, axes: path.from.length } : null,
    items: Object.entries(items).map(([label, { group = null, shape = [], range = null }]) => ({ label, group, output: label, shape, range })),
  }
  return {
    plan, valuesOf: (item) => Float32Array.from(items[item.output]!.values),
    from: path ? Float32Array.from(path.from) : null, to: path ? Float32Array.from(path.to) : null,
  }
}

const picture = (n: number, level = 0.5): Item => ({ shape: [2, 2, 1], range: [0, 1], values: Array.from({ length: 4 * n }, (_, i) => (i % 4 === 3 ? 1 : level)) })

const raster = (drawing: Drawing) => {
  if (drawing.kind !== 'raster') throw new Error('a chart')
  return drawing
}

describe('sheets', () => {
  it('enlarge small pictures to about the same size, without smoothing', () => {
    expect([7, 14, 28, 32, 64, 200].map((size) => enlargement({ height: size, width: size, channels: 1 }))).toEqual([12, 6, 3, 3, 1, 1])
    const { pixels, width } = sheet([[{ values: Float32Array.of(0, 0.5, NaN, 1), range: [0, 1] }]], { height: 2, width: 2, channels: 1 })
    const at = (x: number, y: number) => [...pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]
    expect(at(0, 0)).toEqual([255, 255, 255])
    expect([at(2, 2), at(43, 43)]).toEqual([[0, 0, 0], [0, 0, 0]])
    expect([at(44, 2), at(44, 44)]).toEqual([[128, 128, 128], [255, 255, 255]])
    expect(at(2, 44)).toEqual([230, 0, 126])
  })

  it('take grey and colour, over the declared range', () => {
    expect(tileShape([28, 28])).toEqual({ height: 28, width: 28, channels: 1 })
    expect(tileShape([8, 8, 3])).toEqual({ height: 8, width: 8, channels: 3 })
    expect([tileShape([2]), tileShape([8, 8, 2]), tileShape([])]).toEqual([null, null, null])
    expect(rangeOf(Float32Array.of(NaN, -1, 3, Infinity))).toEqual([-1, 3])
  })

  it('grid is square, or has the last binder as columns', () => {
    const square = raster(grid(figure('grid', [10], { x: picture(10) })))
    expect([square.raster.width, square.raster.height]).toEqual([4 * 86 + 2, 3 * 86 + 2])
    const table = raster(grid(figure('grid', [2, 5], { x: picture(10) })))
    expect([table.raster.width, table.raster.height]).toEqual([5 * 86 + 2, 2 * 86 + 2])
  })

  it('grid says what its lines and columns stand for', async () => {
    const data = figure('grid', [2, 3], { x: picture(6) })
    const named = raster(grid({ ...data, plan: { ...data.plan, notes: { positions: [['y = 0', 'y = 1'], ['a = -1', 'a = 0', 'a = 1']] } } }))
    expect(named.captions.map(({ text, top }) => [text, top])).toEqual([['y = 0', 0], ['y = 1', 86]])
    expect(named.columns!.map(({ text, left }) => [text, left])).toEqual([['a = -1', 0], ['a = 0', 86], ['a = 1', 172]])
    const { width, height } = decode(await renderPng(named))
    expect([width > named.raster.width, height > named.raster.height]).toEqual([true, true])
  })

  it('compare has a line for each expression, with its source text beside it', () => {
    const { raster: pixels, captions } = raster(compare(figure('compare', [3], { x: picture(3), 'mean(p(x | z))': picture(3) })))
    expect([pixels.width, pixels.height]).toEqual([3 * 86 + 2, 2 * 86 + 2])
    expect(captions.map(({ text }) => text)).toEqual(['x', 'mean(p(x | z))'])
    expect(raster(compare(figure('compare', [30], { x: picture(30), y: picture(30) }))).captions.map(({ text }) => text)).toEqual(['x', 'y', 'x', 'y'])
  })

  it('strip is one line', () => {
    const { raster: pixels, captions } = raster(strip(figure('strip', [10], { x: picture(10) })))
    expect([pixels.width, pixels.height, captions]).toEqual([10 * 86 + 2, 88, []])
  })

  it('say what does not fit', () => {
    expect(() => grid(figure('grid', [4], { z: { shape: [2], values: [0, 0] } }))).toThrow('grid-1 shows pictures, and z is [2]: use scatter, plot or histogram')
    expect(() => compare(figure('compare', [1], { x: picture(1), y: { shape: [1, 1, 1], values: [0] } }))).toThrow('x is 2×2×1, y is 1×1×1')
  })

  it('are PNG files', async () => {
    const plain = decode(await renderPng(grid(figure('grid', [4], { x: picture(4) }))))
    expect([plain.width, plain.height]).toEqual([2 * 86 + 2, 2 * 86 + 2])
    const captioned = decode(await renderPng(compare(figure('compare', [2], { x: picture(2), xhat: picture(2, 0) }))))
    expect(captioned.width).toBeGreaterThan(2 * 86 + 2)
    expect(captioned.height).toBe(2 * 86 + 2)
  })
})

describe('charts', () => {
  const svgOf = (drawing: Drawing): Promise<string> => {
    if (drawing.kind !== 'chart') throw new Error('pixels')
    return chartSvg(drawing.spec)
  }
  const log: CurvePoint[] = [1, 2, 3].map((i) => ({ stage: 'main', round: 100 * i, train: { reconstruction: 90 / i, regulariser: 20 + i }, test: { reconstruction: 91 / i, regulariser: 21 + i, objective: 112 }, metrics: null }))

  it('curves show every loss term, training and test', async () => {
    const svg = await svgOf(curves(log))
    for (const text of ['reconstruction', 'regulariser', 'training', 'test', 'step']) expect(svg).toContain(`>${text}<`)
    expect(svg).not.toContain('objective')
  })

  it('curves show their first and last dots whole', async () => {
    const svg = await svgOf(curves(log))
    expect(svg).not.toContain('clip-path')
    const dots = [...svg.matchAll(/<path transform="translate\(([\d.]+)[^)]*\)" d="M3/g)].map((match) => Math.round(Number(match[1])))
    expect([dots.length, Math.min(...dots), Math.max(...dots)]).toEqual([6, 8, 452])
  })

  it('curves of very different size get panels', async () => {
    const drawing = curves(log.map((point) => ({ ...point, train: { V: 1.3, generator: 500 / point.round }, test: null })), ['V', 'generator'])
    expect((drawing as { spec: { vconcat?: unknown[] } }).spec.vconcat).toBeUndefined()
    const apart = curves(log.map((point) => ({ ...point, train: { V: 1 + point.round / 1e4, generator: 5e5 / point.round }, test: null })), ['V', 'generator'])
    expect((apart as { spec: { vconcat?: unknown[] } }).spec.vconcat?.length).toBe(2)
  })

  it('curves leave out what is not finite', async () => {
    expect(await svgOf(curves([...log, { ...log[0]!, round: 400, train: { reconstruction: NaN, regulariser: Infinity } }]))).not.toContain('NaN')
  })

  it('heatmap has the first coordinate to the right and the second upwards', () => {
    const drawing = heatmap(figure('heatmap', [9], { 'D(v)': { range: [0, 1], values: [0, 0, 0, 0, 0, 0, 0, 0, 1] } }, { points: 3, from: [0, 10], to: [2, 30] }))
    const { layer } = (drawing as unknown as { spec: { layer: { data: { values: { x: number; x2: number; y: number; y2: number; url: string }[] } }[] } }).spec
    const { x, x2, y, y2, url } = layer[0]!.data.values[0]!
    // The picture reaches half a cell beyond the outermost points, its top being the highest second coordinate.
    expect([x, x2, y, y2]).toEqual([-0.5, 2.5, 35, 5])
    const { width, height, data } = decode(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
    const at = (column: number, row: number): number[] => [...data.subarray((row * width + column) * 3, (row * width + column) * 3 + 3)]
    expect([at(0, height - 1), at(0, 0), at(width - 1, height - 1), at(width - 1, 0)]).toEqual([[255, 255, 255], [255, 255, 255], [255, 255, 255], [8, 48, 107]])
  })

  it('heatmap writes its ticks in full, and says what its axes are', async () => {
    const data = figure('heatmap', [4], { f: { values: [0, 1, 2, 3] } }, { points: 2, from: [-1.5, -1.5], to: [1.5, 1.5] })
    const svg = await svgOf(heatmap({ ...data, plan: { ...data.plan, notes: { variable: 'v' } } }))
    expect(['−0.75', '0.75', 'v[0]', 'v[1]'].filter((text) => !svg.includes(`>${text}<`))).toEqual([])
  })

  it('heatmap carries clouds, and wants a plane', async () => {
    const clouds: Item = { group: 'points', shape: [2], values: [0.5, 15, 99, 99] }
    const svg = await svgOf(heatmap(figure('heatmap', [4], { 'D(v)': { values: [0, 1, 2, 3] }, fake: clouds }, { points: 2, from: [0, 10], to: [1, 20] })))
    expect(svg).toContain('>fake<')
    expect(() => heatmap(figure('heatmap', [2], { f: { values: [0, 1] } }, { points: 2, from: [0], to: [1] }))).toThrow('the path needs two coordinates')
  })

  it('scatter has one scale for both axes', () => {
    const drawing = scatter(figure('scatter', [2], { x: { shape: [2], values: [0, 0, 10, 1] } }))
    const { encoding } = (drawing as unknown as { spec: { layer: { encoding: Record<string, { scale: { domain: number[] } }> }[] } }).spec.layer[0]!
    const length = (axis: string): number => encoding[axis]!.scale.domain[1]! - encoding[axis]!.scale.domain[0]!
    expect(length('x')).toBeCloseTo(length('y'), 9)
    expect(() => scatter(figure('scatter', [2], { x: { shape: [3], values: [1, 2, 3] } }))).toThrow('a point has two coordinates, x has 3')
  })

  it('scatter tells labels apart by colour and shape and names them in their middle; a number has a scale', async () => {
    const points: Item = { shape: [2], values: [0, 0, 1, 0, 2, 0, 5, 5] }
    const drawn = (color: readonly number[]) => (scatter(figure('scatter', [4], { z: points, y: { group: 'color', values: color } })) as unknown as {
      spec: { layer: { data: { values: { x: number; label: unknown }[] }; encoding: Record<string, { scale?: { range?: unknown[] }; type?: string }> }[] }
    }).spec.layer
    const [dots, , names] = drawn([0, 0, 0, 9]) as [ReturnType<typeof drawn>[number], unknown, ReturnType<typeof drawn>[number]]
    expect(new Set(dots.encoding['color']!.scale!.range).size).toBe(2)
    expect(names.data.values).toEqual([{ x: 1, y: 0, label: '0' }, { x: 5, y: 5, label: '9' }])
    expect(drawn([0.5, 1, 2, 3])[0]!.encoding['color']!.type).toBe('quantitative')
  })

  it('scatter draws the circles of a Gaussian, and points of its own beside the rows', async () => {
    const data = figure('scatter', [2], { z: { shape: [2], values: [0, 0, 1, 1] }, n: { shape: [2], values: [1, 0, 0, 1] }, fake: { group: 'points', shape: [2], values: [2, 2, 3, 3, 4, 4] } })
    const svg = await svgOf(scatter({ ...data, plan: { ...data.plan, notes: { gaussians: [null, { mean: 0, std: 1 }, null] } } }))
    for (const text of ['1σ', '2σ', 'fake', 'z[0], n[0], fake[0]']) expect(svg).toContain(`>${text}<`)
  })

  it('warp has the straight grid beside the bent one', async () => {
    const at = Array.from({ length: 25 }, (_, i) => [Math.floor(i / 5), i % 5])
    const data = figure('warp', [25], { 'G(u)': { shape: [2], values: at.flatMap(([a, b]) => [a! * a!, b!]) } }, { points: 5, from: [0, 0], to: [4, 4] })
    const drawing = warp({ ...data, plan: { ...data.plan, path: { points: 5, axes: 2, every: 4 } } })
    const { hconcat } = (drawing as unknown as { spec: { hconcat: { title: string; layer: { data: { values: { x: number; y: number; line: number; order: number }[] } }[] }[] } }).spec
    expect(hconcat.map(({ title }) => title)).toEqual(['u', 'G(u)'])
    const lines = hconcat.map(({ layer }) => layer[0]!.data.values)
    // Two lines each way, five points on each.
    expect(lines.map((points) => [points.length, new Set(points.map(({ line }) => line)).size])).toEqual([[20, 4], [20, 4]])
    expect(lines[1]!.filter(({ line }) => line === 9).map(({ x, y }) => [x, y])).toEqual([[0, 4], [1, 4], [4, 4], [9, 4], [16, 4]])
    expect(await svgOf(drawing)).toContain('>u[0] constant<')
    expect(() => warp(figure('warp', [4], { f: { values: [0, 1, 2, 3] } }, { points: 2, from: [0, 0], to: [1, 1] }))).toThrow('shows a map of the plane, and f has one coordinate')
  })

  it('curves that run away have a logarithmic axis, and say where they end', async () => {
    const scale = (drawing: Drawing): unknown => (drawing as unknown as { spec: { layer: { encoding: { y: { scale: { type: string } } } }[] } }).spec.layer[0]!.encoding.y.scale.type
    const line = (values: readonly number[]) => curves(values.map((t, i) => ({ stage: 'main', round: i + 1, train: { t }, test: null, metrics: null })))
    expect([scale(line([3, 2, 1])), scale(line([1000, 50, 2])), scale(line([-1, 1, -1, 1e9]))]).toEqual(['linear', 'log', 'symlog'])
    expect(await svgOf(line([1, 2, NaN]))).toContain('>t is not finite<')
  })

  it('plot and histogram name their expressions', async () => {
    expect(await svgOf(plot(figure('plot', [3], { f: { values: [0, 1, 2] }, g: { values: [2, 1, NaN] } }, { points: 3, from: [0], to: [1] })))).toContain('>g<')
    const svg = await svgOf(histogram(figure('histogram', [], { a: { values: [1, 2, 2, 3] }, b: { values: [5, NaN] } })))
    expect(svg).toContain('>share<')
  })

  it('signal has a panel for each expression and row, on one scale', async () => {
    const wave = (height: number): Item => ({ shape: [4, 1], values: [0, height, 0, -height, 0, 0, NaN, 0] })
    const drawing = signal(figure('signal', [2], { x: wave(3), noisy: wave(5) }))
    const { concat, columns } = (drawing as unknown as { spec: { concat: { data: { values: { value: number | null }[] }; encoding: { y: { scale: { domain: number[] } } } }[]; columns: number } }).spec
    expect(columns).toBe(2)
    expect(concat.map(({ data }) => data.values.map(({ value }) => value))).toEqual([[0, 3, 0, -3], [0, 0, null, 0], [0, 5, 0, -5], [0, 0, null, 0]])
    expect(concat.map(({ encoding }) => encoding.y.scale.domain)).toEqual(Array(4).fill([-5, 5]))
    expect(await svgOf(drawing)).toContain('>noisy<')
    expect(() => signal(figure('signal', [5], { x: wave(1) }))).toThrow('signal-1 shows up to 4 signals side by side, and has 5')
    expect(() => signal(figure('signal', [1], { x: { shape: [2, 2], values: [0, 0, 0, 0] } }))).toThrow('x is [2, 2]')
  })

  it('are PNG files that are the same each time', async () => {
    const drawing = curves(log)
    const [once, again] = [await renderPng(drawing), await renderPng(drawing)]
    expect(Buffer.from(once).equals(Buffer.from(again))).toBe(true)
    expect(decode(once).width).toBeGreaterThan(900)
  })
})
