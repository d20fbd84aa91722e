// Tries blocks on the page of the HTTP door in Chromium, and says what it saw; tests/http/test_try_page.py asks for it.
//
//     node try.mjs CHROMIUM URL FOLDER [TOKEN]
import { mkdtempSync } from 'node:fs'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { chromium } from 'playwright-core'

const [executablePath, url, folder, token] = process.argv.slice(2)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage']
const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'try-')), {
  executablePath, args: quiet, headless: true, viewport: { width: 1180, height: 860 },
})
context.setDefaultTimeout(60_000)
const page = context.pages()[0] ?? await context.newPage()
const seen = { complaints: [], abroad: [], violations: [] }
page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) seen.complaints.push(message.text()) })
page.on('pageerror', (error) => seen.complaints.push(String(error)))
page.on('request', (request) => { if (!request.url().startsWith(url) && !request.url().startsWith('data:')) seen.abroad.push(request.url()) })

const text = (selector) => page.locator(selector).innerText()
// By the keyboard alone.
async function tried(code, input = '') {
  await page.locator('#code').fill(code)
  await page.locator('#input').fill(input)
  await page.locator('#code').press('Control+Enter')
  await page.waitForFunction(() => document.querySelector('#stop').disabled)
  return { result: await text('#result'), took: await text('#took') }
}

await page.goto(url)
if (token) {
  seen.stranger = await tried('return 1')
  seen.focus = await page.evaluate(() => document.activeElement.id)
  await page.locator('#token').fill(token)
}
seen.good = await tried('console.warn("careful")\nreturn { sum: input.a + 1 }', '{"a": 41}')
seen.console = await text('#console')
seen.bad = await tried('const a = 1\nthrow new TypeError("no " + a)')
seen.line = await page.locator('#line').textContent()
await page.locator('#go').press('Enter')
seen.selected = await page.evaluate(() => {
  const code = document.querySelector('#code')
  return code.value.slice(code.selectionStart, code.selectionEnd)
})
for (const scheme of ['light', 'dark']) {
  await page.emulateMedia({ colorScheme: scheme })
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run())
  seen.violations.push(...violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join(', ')}`))
  await page.screenshot({ path: join(folder, `try-${scheme}.png`), fullPage: true })
}
seen.refused = await tried(' ')
await page.locator('#code').fill('for (;;);')
await page.locator('#run').press('Enter')
await page.locator('#stop').press('Enter')
await page.waitForFunction(() => document.querySelector('#result').textContent === 'stopped')
await page.setViewportSize({ width: 390, height: 800 })
seen.wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
await page.screenshot({ path: join(folder, 'try-narrow.png'), fullPage: true })
await context.close()
console.log(JSON.stringify(seen))
