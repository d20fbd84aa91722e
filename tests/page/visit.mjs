// Visits the status page in Chromium and says what it saw, a line of JSON at a time; tests/http/test_page.py does what it asks for.
//
//     node visit.mjs CHROMIUM URL FOLDER NAME [watch]
//
// Without `watch`: waits until the page shows something and takes its pictures. With it: waits for what the test does meanwhile.
import { mkdtempSync } from 'node:fs'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { chromium } from 'playwright-core'

const [executablePath, url, folder, name, watch] = process.argv.slice(2)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const say = (line) => console.log(JSON.stringify(line))
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage']

const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'page-')), {
  executablePath, args: quiet, headless: true, viewport: { width: 1180, height: 860 }, timezoneId: 'UTC',
})
const page = context.pages()[0] ?? await context.newPage()
const complaints = []
const abroad = []
page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()) })
page.on('pageerror', (error) => complaints.push(String(error)))
page.on('request', (request) => { if (!request.url().startsWith(url) && !request.url().startsWith('data:')) abroad.push(request.url()) })
context.setDefaultTimeout(60_000)

const text = (selector) => page.locator(selector).innerText()

// What axe finds, with the elements.
async function violations() {
  await page.evaluate(axe)
  const { violations: found } = await page.evaluate(() => globalThis.axe.run())
  return found.map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join(', ')}`)
}

async function pictures() {
  const found = []
  for (const scheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme })
    found.push(...await violations())
    await page.screenshot({ path: join(folder, `page-${name}-${scheme}.png`), fullPage: true })
  }
  await page.setViewportSize({ width: 390, height: 800 })
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await page.screenshot({ path: join(folder, `page-${name}-narrow.png`), fullPage: true })
  await page.setViewportSize({ width: 1180, height: 860 })
  return { violations: found, wider }
}

await page.goto(url)
await page.waitForFunction(() => document.querySelectorAll('#grid i').length > 0)
if (watch) {
  await page.waitForFunction(() => document.querySelector('#state strong').textContent === 'SERVING')
  const before = await text('#failures')
  say({ at: 'loaded', cells: await page.locator('#grid i').count(), failures: before })
  await page.waitForFunction(() => document.querySelector('#failures').textContent.includes('seen-on-the-page'))
  await page.waitForFunction(() => document.querySelectorAll('#grid i.running').length === 1)
  say({ at: 'live', failures: await text('#failures'), isolates: await text('#isolates-text'), memory: await text('#memory-text'), charts: await text('#charts') })
}
// A chart needs some seconds of samples.
await page.waitForFunction(() => document.querySelectorAll('.chart svg').length > 0)
const seen = await pictures()
await page.keyboard.press('Tab')
const focus = await page.evaluate(() => document.activeElement.className || document.activeElement.tagName)
say({ at: 'looked', ...seen, focus, warmup: await text('#warmup-error'), state: await text('#state') })
if (watch) {
  await page.waitForFunction(() => document.querySelector('#reason').textContent === 'draining')
  say({ at: 'draining', state: await text('#state') })
}
// The server is gone: what is shown is faded, and says since when.
if (watch) {
  await page.waitForFunction(() => document.body.classList.contains('stale'))
  say({ at: 'gone', state: await text('#state') })
}
await context.close()
say({ at: 'end', complaints, abroad })
