// Promise.all, allSettled, race, any, with thenables, empty lists, and errors
const wait = (ms, v) => new Promise((r) => setTimeout(r, ms, v));
const fail = (ms, m) => new Promise((_, j) => setTimeout(() => j(new Error(m)), ms));
const t = async (p) => { try { return await p; } catch (e) { return [e.name, e.message, e.errors?.map((x) => x.message)]; } };
return {
  all: await t(Promise.all([wait(3, 'a'), 'b', { then: (r) => r('c') }])), allFails: await t(Promise.all([wait(5), fail(1, 'x')])),
  settled: await t(Promise.allSettled([wait(1, 1), fail(1, 'y'), 2])).then((l) => l.map((x) => [x.status, x.value, x.reason?.message])),
  race: await t(Promise.race([wait(20, 'slow'), wait(1, 'fast')])), any: await t(Promise.any([fail(1, 'no'), wait(3, 'yes')])),
  none: await t(Promise.any([fail(1, 'e1'), fail(2, 'e2')])), empty: [await Promise.all([]), await Promise.allSettled([]), await t(Promise.any([]))],
  final: await t(Promise.resolve(1).finally(() => 2)), finalThrows: await t(Promise.resolve(1).finally(() => { throw new Error('f'); })),
  strings: await Promise.all('ab'), notIterable: (await t(Promise.all(5)))[0], self: await t((() => { let r; const p = new Promise((x) => { r = x; }); r(p); return p; })()).then((x) => x[0]),
};
