/** Where data come from, as typed: `digits`, `../data/mnist`, `points.csv:test=0.2`, `ring8:sigma=0.01`. */
export interface Source {
  /** A name or a path. */
  readonly path: string
  readonly options: Readonly<Record<string, string>>
}

const OPTIONS = /:([A-Za-z]\w*=[^:=,/\\]*(?:,[A-Za-z]\w*=[^:=,/\\]*)*)$/

/** Options are what follows the last colon when it reads `name=value,…`; any other colon belongs to the path. */
export function parseSource(text: string): Source {
  const match = OPTIONS.exec(text)
  if (match === null) return { path: text, options: {} }
  const pairs = match[1]!.split(',').map((pair) => {
    const equals = pair.indexOf('=')
    return [pair.slice(0, equals), pair.slice(equals + 1)] as const
  })
  return { path: text.slice(0, match.index), options: Object.fromEntries(pairs) }
}

/** `NAME=SOURCE` as a name among `names` and what follows; without a name where there is none, for one that is no data set's is part of a path. */
export function namedSource(option: string, names: readonly string[]): { readonly name?: string; readonly source: string } {
  const at = option.indexOf('=')
  const name = option.slice(0, Math.max(0, at))
  return names.includes(name) ? { name, source: option.slice(at + 1) } : { source: option }
}
