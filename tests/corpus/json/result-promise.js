// a promise inside the result is an empty object; a returned promise is awaited
return Promise.resolve({ inner: Promise.resolve(1), thenable: { then: 5 } });
