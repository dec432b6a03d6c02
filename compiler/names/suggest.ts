/** Near-miss names. */
import { distance } from 'fastest-levenshtein'
import { calledElsewhere } from './elsewhere.ts'

/** The candidate that was probably meant, or null when none is near. What other libraries call it, and letter case alone, always counts as near. */
export function nearest(written: string, candidates: Iterable<string>): string | null {
  const names = new Set(candidates)
  const elsewhere = calledElsewhere(written, names)
  if (elsewhere !== null) return elsewhere
  let best: string | null = null
  let least = Infinity
  const allowed = written.length <= 2 ? 1 : written.length <= 5 ? 2 : 3
  for (const candidate of names) {
    if (candidate === written) continue
    const d = candidate.toLowerCase() === written.toLowerCase() ? 0.5 : distance(written, candidate)
    const fits = d < 1 || (d <= allowed && d < Math.max(written.length, candidate.length) * 0.6)
    if (fits && d < least) { best = candidate; least = d }
  }
  return best
}

/** ` (there are a, b, c)` for a short list, empty for none. */
export const listNames = (names: readonly string[], most = 8): string =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')}, …`
