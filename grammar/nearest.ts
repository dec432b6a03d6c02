/** The word that was probably meant. */
import { distance } from 'fastest-levenshtein'

/** The candidate closest to `word`, when it is close enough to be a slip of the keyboard; of several, the one that begins most alike. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = word.length <= 3 ? 1 : word.length <= 6 ? 2 : 3
  let best: string | undefined
  let least = limit + 1
  let alike = -1
  for (const candidate of candidates) {
    const d = distance(word.toLowerCase(), candidate.toLowerCase())
    const same = sharedStart(word, candidate)
    if (d < least || (d === least && d <= limit && same > alike)) {
      least = d
      alike = same
      best = candidate
    }
  }
  return best
}

function sharedStart(a: string, b: string): number {
  let n = 0
  while (n < a.length && n < b.length && a[n]!.toLowerCase() === b[n]!.toLowerCase()) n++
  return n
}
