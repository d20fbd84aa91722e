// What fetch does against a real server: requests, bodies, responses, redirects, aborts and errors, a key per case
const { url, other, closed } = input;

const headersOf = ({ headers }) => [...headers].filter(([name]) => name !== 'date' && name !== 'server');
const json = async (...args) => (await fetch(...args)).json();
const causes = (error) => (error === undefined || error === null ? null : {
  name: error.name, code: error.code, syscall: error.syscall, address: error.address, errno: error.errno, message: error.message,
});
const failure = (error) => ({
  name: error.name,
  message: error.message,
  code: error.code,
  type: error instanceof TypeError,
  dom: error instanceof DOMException,
  cause: causes(error.cause),
});
const failing = (promise) => promise.then(({ status }) => status, failure);

const cases = {
  async 'a response as a whole'() {
    const response = await fetch(`${url}/text`);
    const { status, statusText, ok, type, redirected, bodyUsed } = response;
    return { status, statusText, ok, type, redirected, bodyUsed, url: response.url, headers: headersOf(response), text: await response.text(), after: response.bodyUsed };
  },
  async 'the sent headers are those of Node'() {
    return (await json(`${url}/echo`)).headers;
  },
  async 'headers in all forms'() {
    const sent = [];
    for (const headers of [{ 'X-A': '1', accept: 'text/html' }, [['x-a', '1'], ['X-A', '2']], new Headers({ 'X-A': ' padded ' })]) {
      const echo = await json(`${url}/echo`, { headers });
      sent.push([echo.headers['x-a'], echo.headers.accept]);
    }
    return sent;
  },
  async 'text, JSON, form and binary bodies'() {
    const bodies = ['text ä', JSON.stringify({ a: 1 }), new URLSearchParams({ a: '1', b: 'x y' }), new Uint8Array([0, 255]),
      new Uint8Array([1, 2, 3, 4]).subarray(1, 3), new Uint8Array([7]).buffer, new DataView(new Uint8Array([5, 6]).buffer),
      Buffer.from('buffer'), new Blob(['blob'], { type: 'text/x' }), new Blob(['untyped']), ''];
    const sent = [];
    for (const body of bodies) {
      const { headers, base64 } = await json(`${url}/echo`, { method: 'POST', body });
      sent.push([headers['content-type'] ?? null, headers['content-length'] ?? null, base64]);
    }
    return sent;
  },
  async 'FormData becomes multipart'() {
    const form = new FormData();
    form.append('name', 'Müller');
    form.append('name', 'line\nbreak');
    form.append('file', new Blob(['a,b\n'], { type: 'text/csv' }), 'ta"ble.csv');
    form.append('own', new File(['x'], 'own.txt', { type: 'text/plain' }));
    return json(`${url}/form`, { method: 'POST', body: form });
  },
  async 'a stream as body needs duplex'() {
    const stream = () => new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('one '));
        controller.enqueue(new TextEncoder().encode('two'));
        controller.close();
      },
    });
    const sent = await json(`${url}/echo`, { method: 'POST', body: stream(), duplex: 'half' });
    return [sent.body, await failing(fetch(`${url}/echo`, { method: 'POST', body: stream() }))];
  },
  async 'an async iterable as body'() {
    async function* parts() { yield 'a'; yield new TextEncoder().encode('b'); }
    return failing(fetch(`${url}/echo`, { method: 'POST', body: parts(), duplex: 'half' }));
  },
  async 'methods'() {
    const seen = [];
    for (const method of ['get', 'post', 'put', 'delete', 'options', 'PATCH', 'PURGE']) seen.push((await json(`${url}/echo`, { method })).method);
    const head = await fetch(`${url}/echo`, { method: 'HEAD' });
    return [seen, head.status, await head.text()];
  },
  async 'a body with GET, and methods that may not be'() {
    return [await failing(fetch(`${url}/echo`, { body: 'x' })), await failing(fetch(url, { method: 'CONNECT' })), await failing(fetch(url, { method: 'a b' }))];
  },
  async 'every way to read'() {
    const all = await Promise.all(['text', 'json', 'arrayBuffer', 'blob', 'bytes'].map(async (how) => {
      const response = await fetch(`${url}/json`);
      if (typeof response[how] !== 'function') return 'absent';
      const value = await response[how]();
      return value instanceof ArrayBuffer ? value.byteLength : value instanceof Blob ? [value.size, value.type] : value;
    }));
    return all;
  },
  async 'formData of a response'() {
    const form = await (await fetch(`${url}/echo-raw`, { method: 'POST', body: new URLSearchParams('a=1&b=2') })).formData();
    return [...form];
  },
  async 'multipart formData of a response'() {
    const sent = new FormData();
    sent.append('a', 'x');
    sent.append('f', new Blob(['data'], { type: 'text/csv' }), 'f.csv');
    const form = await (await fetch(`${url}/echo-raw`, { method: 'POST', body: sent })).formData();
    const file = form.get('f');
    return [form.get('a'), file.name, file.type, await file.text(), file instanceof File];
  },
  async 'the body as a stream'() {
    const { body } = await fetch(`${url}/text`);
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
    return [text, body.locked];
  },
  async 'a reader of the body'() {
    const response = await fetch(`${url}/big?size=100000`);
    const reader = response.body.getReader();
    let size = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) size += part.value.byteLength;
    return [size, response.bodyUsed, response.body.locked];
  },
  async 'a body is read once, a clone reads it again'() {
    const response = await fetch(`${url}/text`);
    const clone = response.clone();
    const texts = [await response.text(), await clone.text()];
    return [texts, await failing(response.text()), (() => { try { response.clone(); } catch (error) { return failure(error); } })()];
  },
  async 'redirects are followed'() {
    const response = await fetch(`${url}/redirect/3`);
    return [response.url, response.redirected, (await response.json()).path];
  },
  async 'redirect: manual and error'() {
    const response = await fetch(`${url}/redirect/1`, { redirect: 'manual' });
    return [response.status, response.type, response.headers.get('location'), response.redirected, await failing(fetch(`${url}/redirect/1`, { redirect: 'error' }))];
  },
  async 'more than twenty redirects'() {
    return [await failing(fetch(`${url}/redirect/20`)), await failing(fetch(`${url}/redirect/21`))];
  },
  async 'post becomes get on 302 and stays on 307'() {
    const kept = {};
    for (const status of [301, 302, 303, 307, 308]) {
      const { method, body, headers } = await json(`${url}/redirect-to?status=${status}&url=/echo`, { method: 'POST', body: 'data' });
      kept[status] = [method, body, headers['content-type'] ?? null, headers['content-length'] ?? null];
    }
    return kept;
  },
  async 'credentials are dropped across origins'() {
    const headers = { Authorization: 'Bearer t', Cookie: 'c=1', 'X-Token': 't' };
    const away = await json(`${url}/redirect-to?url=${encodeURIComponent(`${other}/echo`)}`, { headers });
    const here = await json(`${url}/redirect-to?url=/echo`, { headers });
    return [away, here].map((echo) => [echo.headers.authorization ?? null, echo.headers.cookie ?? null, echo.headers['x-token'] ?? null]);
  },
  async 'redirects to nowhere'() {
    return [await failing(fetch(`${url}/redirect-to?url=ftp://x/`)), await failing(fetch(`${url}/redirect-to?url=http://`)),
      await failing(fetch(`${url}/redirect-to?url=${encodeURIComponent(`${closed}/`)}`))];
  },
  async 'abort before, during, with a reason'() {
    const early = AbortSignal.abort();
    const during = new AbortController();
    setTimeout(() => during.abort(), 20);
    const reasoned = new AbortController();
    setTimeout(() => reasoned.abort(new RangeError('enough')), 20);
    return [await failing(fetch(url, { signal: early })), await failing(fetch(`${url}/slow?ms=5000`, { signal: during.signal })),
      await failing(fetch(`${url}/slow?ms=5000`, { signal: reasoned.signal }))];
  },
  async 'AbortSignal.timeout is a TimeoutError'() {
    return failing(fetch(`${url}/slow?ms=5000`, { signal: AbortSignal.timeout(30) }));
  },
  async 'abort after the response leaves what was read'() {
    const controller = new AbortController();
    const response = await fetch(`${url}/text`, { signal: controller.signal });
    const text = await response.text();
    controller.abort();
    return [text, response.bodyUsed];
  },
  async 'nobody listens'() {
    const error = failure(await fetch(`${closed}/x`).catch((reason) => reason));
    error.cause.message = error.cause.message.replace(/:\d+$/, '');
    return error;
  },
  async 'a name that does not exist'() {
    return failing(fetch('http://nothing.invalid/'));
  },
  async 'the server hangs up'() {
    return failing(fetch(`${url}/hang-up`));
  },
  async 'bad URLs'() {
    return [await failing(fetch('nope')), await failing(fetch('ftp://example.com/')), await failing(fetch(url.replace('//', '//u:p@'))),
      await failing(fetch('http://127.0.0.1:1/')), await failing(fetch('about:blank')), await failing(fetch())];
  },
  async 'headers that may not be sent'() {
    return [await failing(fetch(url, { headers: { expect: '100-continue' } })), await failing(fetch(url, { headers: { 'transfer-encoding': 'chunked' } })),
      await failing(fetch(url, { headers: { 'a b': '1' } })), await failing(fetch(url, { headers: { a: 'x\ny' } })), await failing(fetch(url, { headers: { a: '中' } }))];
  },
  async 'gzip, deflate and br are decoded'() {
    const bodies = {};
    for (const coding of ['gzip', 'deflate', 'raw-deflate', 'br']) {
      const response = await fetch(`${url}/coded/${coding}`);
      bodies[coding] = [await response.json(), response.headers.get('content-encoding')];
    }
    return bodies;
  },
  async 'cookies'() {
    const { headers } = await fetch(`${url}/cookies`);
    return [headers.getSetCookie(), headers.get('set-cookie'), [...headers].filter(([name]) => name === 'set-cookie')];
  },
  async 'statuses, and a 204 without a body'() {
    const seen = [];
    for (const status of [201, 204, 304, 404, 500]) {
      const response = await fetch(`${url}/status/${status}`);
      seen.push([response.status, response.ok, response.statusText, response.body === null]);
    }
    return seen;
  },
  async 'response headers are immutable, bad JSON is a SyntaxError'() {
    const response = await fetch(`${url}/broken-json`);
    let told;
    try { response.headers.set('a', 'b'); } catch (error) { told = failure(error); }
    return [told, await response.json().catch((error) => error.name)];
  },
  async 'a byte order mark and invalid UTF-8'() {
    return [await (await fetch(`${url}/bom`)).text(), await (await fetch(`${url}/latin1`)).text()];
  },
  async 'binary'() {
    return Buffer.from(await (await fetch(`${url}/binary`)).arrayBuffer()).toString('base64');
  },
  async 'a Request as input, with init over it'() {
    const request = new Request(`${url}/echo`, { method: 'POST', body: 'first', headers: { 'X-A': '1' } });
    const plain = await json(request.clone());
    const over = await json(request, { method: 'PUT', body: 'second' });
    return [[plain.method, plain.body, plain.headers['x-a']], [over.method, over.body, over.headers['x-a']], request.bodyUsed];
  },
  async 'a URL object, and its fragment'() {
    const response = await fetch(new URL('/echo?q=ä#part', url));
    return [response.url, (await response.json()).path];
  },
  async 'data: and blob: URLs'() {
    const data = await fetch('data:text/plain;charset=utf-8;base64,aGk=');
    const text = await data.text();
    const address = URL.createObjectURL(new Blob(['in memory'], { type: 'text/x' }));
    const blob = await fetch(address);
    return [data.status, data.headers.get('content-type'), text, await blob.text(), blob.headers.get('content-type'), await failing(fetch('data:nope'))];
  },
  async 'integrity'() {
    const good = 'sha256-uFx5Xm/ZYnPatIbKiu00F7GxCNkEoSsgq+sA2TUslgg=';
    const bad = 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
    return [await failing(fetch(`${url}/text`, { integrity: good })), await failing(fetch(`${url}/text`, { integrity: bad }))];
  },
  async 'ten at once'() {
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => json(`${url}/echo?n=${n}`)));
    return all.map(({ path }) => path);
  },
  async 'the property on the global object'() {
    const { value, ...flags } = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
    return [flags, value.name, value.length, ['Headers', 'Request', 'Response', 'FormData'].map((name) => {
      const { enumerable, configurable } = Object.getOwnPropertyDescriptor(globalThis, name);
      return [name, enumerable, configurable, globalThis[name].length, Object.prototype.toString.call(globalThis[name].prototype)];
    })];
  },
};

const results = {};
for (const [name, run] of Object.entries(cases)) {
  results[name] = await run().catch((error) => ({ threw: `${error.name}: ${error.message}` }));
}
return results;
