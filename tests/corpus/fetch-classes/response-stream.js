// The body as a stream of bytes
const { body } = new Response('streamed text');
const parts = []; for await (const part of body) parts.push([part.constructor.name, new TextDecoder().decode(part)]);
const reader = new Response(new Uint8Array(5)).body.getReader();
const byob = new Response('abc').body.getReader({ mode: 'byob' });
const read = await byob.read(new Uint8Array(8));
return [parts, (await reader.read()).value.length, (await reader.read()).done, [...read.value], read.done];
