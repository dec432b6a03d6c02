/** What the page works on: a spec, the specs it imports, and where changes may be written to. Stands in the page as JSON. */
import type { GivenSettings } from '../compiler/check.ts'

export interface ProjectFile {
  /** Relative to the folder of the spec. */
  readonly path: string
  readonly text: string
  /** Of the text as it was read: whoever writes says which one he changed. Absent where nothing can be written. */
  readonly version?: string
}

/** The run that a trained part comes from, and what it was trained with. */
export interface Part extends GivenSettings {
  /** As the user would type it. */
  readonly run: string
  readonly checkpoint: 'last' | 'best'
  /** The spec that it trained, by name and by hash. */
  readonly spec: string
  readonly specHash: string
}

export interface Project {
  /** The spec first, then what it imports. */
  readonly files: readonly [ProjectFile, ...ProjectFile[]]
  /** Data by data set as `--data` takes them; what is left out is chosen by what fits. */
  readonly data: readonly string[]
  /** By the names that the spec has them under. */
  readonly givens: Readonly<Record<string, Part>>
}

/** Puts a project into the text of the page. */
export const withProject = (html: string, project: Project): string =>
  html.replace(/(<script type="application\/json" id="project">).*?(<\/script>)/s, (_, before: string, after: string) => `${before}${JSON.stringify(project).replaceAll('<', '\\u003c')}${after}`)
