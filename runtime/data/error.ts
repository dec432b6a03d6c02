/** What went wrong with data, for the person whose data it is. Every failure of `runtime/data` is one of these. */
export interface DataPlace {
  /** The file (or folder) at fault, as the user would name it. */
  readonly file?: string
  /** Row of the table, from 0. Messages also say where it stands in the file. */
  readonly row?: number
  /** What would fit, or what to do. */
  readonly hint?: string
}

export class DataError extends Error {
  override readonly name = 'DataError'
  readonly file: string | undefined
  readonly row: number | undefined
  readonly hint: string | undefined

  /** `message` says what and where in one sentence without a full stop at its end. */
  constructor(message: string, place: DataPlace = {}) {
    super(message)
    this.file = place.file
    this.row = place.row
    this.hint = place.hint
  }
}
