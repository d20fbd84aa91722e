// a flow: a form built of a record, and read back
const record = { name: '张三', tags: ['a', 'b'], attachment: new Blob(['id,qty\n1,2\n'], { type: 'text/csv' }), note: null };
const form = new FormData();
for (const [key, value] of Object.entries(record)) for (const item of [value].flat()) if (item !== null) item instanceof Blob ? form.append(key, item, key + '.csv') : form.append(key, item);
const back = {};
for (const [key, value] of form) (back[key] ??= []).push(typeof value === 'string' ? value : { file: value.name, rows: (await value.text()).trim().split('\n').slice(1) });
return [back, new URLSearchParams([...form].filter(([, v]) => typeof v === 'string')).toString()];
