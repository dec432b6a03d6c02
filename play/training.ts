/** The side of the page that trains. */
export interface TrainingOptions {
  readonly data: readonly string[]
  /** What is to be trained: the spec's path, and all files by path. */
  readonly job: () => { readonly name: string; readonly files: Readonly<Record<string, string>> }
}

export function makeTraining(_: TrainingOptions): { readonly start: () => void } {
  return { start: () => undefined }
}
