// arrayLimit: where lists become objects, and what throwing does
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
const out = {};
for (const arrayLimit of [-1, 0, 1, 2, 20]) {
  out[arrayLimit] = ['a[0]=x', 'a[1]=x', 'a[2]=x&a[0]=y', 'a[]=1&a[]=2&a[]=3', 'a=1&a=2&a=3', 'a[100]=z'].map((text) => [t(() => qs.parse(text, { arrayLimit })), t(() => qs.parse(text, { arrayLimit, throwOnLimitExceeded: true }))]);
}
return out;
