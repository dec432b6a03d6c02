/** Something that the person at the page can change. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly hint: string

  constructor(message: string, hint = '') {
    super(message)
    this.hint = hint
  }
}
