// MessageChannel and BroadcastChannel: what arrives, in which shape, after close
const told = (f) => { try { return f(); } catch (e) { return `${e.name}${e.code ? ` [${e.code}]` : ''}: ${e.message}`; } };

const keep = setInterval(() => {}, 5); const log = []; const { port1, port2 } = new MessageChannel(); port2.onmessage = (e) => log.push([e.type, e.data, e.constructor.name]);
port1.postMessage({ m: new Map([[1, new Date(0)]]), e: new RangeError('x'), u: undefined }); port1.postMessage([1n, , 3]); log.push('sync'); await new Promise((r) => setTimeout(r, 20));
const once = new Promise((r) => port1.once('message', r)); port2.postMessage('back'); log.push(await once); log.push(told(() => port1.postMessage(() => 1)), told(() => port1.postMessage()));
const a = new BroadcastChannel('c'), b = new BroadcastChannel('c'), other = new BroadcastChannel('d'); other.onmessage = () => log.push('wrong'); const got = new Promise((r) => { b.onmessage = r; }); a.postMessage({ n: 1 }); log.push((await got).data, a.name); for (const c of [a, b, other]) c.close(); log.push(told(() => a.postMessage(1)));
const closed = new Promise((r) => port1.on('close', () => r('closed'))); port2.close(); log.push(await closed); port1.postMessage('lost'); await new Promise((r) => setTimeout(r, 10)); clearInterval(keep);
return log.map((x) => (Array.isArray(x) && x[1]?.m ? [x[0], [...x[1].m].length, x[1].e.message, 'u' in x[1]] : typeof x === 'object' && !Array.isArray(x) ? JSON.stringify(x) : typeof x === 'bigint' ? 'b' : Array.isArray(x) ? x.map((y) => (Array.isArray(y) ? y.map(String) : y)) : x));
