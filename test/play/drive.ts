/** Drives the page of `genc play` in a browser and prints what it saw, as one line of JSON. Arguments: the page's address, the browser. */
import { chromium } from 'playwright-core'

export interface Seen {
  readonly hints: readonly string[]
  readonly keywords: readonly string[]
  /** After a mistake: what is said, and of the fix that is offered. */
  readonly mistake: string
  readonly fix: string
  /** The line after the fix. */
  readonly fixed: string
  readonly about: string
  /** `reconstruction: from 540.1 to 210.3`. */
  readonly terms: readonly string[]
  /** Widths of the pictures in pixels. */
  readonly pictures: readonly number[]
  readonly ended: string
  readonly told: string
  /** Hosts that were asked, and what the browser complained about. */
  readonly hosts: readonly string[]
  readonly complaints: readonly string[]
}

const [url, executablePath] = process.argv.slice(2) as [string, string]
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(50_000)
  const hosts = new Set<string>()
  const complaints: string[] = []
  page.on('request', (request) => { if (!request.url().startsWith('blob:') && !request.url().startsWith('data:')) hosts.add(new URL(request.url()).host) })
  page.on('pageerror', (error) => { complaints.push(error.message) })
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()) })
  await page.goto(url)

  await page.locator('.cm-hint').first().waitFor()
  const hints = await page.locator('.cm-hint').allInnerTexts()
  const keywords = await page.locator('.gen-keyword').allInnerTexts()

  const line = page.locator('.cm-line', { hasText: 'mu = h' })
  await line.click()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Backspace')
  await page.locator('#problems', { hasText: 'error' }).click()
  const item = page.locator('.cm-panel-lint li', { has: page.locator('.cm-diagnosticAction') }).first()
  const mistake = await item.locator('.cm-said').innerText()
  const fix = await item.locator('.cm-diagnosticAction').innerText()
  await item.locator('.cm-diagnosticAction').click()
  await page.locator('#problems[data-worst=error]').waitFor({ state: 'detached' })
  await page.locator('.cm-hint').nth(hints.length - 1).waitFor()
  const fixed = await line.innerText()

  await page.selectOption('#backend', 'wasm')
  await page.locator('#train').click()
  await page.locator('.state', { hasText: /trained|stopped/ }).or(page.locator('.refused')).waitFor()
  const terms = await page.evaluate<readonly string[]>('[...document.querySelectorAll(".panel svg")].map((one) => one.getAttribute("aria-label"))')
  const pictures = await page.evaluate<readonly number[]>('Promise.all([...document.querySelectorAll(".pictures img")].map(async (one) => { await one.decode(); return one.naturalWidth }))')
  const about = await page.locator('.about summary').innerText()
  const ended = await page.locator('.run').innerText()

  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('// changed in the page')
  await page.keyboard.press('Control+s')
  await page.locator('#told', { hasText: /./ }).waitFor()
  const told = await page.locator('#told').innerText()
  const seen: Seen = { hints, keywords, mistake, fix, fixed, about, terms, pictures, ended, told, hosts: [...hosts], complaints }
  console.log(JSON.stringify(seen))
} finally {
  await browser.close()
}
