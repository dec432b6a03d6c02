/** Somebody who writes in a spec, letter by letter at seeded places, and takes back what was written. */

/** One change, as editors send it: `insert` takes the place of what stands from `start` to `end`. */
export interface Edit { readonly start: number; readonly end: number; readonly insert: string }

/** What is typed behind a line: whole statements and such as are never finished. */
const LINES = [
  '\nlet extra = E[||x - usual1||^2] / 2', '\nmetric half = E[x', '\nhyper more = 0.5', ' -> dense(32, relu)', ' -> conv2d(8, 3, padding: same) -> relu', '\n  h2 = h -> dense(width', '\nlet broken = ',
  '\nencoder New(x) -> code[4] {\n  x -> flatten -> dense(4)\n}', ' // and why', '\nprior p0(w0) = Normal(0, 1)[8]\nlet w1 = ', ' + 1', '(', '.', '\n}',
]

/** Edits without end: lines that are begun and undone, letters that are taken away and typed again, numbers that change. */
export function* edits(text: string, next: () => number): Generator<Edit, never> {
  const below = (n: number): number => Math.floor(next() * n)
  const ends = [...text.matchAll(/(?<=\S)$/gm)].map(({ index }) => index)
  const numbers = [...text.matchAll(/\d+/g)]
  for (;;) {
    const kind = next()
    if (kind < 0.5) {
      const at = ends[below(ends.length)]!
      const line = LINES[below(LINES.length)]!
      for (let i = 0; i < line.length; i++) yield { start: at + i, end: at + i, insert: line[i]! }
      yield { start: at, end: at + line.length, insert: '' }
    } else if (kind < 0.85) {
      const count = 1 + below(8)
      const at = count + below(text.length - count)
      for (let i = 0; i < count; i++) yield { start: at - i - 1, end: at - i, insert: '' }
      for (let i = count; i > 0; i--) yield { start: at - i, end: at - i, insert: text[at - i]! }
    } else {
      const { index, 0: digits } = numbers[below(numbers.length)]!
      yield { start: index, end: index + digits.length, insert: `${digits}0` }
      yield { start: index, end: index + digits.length + 1, insert: digits }
    }
  }
}

export const edited = (text: string, { start, end, insert }: Edit): string => text.slice(0, start) + insert + text.slice(end)
