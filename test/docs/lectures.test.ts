/** The student's page says of every spec what the spec says: its lines are quoted as they are, its commands name what it has. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import temml from 'temml'
import { describe, expect, test } from 'vitest'
import { TABLE } from '../../bench/lectures/main.ts'

const PAGE = 'docs/lectures.md'
const PICTURES = 'docs/images/lectures'
const page = readFileSync(PAGE, 'utf8')
const specs = readdirSync('specs').filter((f) => f.endsWith('.gen')).map((f) => f.replace('.gen', ''))
const sourceOf = (spec: string): string => readFileSync(`specs/${spec}.gen`, 'utf8')

/** What stands below each heading of the third level, by its name. */
const entries = new Map(page.split(/^(?=##)/m).filter((part) => part.startsWith('### ')).map((part): [string, string] => [/^### (\S+)/.exec(part)![1]!, part]))

test('there is an entry for every spec, and for nothing else', () => expect([...entries.keys()].sort()).toEqual([...specs].sort()))

test('numbers of the lectures have a place', () => {
  expect(page.indexOf(TABLE.begin)).toBeGreaterThan(0)
  expect(page.indexOf(TABLE.end)).toBeGreaterThan(page.indexOf(TABLE.begin))
})

describe.each([...entries])('%s', (name, entry) => {
  test('has an idea, a formula, lines of the spec, a command, and what to try next', () => {
    for (const part of [`[\`specs/${name}.gen\`](../specs/${name}.gen). `, '\n$$\n', '\n```gen\n', `\n    genc train specs/${name}.gen`, '\n**Try next:** ']) expect(entry).toContain(part)
  })

  test('quotes lines that follow each other in the spec, in its order', () => {
    const source = `\n${sourceOf(name)}`
    const quoted = [...entry.matchAll(/^```gen\n([\s\S]*?)^```$/gm)].flatMap((block) => block[1]!.trimEnd().split(/\n\n+/))
    expect(quoted.filter((lines) => !source.includes(`\n${lines}\n`))).toEqual([])
    const places = quoted.map((lines) => source.indexOf(`\n${lines}\n`))
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  test('its formulas are mathematics, in letters that Markdown leaves alone', () => {
    for (const [, formula] of entry.matchAll(/^\$\$\n([\s\S]*?)^\$\$$/gm)) {
      expect(formula).not.toMatch(/\\[^A-Za-z]/)
      expect(() => temml.renderToString(formula!, { displayMode: true, throwOnError: true })).not.toThrow()
    }
  })

  test('its commands name specs, hypers and parts that there are', () => {
    for (const [line] of entry.matchAll(/^ {4}genc train .*$/gm)) {
      const [, spec] = /genc train specs\/(\S+)\.gen/.exec(line)!
      expect(specs).toContain(spec)
      const source = sourceOf(spec!)
      const given = [...source.matchAll(/^given (\w+) from "\.\/([\w-]+)\.gen"/gm)]
      expect([...line.matchAll(/--given (\w+)=/g)].map((m) => m[1]).sort()).toEqual(given.map((m) => m[1]).sort())
      // What is given by the name of a spec was trained by a command before
      for (const [, part, run] of line.matchAll(/--given (\w+)=([\w-]+)(?!\S)/g)) {
        expect(run).toBe(given.find((m) => m[1] === part)![2])
        expect(entry.slice(0, entry.indexOf(line))).toContain(`\n    genc train specs/${run}.gen`)
      }
      for (const [, set] of line.matchAll(/--data (\w+)=/g)) expect(source).toMatch(new RegExp(`^data ${set} *\\(`, 'm'))
      for (const [, hyper] of line.matchAll(/--set (\w+)=/g)) expect(source).toMatch(new RegExp(`^hyper ${hyper} =`, 'm'))
    }
  })

  test('what it tries is there to be changed', () => {
    const advice = entry.slice(entry.indexOf('**Try next:**'))
    const hypers = [...advice.matchAll(/`--set (\w+)=/g)].map((m) => m[1]!)
    const source = sourceOf(name) + [...advice.matchAll(/\]\(#([\w-]+)\)/g)].map((m) => (specs.includes(m[1]!) ? sourceOf(m[1]!) : '')).join('')
    for (const hyper of hypers) if (!advice.includes(`-o runs/`)) expect(source).toMatch(new RegExp(`^hyper ${hyper} =`, 'm'))
    for (const [, before] of advice.matchAll(/`([^`]+)` → `/g)) if (!before!.startsWith('--')) expect(sourceOf(name)).toContain(before)
  })
})

test('links within the page lead to headings', () => {
  const headings = [...page.matchAll(/^##+ (.*)$/gm)].map((m) => m[1]!.toLowerCase().replace(/[^\w -]/g, '').replaceAll(' ', '-'))
  expect([...page.matchAll(/\]\(#([^)]+)\)/g)].map((m) => m[1]!).filter((target) => !headings.includes(target))).toEqual([])
})

test('the table of numbers to change names hypers that there are', () => {
  const rows = [...page.matchAll(/^\| \[`([\w-]+)`\]\(#\S+\) \| `--set (\w+)=\S+` → `--set (\w+)=\S+`/gm)]
  expect(rows.length).toBeGreaterThanOrEqual(5)
  for (const [, spec, before, after] of rows) {
    expect(after).toBe(before)
    expect(sourceOf(spec!)).toMatch(new RegExp(`^hyper ${before} =`, 'm'))
  }
})

test('pictures are small, and each of them is shown with words for those who cannot see it', () => {
  const shown = [...page.matchAll(/!\[([^\]]+)\]\(images\/lectures\/([\w-]+\.png)\)/g)]
  const files = readdirSync(PICTURES)
  expect(shown.map((m) => m[2]).sort()).toEqual(files.sort())
  for (const [, words, file] of shown) {
    expect(words!.length).toBeGreaterThan(20)
    expect(existsSync(`${PICTURES}/${file}`)).toBe(true)
    expect(statSync(`${PICTURES}/${file}`).size).toBeLessThanOrEqual(60_000)
  }
  expect(files.reduce((sum, file) => sum + statSync(`${PICTURES}/${file}`).size, 0)).toBeLessThanOrEqual(1_500_000)
})
