// Primes generated and checked: sizes, safe ones, remainders, callbacks, refusals
const { checkPrime, checkPrimeSync, generatePrime, generatePrimeSync } = require('crypto');
const { promisify } = require('util');
const out = [];
const t = (name, attempt) => {
  try { out.push([name, attempt()]); } catch (e) { out.push([name, e.name, e.code, e.message]); }
};
const bits = (n) => n.toString(2).length;
for (const size of [2, 3, 4, 5, 16, 17, 33, 64, 160, 255, 512]) {
  t(`size ${size}`, () => { const p = generatePrimeSync(size, { bigint: true }); return [bits(p), p.toString(2).startsWith('11'), checkPrimeSync(p)]; });
}
for (const size of [3, 6, 7, 16, 18, 32, 100, 256]) {
  t(`safe ${size}`, () => { const p = generatePrimeSync(size, { bigint: true, safe: true }); return [bits(p), checkPrimeSync(p), checkPrimeSync((p - 1n) / 2n)]; });
}
for (const [size, add, rem, safe] of [[32, 12n, 11n], [40, 30n, 7n], [128, 5n], [128, 5n, undefined, true], [4, 15n, 13n], [64, 24n, 23n, true], [100, 2n ** 60n]]) {
  t(`${size} ${add} ${rem}`, () => {
    const p = generatePrimeSync(size, { bigint: true, add, rem, safe: safe === true });
    return [bits(p) >= size - 1, String(p % add), checkPrimeSync(p)];
  });
}
t('buffer', () => { const p = generatePrimeSync(65); return [p.constructor.name, p.byteLength]; });
for (const size of [0, -1, 1, 2 ** 31, '8', 1.5]) t(`bad size ${size}`, () => generatePrimeSync(size));
for (const size of [2, 4, 5]) t(`no safe prime of ${size}`, () => generatePrimeSync(size, { safe: true }));
for (const options of [{ add: 2n ** 64n }, { add: 7n, rem: 7n }, { add: 7n, rem: 30n }, { add: 0n }, { add: -1n }, { add: 'a' }, { safe: 1 }, { bigint: 1 }]) {
  t(Object.entries(options).map(([k, v]) => `${k} ${v}`).join(), () => generatePrimeSync(64, options));
}
const numbers = [0n, 1n, 2n, 3n, 4n, 91n, 561n, 65521n, 65537n, 4295098369n, 2n ** 61n - 1n, 2n ** 67n - 1n, 2n ** 521n - 1n, 2n ** 521n + 1n];
t('checked', () => numbers.map((n) => checkPrimeSync(n)));
t('bytes', () => [checkPrimeSync(Buffer.from([1, 1])), checkPrimeSync(new Uint16Array([257])), checkPrimeSync(new ArrayBuffer(2)), checkPrimeSync(Buffer.alloc(0))]);
for (const checks of [-1, 'a', 2 ** 31]) t(`checks ${checks}`, () => checkPrimeSync(7n, { checks }));
t('bad candidate', () => checkPrimeSync(7));
const made = await promisify(generatePrime)(48, { bigint: true });
out.push(bits(made), await promisify(checkPrime)(made), await promisify(checkPrime)(made * 3n, { checks: 5 }));
out.push(await new Promise((resolve) => { generatePrime(1, (error, prime) => resolve([error.message, error.code, prime])); }));
return out;
