/** Weighted means of named numbers, as sums that can be written down and taken up again without losing a bit. */
export interface Sums { readonly weight: number; readonly totals: Readonly<Record<string, number>> }

export const EMPTY: Sums = { weight: 0, totals: {} }

export function addTo(sums: Sums, values: Readonly<Record<string, number>>, weight: number): Sums {
  const totals: Record<string, number> = { ...sums.totals }
  for (const [name, value] of Object.entries(values)) totals[name] = (totals[name] ?? 0) + value * weight
  return { weight: sums.weight + weight, totals }
}

/** Empty when nothing was added. */
export const meansOf = (sums: Sums): Record<string, number> =>
  sums.weight === 0 ? {} : Object.fromEntries(Object.entries(sums.totals).map(([name, total]) => [name, total / sums.weight]))
