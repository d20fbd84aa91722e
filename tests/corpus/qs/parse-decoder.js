// a decoder of one's own for keys and values, with types
const qs = require('qs');
const calls = [];
const typed = qs.parse('n=1&f=1.5&t=true&no=false&nil=null&s=%20x%20&k%5B0%5D=2', {
  decoder(text, usual, charset, type) {
    calls.push([text, charset, type]);
    if (type === 'key') return usual(text, usual, charset);
    if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
    return { true: true, false: false, null: null }[text] ?? usual(text, usual, charset);
  },
});
const upper = qs.parse('a=b&c=d', { decoder: (text, usual, charset, type) => (type === 'key' ? text.toUpperCase() : text) });
const broken = (() => { try { return qs.parse('a=b', { decoder: 'no' }); } catch (e) { return `${e.name}: ${e.message}`; } })();
return { typed, calls, upper, broken, bad: qs.parse('a=%E0%A4%A&b=%&c=%zz') };
