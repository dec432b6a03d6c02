/** Where the data of trainings are: files of MNIST and USPS where there are some, else what is built in. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Lecture, Training } from './lecture.ts'

/** Sources for `--data` of genc by the names that trainings use; null for files that are not there. */
export interface Sources { readonly mnist: string | null; readonly usps: string | null }

/** What `--data digits` means, and a machine without files. */
export const BUILT_IN: Sources = { mnist: null, usps: null }

/** `folder` holds folders `mnist` and `usps` with their four IDX files. */
export function sourcesIn(folder: string): Sources {
  const found = (name: string): string | null => (existsSync(join(folder, name)) ? resolve(folder, name) : null)
  return { mnist: found('mnist'), usps: found('usps') }
}

/** Null when it needs files that are not there. */
export const sourceOf = (name: string, { mnist, usps }: Sources): string | null => (name === 'mnist' ? mnist ?? 'digits' : name === 'usps' ? usps : name)

/** What follows `genc train SPEC` to say where data are. Throws when files are missing. */
export function dataOf({ data }: Training, sources: Sources): readonly string[] {
  const found = (name: string): string => {
    const source = sourceOf(name, sources)
    if (source === null) throw new Error(`the files of ${name} are missing`)
    return source
  }
  return data === undefined ? [] : typeof data === 'string' ? [found(data)] : Object.entries(data).map(([name, source]) => `${name}=${found(source)}`)
}

/** The first source that a lecture needs and that is not there. */
export function missing(lecture: Lecture, sources: Sources): string | null {
  const names = ({ data, given = {} }: Training): readonly string[] =>
    [...(data === undefined ? [] : typeof data === 'string' ? [data] : Object.values(data)), ...Object.values(given).flatMap(names)]
  return Object.values(lecture.runs).flatMap(names).find((name) => sourceOf(name, sources) === null) ?? null
}
