/** The word that was probably meant. */
import { distance } from 'fastest-levenshtein'

/** The candidate closest to `word`, when it is close enough to be a slip of the keyboard; of several, the one that begins most alike. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = word.length <= 3 ? 1 : word.length <= 6 ? 2 : 3
  let best: string | undefined
  let least = limit + 1
  let alike = -1
  for (const candidate of candidates) {
    const [a, b] = [word.toLowerCase(), candidate.toLowerCase()]
    const d = swapped(a, b) ? 1 : distance(a, b)
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

/** Whether the words differ by two neighbouring letters in the wrong order (`gna`): one slip, though two letters change. */
function swapped(a: string, b: string): boolean {
  if (a.length !== b.length || a === b) return false
  let i = 0
  while (a[i] === b[i]) i++
  return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2)
}
