// How the names stand on the global object
return ['fetch', 'Headers', 'Request', 'Response', 'FormData'].map((name) => { const d = Object.getOwnPropertyDescriptor(globalThis, name); return [name, d.enumerable, d.configurable, typeof globalThis[name], Object.keys(globalThis).includes(name)]; }).concat([[fetch.name, fetch.length]]);
