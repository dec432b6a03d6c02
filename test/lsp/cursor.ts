/** Specs with a cursor in them, written ‸, as the features see them. */
import type { Position, Range, TextEdit } from 'vscode-languageserver'
import { linesOf, offsetOf, positionOf } from '../../lsp/positions.ts'
import { Workspace } from '../../lsp/workspace.ts'

export const uri = 'file:///project/spec.gen'

export interface At { readonly workspace: Workspace; readonly uri: string; readonly text: string; readonly position: Position; readonly positions: readonly Position[] }

/** `others`: files beside the spec, by name. */
export function at(marked: string, others: Readonly<Record<string, string>> = {}): At {
  const parts = marked.split('‸')
  const text = parts.join('')
  const lines = linesOf(text)
  const offsets = parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('').length)
  const files = new Map(Object.entries(others).map(([name, content]) => [`file:///project/${name}`, content]))
  const workspace = new Workspace({ read: (file) => files.get(file) ?? null, list: () => [...files.keys()] })
  workspace.set(uri, text)
  const positions = offsets.map((offset) => positionOf(lines, offset))
  return { workspace, uri, text, position: positions[0] ?? { line: 0, character: 0 }, positions }
}

export const textIn = (text: string, range: Range): string => text.slice(offsetOf(linesOf(text), range.start), offsetOf(linesOf(text), range.end))

/** The text with its edits, which do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = linesOf(text)
  return [...edits].map((e) => ({ from: offsetOf(lines, e.range.start), to: offsetOf(lines, e.range.end), text: e.newText })).sort((a, b) => b.from - a.from)
    .reduce((all, e) => all.slice(0, e.from) + e.text + all.slice(e.to), text)
}

/** `[` and `]` around ranges of a text. */
export function marked(text: string, ranges: readonly Range[]): string {
  const lines = linesOf(text)
  const marks = ranges.flatMap((r) => [[offsetOf(lines, r.start), '⟦'], [offsetOf(lines, r.end), '⟧']] as [number, string][])
  return marks.sort((a, b) => b[0] - a[0]).reduce((all, [offset, mark]) => all.slice(0, offset) + mark + all.slice(offset), text)
}

/** A small model that checks without a mistake. */
export const VAE = `/// A small one.
model Small

data (x: image[28, 28, 1] in [0, 1])

/// How long a code is.
hyper latent = 8

/// Squeezes.
encoder Enc(x) -> (mu[latent], logvar[latent]) {
  h = x -> flatten -> dense(16, relu)
  mu = h -> dense(latent)
  logvar = h -> dense(latent)
}

decoder Dec(z) -> logits[28, 28, 1] {
  z -> dense(784) -> reshape(28, 28, 1)
}

sampler    q(z | x) = Normal(Enc(x))
prior      p(z)     = Normal(0, 1)[latent]
likelihood p(x | z) = Bernoulli(Dec(z))

loss {
  reconstruction = -E[z ~ q(z | x): log p(x | z)]
  regulariser    = KL(q(z | x) || p(z))
}

train {
  minimize reconstruction + regulariser with adam(1e-3)
  batch 128
  epochs 10
}

figures { compare(x in test[0..9], z ~ q(z | x): x, mean(p(x | z))) }
`

/** That model with a cursor before the first occurrence of a text; \`after\`: how far behind its start. */
export function vaeAt(needle: string, after = 0): At {
  const index = VAE.indexOf(needle)
  if (index < 0) throw new Error(`no ${needle} in the model`)
  return at(`${VAE.slice(0, index + after)}‸${VAE.slice(index + after)}`)
}
