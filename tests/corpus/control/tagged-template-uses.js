// tags that escape, build SQL, dedent, translate, chain
const html = (s, ...v) => s.raw.reduce((acc, part, i) => acc + part + (i < v.length ? String(v[i]).replace(/[<>&]/g, (c) => `&#${c.charCodeAt(0)};`) : ''), ''); const sql = (s, ...v) => ({ text: s.reduce((a, p, i) => a + '$' + i + p), values: v }); const dedent = (s, ...v) => String.raw({ raw: s.raw }, ...v).split('\n').map((l) => l.trim()).filter(Boolean).join('|');
const seen = new Set(); const same = (s) => seen.add(s); for (let i = 0; i < 3; i++) same`x${i}`; same`x${0}`; const curry = (s, ...v) => (s2, ...v2) => [s.join('_'), ...v, s2.join('_'), ...v2];
return { html: html`<b>${'<i>'} & ${1}</b>`, sql: sql`select ${1} from t where a = ${'x'}`, dedent: dedent`
  one ${1}
  two\n
`, cached: seen.size, frozen: ((s) => [Object.isFrozen(s), Object.isFrozen(s.raw), s.length])`a${1}b`, curry: curry`a${1}b``c`, invalid: ((s) => [s[0] === undefined, s.raw[0]])`\unicode`, member: { t(s) { return this.k + s[0]; }, k: 'k' }.t`!`, raw: String.raw`\n${2}\u0041` };
