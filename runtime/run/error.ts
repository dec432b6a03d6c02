/** A run folder that cannot be used as asked. Exit code 3. */
export class RunError extends Error {
  override readonly name = 'RunError'
  /** What to do about it. */
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}
