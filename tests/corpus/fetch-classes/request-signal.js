// Request: its signal follows the one given
const controller = new AbortController();
const r = new Request('http://a/', { signal: controller.signal });
const clone = r.clone();
const seen = []; r.signal.addEventListener('abort', () => seen.push('aborted'));
controller.abort(new Error('why'));
return [r.signal === controller.signal, r.signal.aborted, r.signal.reason.message, clone.signal.aborted, seen, new Request('http://a', { signal: AbortSignal.abort() }).signal.reason.name, new Request('http://a', { signal: null }).signal.aborted];
