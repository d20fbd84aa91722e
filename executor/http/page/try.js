// Runs the block that is written here, by the same POST as everybody's (docs/call.md), and shows what came of it.
'use strict'

const EXECUTE = 'executor.v1.ExecutorService/Execute'
const at = (id) => document.getElementById(id)
let running = null
let place = null

function show(text, kind) {
  at('result').textContent = text
  at('result').className = kind
}

// Of a duration as JSON has it, such as 0.001021599s.
function shownTime(duration = '0s') {
  const seconds = parseFloat(duration)
  return seconds < 1 ? `${(seconds * 1000).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`
}

function pretty(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 2)
  } catch {
    return json
  }
}

// The author's line, with a mark below the column.
function showPlace({ line, column }) {
  const code = at('code').value.split('\n')
  place = line >= 1 && line <= code.length ? { line, column: Math.max(1, column || 1) } : null
  at('place').hidden = place === null
  if (place === null) return
  const number = `${line}  `
  at('line').textContent = `${number}${code[line - 1]}\n${' '.repeat(number.length + place.column - 1)}^`
}

function showConsole(messages) {
  at('console').replaceChildren(...messages.map(({ level, text }) => {
    const item = document.createElement('li')
    item.className = level.replace('CONSOLE_LEVEL_', '').toLowerCase()
    item.textContent = text ?? ''
    return item
  }))
}

function showAnswer(answer) {
  const { resultJson, error, consoleMessages = [], usage = {} } = answer
  if (error === undefined) show(pretty(resultJson ?? 'null'), 'good')
  else show(error.stack || [error.name, error.message].filter(Boolean).join(': ') || error.kind, 'bad')
  showPlace(error ?? {})
  showConsole(consoleMessages)
  at('took').textContent = `ran ${shownTime(usage.runDuration)}, CPU ${shownTime(usage.cpuDuration)}`
}

function showRefusal(status, { code, message }) {
  show(`${code ?? `status ${status}`}: ${message ?? 'no answer of the executor'}`, 'bad')
  showPlace({})
  showConsole([])
  at('took').textContent = 'did not run'
  if (status === 401) at('token').focus()
}

async function run() {
  running?.abort()
  const mine = running = new AbortController()
  const headers = { 'content-type': 'application/json', 'connect-protocol-version': '1' }
  if (at('token').value) headers.authorization = `Bearer ${at('token').value}`
  const body = JSON.stringify({ code: at('code').value, inputJson: at('input').value.trim() })
  at('stop').disabled = false
  show('running…', '')
  at('took').textContent = ''
  try {
    const response = await fetch(EXECUTE, { method: 'POST', headers, body, signal: mine.signal })
    const answer = await response.json()
    if (response.ok) showAnswer(answer)
    else showRefusal(response.status, answer)
  } catch (error) {
    if (mine !== running) return
    show(error.name === 'AbortError' ? 'stopped' : `no answer: ${error.message}`, 'bad')
  } finally {
    if (mine === running) at('stop').disabled = true
  }
}

at('block').addEventListener('submit', (event) => {
  event.preventDefault()
  run()
})
at('stop').addEventListener('click', () => running?.abort())
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run()
})
at('go').addEventListener('click', () => {
  const before = at('code').value.split('\n').slice(0, place.line - 1).join('\n')
  const start = before.length + (place.line > 1 ? 1 : 0)
  at('code').focus()
  at('code').setSelectionRange(start + place.column - 1, start + at('code').value.split('\n')[place.line - 1].length)
})
