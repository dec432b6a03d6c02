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
