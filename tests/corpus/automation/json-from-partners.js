// JSON as partners send it: broken, large numbers, duplicates, dates
const told = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };

const texts = ['{"a":1,"a":2}', '{"id":12345678901234567890}', '{"a":1}}', '', ' ', 'undefined', '{"a":undefined}', "{'a':1}", '{"a":"x\ny"}', '[1,2,]', '{"a":01}', '{"a":.5}', '{"a":1e400}', '"\\ud800"', 'nul', '<html>', '{"__proto__":{"x":1}}', '{"a":"\\x41"}', '\ufeff{}', '{"a" 1}', '[1 2]', '{"a":1,}', '{,}', '-', '{"d":"2024-01-01T00:00:00Z"}', 'true false'];
const reviver = (k, v) => (typeof v === 'string' && /^\d{4}-\d\d-\d\dT/.test(v) ? new Date(v).getTime() : v);
return texts.map((t) => told(() => JSON.stringify(JSON.parse(t, reviver))));
