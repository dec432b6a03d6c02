/** All lectures that were asked for, one after the other, every seed of one before the next. */
import type { Clock } from './clock.ts'
import type { Lecture, Training } from './lecture.ts'
import { measure, type Around, type Measured } from './measure.ts'
import { checkResults, type LectureResult } from './results.ts'
import { missing } from './sources.ts'

/** Never throws for a lecture that fails: its result says why. `shown` gets each result as soon as it is there. */
export async function runLectures(lectures: readonly Lecture[], seeds: readonly number[], around: Around, clock: Clock, shown: (result: LectureResult) => string): Promise<readonly LectureResult[]> {
  const results: LectureResult[] = []
  const counted = new Set<string>()
  for (const lecture of lectures) {
    const { name, about, runs } = lecture
    const base = { lecture: name, about, specs: [...new Set(Object.values(runs).flatMap(specsOf))] }
    const lacking = missing(lecture, around.sources)
    if (lacking !== null) {
      results.push({ ...base, seconds: 0, checks: [], absent: { kind: 'data', reason: `needs the files of ${lacking}: --data FOLDER` } })
      continue
    }
    const measured: Measured[] = []
    let error: string | null = null
    const seconds: number[] = []
    for (const [i, seed] of seeds.entries()) {
      clock.lecture(lecture, seed)
      try {
        const one = await measure(lecture, seed, around)
        measured.push(one)
        const fresh = one.runs.filter(({ run }, at, all) => !counted.has(run) && all.findIndex((other) => other.run === run) === at)
        seconds.push(fresh.reduce((total, trained) => total + trained.seconds, one.seconds))
        for (const { run } of fresh) counted.add(run)
      } catch (caught) {
        error = caught instanceof Error ? caught.message : String(caught)
      }
      const last = error !== null || i === seeds.length - 1
      if (last) results.push({ ...base, seconds: seconds.length === 0 ? 0 : Math.min(...seconds), checks: error === null ? checkResults(lecture, measured.map(({ measurements }) => measurements), around.sources.mnist !== null) : [],
        absent: error === null ? null : { kind: 'error', reason: error } })
      clock.done(last ? shown(results.at(-1)!) : null)
      if (error !== null) break
    }
  }
  return results
}

const specsOf = ({ spec, given = {} }: Training): readonly string[] => [spec, ...Object.values(given).flatMap(specsOf)]
