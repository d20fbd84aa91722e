// slices of a Blob
const b = new Blob(['0123', '45', '6789'], { type: 'Text/Plain' });
const s = async (...args) => { const c = b.slice(...args); return [await c.text(), c.size, c.type]; };
return [await s(), await s(2), await s(-3), await s(2, 5), await s(-5, -2), await s(5, 2), await s(0, 100), await s(20), await s(1, 3, 'A/B'), await s(1, 3, 'é'), await s(undefined, 2), await s(0, null), await s('1', '4'), await b.slice(2, 9).slice(1, 5).text()];
