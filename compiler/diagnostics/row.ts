/** One diagnostic as the registry knows it: everything but the place where it happened. */
import type { Severity } from './diagnostic.ts'

/**
 * An example spec, complete and small. One that is too long to print (or is not text) says what it is and makes itself.
 */
export type Example = string | { readonly shown: string; readonly make: () => string }

export interface Row<A> {
  readonly severity: Severity
  /** The rule as a heading, without a full stop: `Shapes of the two sides of + must agree`. */
  readonly title: string
  /** What is wrong here, in one or two sentences, from the typed arguments. */
  readonly message: (args: A) => string
  /** What would make it fit, when that can be said from the arguments alone; `report` may give a better one. */
  readonly help?: (args: A) => string
  /** Why the rule exists and what to do, in Markdown, a few sentences. */
  readonly explain: string
  /** A complete spec that yields this code and no other error. */
  readonly wrong: Example
  /** The same spec put right: no error, and not this code. */
  readonly right: Example
}

/** Types a row by its arguments: `row<{ left: string; right: string }>({ … })`; `row<NoArgs>({ … })` for none. */
export const row = <A extends object>(content: Row<A>): Row<A> => content

/** Of rows whose message needs nothing: `report('train/none', {}, span)`. */
export type NoArgs = Readonly<Record<never, never>>

/** The text of an example. */
export const exampleSource = (example: Example): string => (typeof example === 'string' ? example : example.make())
