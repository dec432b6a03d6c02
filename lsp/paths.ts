/** Addresses of documents, and how a spec writes the way from one to another. */
import { isBelow } from '../compiler/types/imports.ts'
import { addressOf } from './workspace.ts'

/** The document that the path of an import or a given leads to; null where the checker does not follow it either. */
export const followed = (uri: string, path: string): string | null => (isBelow(path) ? addressOf(uri, path) : null)

/** One spelling of a URI: clients differ in which characters they escape. */
export function plainUri(uri: string): string {
  try {
    return decodeURIComponent(new URL(uri).href)
  } catch {
    return uri
  }
}

/** The path from one document to another as a spec writes it, `./blocks.gen`; null where no path leads there. */
export function pathBetween(from: string, to: string): string | null {
  const [a, b] = [plainUri(from).split('/'), plainUri(to).split('/')]
  const [folder, target] = [a.slice(0, -1), b.slice(0, -1)]
  let same = 0
  while (same < folder.length && same < target.length && folder[same] === target[same]) same++
  // `file:///`: two documents without so much in common lie in different worlds.
  if (same < 3 || folder.slice(0, 3).join('/') !== target.slice(0, 3).join('/')) return null
  const up = folder.slice(same).map(() => '..')
  return [...(up.length === 0 ? ['.'] : up), ...b.slice(same)].join('/')
}
