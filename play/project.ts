/** What the page works on: a spec, the specs it imports, and where changes may be written to. Stands in the page as JSON. */

export interface ProjectFile {
  /** Relative to the folder of the spec. */
  readonly path: string
  readonly text: string
  /** Of the text as it was read: whoever writes says which one he changed. Absent where nothing can be written. */
  readonly version?: string
}

export interface Project {
  /** The spec first, then what it imports. */
  readonly files: readonly [ProjectFile, ...ProjectFile[]]
  /** Data by data set as `--data` takes them; what is left out is chosen by what fits. */
  readonly data: readonly string[]
}

/** Puts a project into the text of the page. */
export const withProject = (html: string, project: Project): string =>
  html.replace(/(<script type="application\/json" id="project">).*?(<\/script>)/s, (_, before: string, after: string) => `${before}${JSON.stringify(project).replaceAll('<', '\\u003c')}${after}`)
