// Asks status.json each second and shows it. Text only ever becomes text nodes.
'use strict'

const STATES = ['ready', 'running', 'idle', 'rewinding', 'starting', 'forking', 'ending']
const MANY = 96
const byId = (id) => document.getElementById(id)
const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`
const milliseconds = (value) => (value === null ? '–' : value < 10 ? `${value.toFixed(1)} ms` : value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(0)} s`)
const size = (bytes) => (bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`)

// What it is, and by what; a reason why not the faster way is for the tooltip.
const isolation = ({ mode, tracker }) => (tracker ? `${mode} (${tracker})` : mode)

function span(seconds) {
  const units = [[86_400, 'd'], [3_600, 'h'], [60, 'min']]
  for (const [length, name] of units) if (seconds >= 2 * length) return `${Math.floor(seconds / length)} ${name}`
  return `${Math.floor(seconds)} s`
}

// A new element of these attributes and children.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

function showState(status) {
  const state = byId('state')
  state.className = status.ready ? 'serving' : 'down'
  const text = status.ready ? 'SERVING' : 'NOT_SERVING'
  // A live region speaks at every change: only change what has changed.
  if (state.querySelector('strong').textContent !== text) state.querySelector('strong').textContent = text
  if (byId('reason').textContent !== status.reason) byId('reason').textContent = status.reason
  byId('facts').textContent = `version ${status.version} · generation ${status.generation} · up ${span(status.uptime_seconds)} · sandbox ${status.sandbox} · isolation ${isolation(status.isolation)}`
  byId('facts').title = status.isolation.reason
  document.title = `${text === 'SERVING' ? '' : '✕ '}flow-executor`
}

function showIsolates(status) {
  const grid = byId('grid')
  const counts = STATES.map((state) => [state, status.isolates[state] ?? 0])
  const cells = counts.flatMap(([state, count]) => Array.from({ length: count }, () => state))
  grid.classList.toggle('many', cells.length > MANY)
  while (grid.children.length < cells.length) grid.append(document.createElement('i'))
  while (grid.children.length > cells.length) grid.lastChild.remove()
  cells.forEach((state, index) => { grid.children[index].className = state })
  byId('isolates-text').textContent = `${plural(status.slots, 'slot')}: ${counts.filter(([, count]) => count).map(([state, count]) => `${count} ${state}`).join(', ')}`
  const { length, limit } = status.queue
  byId('queue-text').textContent = `${length} of ${limit}`
  byId('queue-bar').style.width = `${Math.min(100, (100 * length) / Math.max(1, limit))}%`
}

// Of shared pages each process has its share, so these add up.
function showMemory(memory) {
  const parts = Object.entries(memory).map(([role, { proportional }]) => [role, proportional])
  const total = parts.reduce((sum, [, bytes]) => sum + bytes, 0)
  byId('memory-text').textContent = `${size(total)}: ${parts.map(([role, bytes]) => `${role === 'isolate' ? 'isolates' : role} ${size(bytes)}`).join(', ')}`
  byId('memory').replaceChildren(...parts.map(([role, bytes]) => {
    const part = element('span', { class: role })
    part.style.width = `${(100 * bytes) / Math.max(1, total)}%`
    return part
  }))
}

// Lines over the samples, each scaled to the largest of all, which is written beside them; a title for each, with its line.
function chart(titles, samples, lines, latest, unit) {
  const largest = Math.max(1e-9, ...lines.flatMap((pick) => samples.map((sample) => pick(sample) ?? 0)))
  const paths = lines.map((pick, number) => {
    const points = samples.map((sample, index) => `${(300 - samples.length + index).toFixed(0)},${(33 - (31 * (pick(sample) ?? 0)) / largest).toFixed(1)}`)
    return `<path class="${number ? 'second' : 'first'}" d="M${points.join('L')}"/>`
  })
  const names = titles.flatMap((title, number) => [element('i', { class: number ? 'second' : 'first', 'aria-hidden': 'true' }), title, ' '])
  const made = element('div', { class: 'chart' }, element('span', {}, ...names))
  const drawing = element('div', { class: 'drawing' })
  // Numbers only: nothing of a caller's comes here.
  drawing.innerHTML = samples.length ? `<svg viewBox="0 0 300 34" preserveAspectRatio="none" aria-hidden="true">${paths.join('')}</svg>` : ''
  if (largest > 1e-9) drawing.append(element('small', {}, `${unit(largest)} at most`))
  made.append(drawing, element('output', {}, latest))
  return made
}

function showCalls(samples) {
  const last = samples.at(-1) ?? {}
  const ended = samples.findLast((sample) => sample.run_p50 !== null) ?? { run_p50: null, run_p99: null, queue_p50: null, queue_p99: null }
  byId('charts').replaceChildren(
    chart(['ok', 'failed'], samples, [(s) => s.ok, (s) => s.failed], `${last.ok ?? 0}/s, ${last.failed ?? 0}/s`, (value) => `${value}/s`),
    chart(['refused'], samples, [(s) => s.refused], `${last.refused ?? 0}/s`, (value) => `${value}/s`),
    chart(['run p50', 'p99'], samples, [(s) => s.run_p50, (s) => s.run_p99], `${milliseconds(ended.run_p50)}, ${milliseconds(ended.run_p99)}`, milliseconds),
    chart(['queue p50', 'p99'], samples, [(s) => s.queue_p50, (s) => s.queue_p99], `${milliseconds(ended.queue_p50)}, ${milliseconds(ended.queue_p99)}`, milliseconds),
    chart(['queued'], samples, [(s) => s.queued], `${last.queued ?? 0}`, (value) => `${value}`),
  )
}

function showWarmup(warmup) {
  byId('warmup-text').textContent = `${warmup.status}, ${warmup.success_count} of ${plural(warmup.modules.length, 'module')}${warmup.elapsed_ms ? ` in ${milliseconds(warmup.elapsed_ms)}` : ''}`
  const total = Math.max(1e-9, warmup.modules.reduce((sum, module) => sum + module.elapsed_ms, 0))
  let begun = 0
  const rows = warmup.modules.map((module) => {
    const bar = element('span')
    bar.style.left = `${(100 * begun) / total}%`
    bar.style.width = `${(100 * module.elapsed_ms) / total}%`
    bar.hidden = module.status === 'not_started'
    begun += module.elapsed_ms
    const time = module.status === 'completed' ? milliseconds(module.elapsed_ms) : module.status.replace('_', ' ')
    return element('tr', { class: module.status }, element('th', { scope: 'row' }, module.name), element('td', {}, module.version),
      element('td', { class: 'number' }, module.size_bytes ? size(module.size_bytes) : ''), element('td', { class: 'number' }, time),
      element('td', { class: 'wide' }, element('div', { class: 'bar', 'aria-hidden': 'true' }, bar)))
  })
  byId('timeline').tBodies[0].replaceChildren(...rows)
  const failed = warmup.failed_module || warmup.error
  byId('warmup-error').hidden = !failed
  byId('warmup-error').textContent = failed ? `${warmup.failed_module || 'the runtime'} did not load: ${warmup.error}` : ''
}

// Those of one kind that follow each other, as the last of them and how many they are.
function counted(failures) {
  const runs = []
  for (const failure of failures) {
    if (runs.at(-1)?.failure.kind === failure.kind) runs.at(-1).times += 1
    else runs.push({ failure, times: 1 })
  }
  return runs
}

function showFailures(failures) {
  const rows = counted(failures).map(({ failure, times }) => element('tr', {},
    element('td', {}, new Date(failure.at * 1000).toLocaleTimeString()), element('td', {}, times > 1 ? `${failure.kind} × ${times}` : failure.kind),
    element('td', { class: 'number' }, milliseconds(failure.duration_ms)), element('td', { title: failure.execution_id }, failure.execution_id)))
  if (!rows.length) rows.push(element('tr', {}, element('td', { colspan: '4' }, 'none')))
  byId('failures').tBodies[0].replaceChildren(...rows)
}

// A port that the system chose is not known here.
function showDoor(door) {
  const link = byId('door')
  link.hidden = !door?.port
  if (door) link.href = `${door.tls ? 'https' : 'http'}://${location.hostname}:${door.port}/`
}

function showLimits(limits) {
  byId('limits').replaceChildren(...limits.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))))
}

let heard = null

async function show() {
  try {
    const response = await fetch('status.json', { cache: 'no-store' })
    const status = await response.json()
    heard = new Date()
    document.body.classList.remove('stale')
    showState(status)
    showIsolates(status)
    showMemory(status.memory)
    showCalls(status.samples)
    showWarmup(status.warmup)
    showFailures(status.failures)
    showLimits(status.limits)
    showDoor(status.door)
  } catch {
    byId('state').className = 'down'
    byId('state').querySelector('strong').textContent = 'no answer'
    // What is below is as it was then.
    document.body.classList.add('stale')
    byId('reason').textContent = `the server has ended, or cannot be reached; last heard ${heard ? `at ${heard.toLocaleTimeString()}` : 'never'}`
  }
}

// One at a time, and none while nobody looks.
async function keepShowing() {
  for (;;) {
    if (!document.hidden) await show()
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

byId('legend').append(...STATES.map((state) => element('li', {}, element('i', { class: state, 'aria-hidden': 'true' }), state)))
document.addEventListener('visibilitychange', () => { if (!document.hidden) show() })
keepShowing()
