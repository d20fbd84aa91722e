// all, allSettled, any, race with values, promises, thenables and nothing
const thenable = { then(resolve) { resolve('thenable'); } };
const rejects = { then(_, reject) { reject(new TypeError('thenable')); } };
const told = (promise) => promise.then((v) => ['ok', v], (e) => [e.constructor.name, e.errors ? '' : e.message, e.errors?.map(String)]);
return await Promise.all([
  told(Promise.all([1, Promise.resolve(2), thenable])), told(Promise.all([1, rejects])), told(Promise.all([])),
  told(Promise.allSettled([1, rejects])).then(([k, v]) => [k, v.map((x) => x.status)]), told(Promise.any([rejects, thenable])),
  told(Promise.any([rejects, Promise.reject(1)])), told(Promise.any([])), told(Promise.race([new Promise(() => {}), thenable])),
  told(Promise.all(5)).then((r) => r[0]), told(Promise.all('ab')), told(Promise.all(new Set([1, 2]))),
]);
