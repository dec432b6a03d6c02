/** A file of genc's own (checkpoint, log, figure) that cannot be read or written. Exit code 3. */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly file: string
  /** What to do about it. */
  readonly hint: string | undefined
  /** The system's code where there is one: `ENOSPC`, `EACCES`. */
  readonly code: string | undefined

  constructor(message: string, file: string, place: { readonly hint?: string; readonly code?: string } = {}) {
    super(message)
    this.file = file
    this.hint = place.hint
    this.code = place.code
  }
}
