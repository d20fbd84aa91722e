// a flow: work that is cancelled half way, with its cleaning up
const sleep = (ms, signal) => new Promise((resolve, reject) => {
  if (signal.aborted) return reject(signal.reason);
  const timer = setTimeout(() => { signal.removeEventListener('abort', stop); resolve(); }, ms);
  function stop() { clearTimeout(timer); reject(signal.reason); }
  signal.addEventListener('abort', stop, { once: true });
});
const log = [];
async function work(name, steps, signal) {
  try {
    for (let i = 0; i < steps; i++) { await sleep(1, signal); log.push(name + i); if (name === 'b' && i === 1) controller.abort(new Error('enough')); }
    return 'done';
  } catch (error) { return [error.name, error.message, signal.aborted]; } finally { log.push(name + ' cleaned'); }
}
const controller = new AbortController();
const results = await Promise.all([work('b', 3, controller.signal), work('c', 0, controller.signal), work('d', 2, AbortSignal.any([controller.signal, AbortSignal.timeout(10000)]))]);
return [results, log.filter((l) => l.startsWith('b')), log.includes('d cleaned')];
