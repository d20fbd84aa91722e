// abort with reasons of all kinds
const thrown = (f) => { try { f(); return 'nothing'; } catch (e) { return e; } };
return ['text', 0, null, undefined, { a: 1 }, ''].map((reason) => { const c = new AbortController(); c.abort(reason); const s = AbortSignal.abort(reason); const show = (v) => (v instanceof DOMException ? v.name : v); return [show(c.signal.reason), show(s.reason), s.aborted, show(thrown(() => s.throwIfAborted()))]; });
