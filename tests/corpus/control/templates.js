// tagged templates: raw, cached strings, invalid escapes; nesting
const seen = new Set();
const tag = (s, ...v) => { seen.add(s); return { cooked: s.map((x) => x ?? null), raw: [...s.raw], v, frozen: Object.isFrozen(s) && Object.isFrozen(s.raw) }; };
const call = () => tag`a${1}b`;
call(); call();
const html = (s, ...v) => String.raw({ raw: s }, ...v.map((x) => String(x).replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c])));
const dedent = (s, ...v) => { const text = String.raw(s, ...v); const min = Math.min(...text.split('\n').filter((l) => l.trim()).map((l) => l.match(/^ */)[0].length)); return text.split('\n').map((l) => l.slice(min)).join('\n').trim(); };
return { basic: tag`x${1}\n${{ a: 1 }}\u0041`, invalid: tag`\unicode and \x and ${0}`, cached: seen.size - 2, raw: String.raw`C:\new\${1}`, html: html`<b>${'<i>&'}</b>`, nested: `a${`b${`c${1 + 1}`}`}`, multi: `line1
line2`, dedent: dedent`
    one
      two ${3}
    four`, member: ({ t: (s) => s[0] }).t`m`, newTag: typeof new (function () { return function () {}; })()``, chain: ((s) => (s2) => s[0] + s2[0])`a``b`, crlf: `a\r\nb`.length };
