/** Drives pages of `genc play` in a browser and prints what it saw, as one line of JSON. Arguments: the page's address, that of a page with a given, the browser. */
import { chromium, type Page } from 'playwright-core'

export interface Seen {
  readonly hints: readonly string[]
  readonly lenses: readonly string[]
  readonly keywords: readonly string[]
  /** After a mistake: what is said, and of the fix that is offered. */
  readonly mistake: string
  readonly fix: string
  /** What its code opens. */
  readonly explained: string
  /** The line after the fix. */
  readonly fixed: string
  /** Of a seed that is none. */
  readonly seedSaid: string
  readonly about: string
  /** `reconstruction: from 540.1 to 210.3`. */
  readonly terms: readonly string[]
  /** Widths of the pictures in pixels. */
  readonly pictures: readonly number[]
  readonly ended: string
  readonly told: string
  /** What a training with a given has shown. */
  readonly given: string
  /** Hosts that were asked, and what the browser complained about. */
  readonly hosts: readonly string[]
  readonly complaints: readonly string[]
}

const [url, givenUrl, executablePath] = process.argv.slice(2) as [string, string, string]
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const hosts = new Set<string>()
  const complaints: string[] = []
  const open = async (address: string): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(50_000)
    page.on('request', (request) => { if (!request.url().startsWith('blob:') && !request.url().startsWith('data:')) hosts.add(new URL(request.url()).host) })
    page.on('pageerror', (error) => { complaints.push(error.message) })
    page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()) })
    await page.goto(address)
    await page.locator('.cm-lenses').first().waitFor()
    return page
  }
  const trained = (page: Page): Promise<void> => page.locator('.state', { hasText: /trained|stopped/ }).or(page.locator('.refused')).waitFor()

  const page = await open(url)
  await page.locator('.cm-hint').first().waitFor()
  const hints = await page.locator('.cm-hint').allInnerTexts()
  const lenses = await page.locator('.cm-lenses').allInnerTexts()
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
  await item.locator('.cm-code').click()
  const explained = await page.locator('dialog').innerText()
  await page.keyboard.press('Escape')
  await page.locator('dialog').waitFor({ state: 'detached' })
  await item.locator('.cm-diagnosticAction').click()
  await page.locator('#problems[data-worst=error]').waitFor({ state: 'detached' })
  await page.locator('.cm-hint').nth(hints.length - 1).waitFor()
  const fixed = await line.innerText()

  await page.selectOption('#backend', 'wasm')
  await page.locator('#seed').fill('-1')
  await page.locator('#train').click()
  const seedSaid = await page.locator('#seed').evaluate((one: { readonly validationMessage: string }) => one.validationMessage)
  await page.locator('#seed').fill('3')
  await page.locator('.cm-lenses button').click()
  await trained(page)
  const terms = await page.evaluate<readonly string[]>('[...document.querySelectorAll(".panel svg")].map((one) => one.getAttribute("aria-label"))')
  const pictures = await page.evaluate<readonly number[]>('Promise.all([...document.querySelectorAll(".pictures img")].map(async (one) => { await one.decode(); return one.naturalWidth }))')
  const about = await page.locator('.about').evaluate((one: { readonly textContent: string }) => one.textContent)
  const ended = await page.locator('.run').innerText()

  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('// changed in the page')
  await page.keyboard.press('Control+s')
  await page.locator('#told', { hasText: /./ }).waitFor()
  const told = await page.locator('#told').innerText()

  const other = await open(givenUrl)
  await other.selectOption('#backend', 'wasm')
  await other.keyboard.press('Control+Enter')
  await trained(other)
  const given = await other.locator('.run').evaluate((one: { readonly textContent: string }) => one.textContent)
  const seen: Seen = { hints, lenses, keywords, mistake, fix, explained, fixed, seedSaid, about, terms, pictures, ended, told, given, hosts: [...hosts], complaints }
  console.log(JSON.stringify(seen))
} finally {
  await browser.close()
}
