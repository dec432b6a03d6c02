/** What the comments of a module say about feeds: what each holds, and JavaScript that makes one. */
import type { Dim, Feed, Program, Shape } from '../../graph/graph.ts'
import { showShape } from '../../graph/graph.ts'
import { batchSource } from './functions.ts'
import { commentText, literalKey } from './names.ts'

/** Lines of a list: name, shape, dtype and meaning, in columns. */
export function feedList(feeds: readonly Feed[]): string[] {
  const rows = feeds.map((f) => [commentText(f.name), showShape(f.shape), f.dtype, commentText(meaning(f))])
  // A name too long for its column does not push the others away.
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length).filter((length) => length <= 40)))
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '))
}

function meaning(feed: Feed): string {
  switch (feed.kind) {
    case 'data': return `rows of ${feed.dataset}, field ${feed.field}`
    case 'rows': return `${feed.count === 1 ? `row ${feed.first}` : `rows ${feed.first} to ${feed.first + feed.count - 1}`} of ${feed.dataset}.${feed.split}, field ${feed.field}`
    case 'noise': return `${feed.noise.distribution === 'normal' ? 'standard normal' : 'uniform in [0, 1)'}, fresh for every call: ${tensorFor(feed)}`
    case 'lattice': return `${feed.points} evenly spaced values from 0 to 1${feed.axes === 1 ? '' : ' an axis, the last axis fastest'}`
    case 'clock': return { step: 'rounds done', epoch: 'epochs completed', progress: 'share of the rounds that is done, in [0, 1)' }[feed.clock]
    case 'value': return feed.shape.some((dim) => typeof dim !== 'number') ? 'given by the caller, one a row' : 'what a sweep gives by this name, averaged over all batches'
  }
}

/** An expression for a tensor that fits a feed; data are zeros. */
function tensorFor({ kind, shape, dtype, ...feed }: Feed): string {
  const sizes = sizesOf(shape)
  if (kind === 'noise' && 'noise' in feed) return `tf.random${feed.noise.distribution === 'normal' ? 'Normal' : 'Uniform'}(${sizes})`
  if (kind === 'clock') return 'tf.scalar(0)'
  return `tf.zeros(${sizes}${dtype === 'float32' ? '' : `, '${dtype}'`})`
}

const sizesOf = (shape: Shape): string => `[${shape.map(sizeText).join(', ')}]`
const sizeText = (d: Dim): string => (typeof d === 'number' ? String(d) : d.times === 1 ? 'batch' : `${d.times} * batch`)

/**
 * A call of a program with all its feeds made, as the lines of an example over `model`, the store of that name and,
 * where `usesBatch` says so, a number `batch`.
 */
export function exampleCall(program: Program, { name, store, result }: { readonly name: string; readonly store: string; readonly result: string }): { readonly lines: readonly string[]; readonly usesBatch: boolean } {
  const feeds = program.feeds.map((f) => {
    const remark = f.kind === 'data' || f.kind === 'rows' ? `your data: ${f.field}` : f.kind === 'clock' || f.kind === 'value' ? meaning(f) : ''
    return { code: `  ${literalKey(f.name)}: ${tensorFor(f)},`, remark }
  })
  const width = Math.max(0, ...feeds.map((f) => f.code.length))
  const rows = feeds.map(({ code, remark }) => commentText(remark === '' ? code : `${code.padEnd(width)}  // ${remark}`))
  const named = new Set(program.nodes.flatMap((n) => n.shape.flatMap((d) => (typeof d === 'number' ? [] : [d.batch]))))
  const hidden = [...named].filter((batch) => !batchSource(program.feeds, batch))
  const batches = hidden.length ? `, { ${hidden.map((batch) => `${literalKey(batch)}: batch`).join(', ')} }` : ''
  const opening = `const ${result} = model.${name}(${store}, {`
  return {
    lines: rows.length ? [opening, ...rows, `}${batches})`] : [`${opening}}${batches})`],
    usesBatch: hidden.length > 0 || program.feeds.some((f) => f.shape.some((d) => typeof d !== 'number')),
  }
}
