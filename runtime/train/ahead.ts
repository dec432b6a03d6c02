/**
 * How many rounds an engine is given before the first of them is done. Work for a moment: an engine on a device or in a thread of its
 * own never waits for the next one, may take several in one call, and whoever wants to stop still waits for a moment only.
 */

/** Milliseconds of work. */
const WORK = 150
/** Rounds at most: more would only take memory. */
const MOST = 47

export interface Ahead {
  /** Rounds that may be under way beside the one that is computed. */
  readonly rounds: () => number
  /** A round is done. */
  readonly done: () => void
  /** Time was spent on something else. */
  readonly pause: () => void
}

/** `now` in milliseconds. */
export function makeAhead(now: () => number = () => performance.now()): Ahead {
  let last: number | null = null
  /** A running mean: rounds that went along in one call are done at once. */
  let mean: number | null = null
  return {
    rounds: () => (mean === null ? 1 : Math.min(MOST, Math.max(1, Math.floor(WORK / Math.max(mean, 1e-3))))),
    done() {
      const time = now()
      // The time of the first round is that of compiling.
      if (last !== null) mean = mean === null ? time - last : mean + (time - last - mean) / 16
      last = time
    },
    pause() { last = null },
  }
}
