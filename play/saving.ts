/** The project that stands in the page, and writing its files back to where the page comes from. */
import type { Project } from './project.ts'

/** Throws where the page holds none. */
export function projectOf(page: Document): Project {
  const text = page.getElementById('project')?.textContent ?? 'null'
  const project = JSON.parse(text) as Project | null
  if (project === null) throw new Error('this page has no spec inside')
  return project
}

/** A change that was not written: somebody else wrote the file since it was read. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
}

/** Writes a file back to where the page comes from and gives its new version. Throws a ConflictError, or what stands in the way. */
export async function save(path: string, text: string, version: string): Promise<string> {
  const answer = await fetch(`files/${path.split('/').map(encodeURIComponent).join('/')}`, {
    method: 'PUT', body: text, headers: { 'content-type': 'text/plain; charset=utf-8', 'if-match': `"${version}"` },
  })
  const said = await answer.text()
  if (answer.status === 412) throw new ConflictError(said)
  if (!answer.ok) throw new Error(said)
  return said
}
