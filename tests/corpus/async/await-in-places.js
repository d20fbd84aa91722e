// await in every kind of place
const v = (x) => Promise.resolve(x);
const o = { [await v('key')]: await v(1), ...(await v({ b: 2 })) };
const [a, b = await v('default')] = await v([1]);
const f = async (x = 3) => `${await v(x)}-${await v(x + 1)}`;
const c = (await v(true)) ? await v('yes') : await v('no');
let sum = 0;
for (let i = await v(0); i < (await v(3)); i += await v(1)) sum += i;
switch (await v('x')) { case await v('x'): sum += 100; }
const n = (await v(null)) ?? (await v('fallback'));
const opt = (await v({ x: { y: 1 } }))?.x?.[await v('y')];
const tagged = ((s, ...x) => s.raw.join('|') + x)`a${await v(1)}b${await v(2)}c`;
return { o, a, b, f: await f(), c, sum, n, opt, tagged, neg: -(await v(5)), type: typeof (await v('s')), nested: await v(await v(await v(7))) };
