/** Medians and quartiles. */

export interface Spread { readonly median: number; readonly low: number; readonly high: number; readonly least: number; readonly count: number }

/** Median and quartiles, interpolated. NaN for an empty list. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (q: number): number => {
    const place = q * (sorted.length - 1)
    const below = sorted[Math.floor(place)] ?? NaN
    const above = sorted[Math.ceil(place)] ?? NaN
    return below + (above - below) * (place - Math.floor(place))
  }
  return { median: at(0.5), low: at(0.25), high: at(0.75), least: sorted[0] ?? NaN, count: sorted.length }
}

/** Spread of the ratios of what was measured one after the other, as long as both were. */
export const ratioOf = (of: readonly number[], to: readonly number[]): Spread =>
  spreadOf(of.slice(0, to.length).flatMap((value, i) => (to[i] === undefined ? [] : [value / to[i]])))

/** Three significant digits. */
export const short = (value: number): string =>
  (!Number.isFinite(value) ? '–' : value === 0 ? '0' : Math.abs(value) >= 100 ? String(Math.round(value)) : Number(value.toPrecision(3)).toString())
