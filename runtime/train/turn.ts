/** Turns of the event loop: an engine that computes in this process would otherwise keep signals and timers waiting. */

/** Milliseconds of work between two turns. */
const WORK = 40

/** A function to be awaited again and again: now and then it lets others run. */
export function makeTurns(): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < WORK) return undefined
    return nextTurn().then(() => { last = performance.now() })
  }
}

/** Without the millisecond that timers take where there is another way. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => { if (typeof setImmediate === 'function') setImmediate(resolve); else setTimeout(resolve, 0) })
