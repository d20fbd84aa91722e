// TextEncoderStream and TextDecoderStream
const collect = async (stream) => { const out = []; for await (const chunk of stream) out.push(typeof chunk === 'string' ? chunk : [...chunk]); return out; };
const failing = async (run) => { try { return await run(); } catch (e) { return [e.name, e.code ?? null]; } };
console.log(new TextDecoderStream('gbk').encoding, new TextDecoderStream('utf-8', { fatal: true, ignoreBOM: true }).fatal, new TextEncoderStream().encoding);
return [await collect(ReadableStream.from(['a', '\ud83d', '\ude00', 'é', '\ud800']).pipeThrough(new TextEncoderStream())), await collect(ReadableStream.from([new Uint8Array([0x61, 0xe4]), new Uint8Array([0xb8]), new Uint8Array([0xad, 0xff])]).pipeThrough(new TextDecoderStream())),
  await failing(() => collect(ReadableStream.from([new Uint8Array([0xff])]).pipeThrough(new TextDecoderStream('utf-8', { fatal: true })))), await failing(() => new TextDecoderStream('nope')), await collect(ReadableStream.from([1, null, { toString: () => 'o' }]).pipeThrough(new TextEncoderStream()))];
