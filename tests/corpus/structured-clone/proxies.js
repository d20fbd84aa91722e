// a proxy is no value that can be cloned, wherever it is
const told = (make) => { try { return JSON.stringify(structuredClone(make())); } catch (error) { return [error.name, error.message, error.code]; } };
const { proxy, revoke } = Proxy.revocable({}, {});
revoke();
return [told(() => new Proxy({ a: 1 }, {})), told(() => new Proxy([1], {})), told(() => ({ deep: [new Proxy({}, {})] })), told(() => proxy), told(() => new Map([['k', new Proxy({}, {})]])), told(() => ({ a: [1, { b: new Date(0) }] })), told(() => new Proxy(() => 1, {}))];
