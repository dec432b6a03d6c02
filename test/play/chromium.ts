/** The browser that tests drive: whichever Chromium the machine has. */
import { existsSync } from 'node:fs'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

export const withoutChromium = 'no Chromium: Debian\'s package chromium is one'

/** Its path; null where there is none. */
export const chromium = (): string | null => places.find((path) => existsSync(path)) ?? null
