// a mail's template with filters, conditions and loops, compiled to functions
const filters = { upper: (s) => s.toUpperCase(), money: (n) => (n / 100).toFixed(2), date: (s) => require('date-fns').format(new Date(s), 'd MMM yyyy'), list: (a) => a.join(', '), escape: (s) => String(s).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`) };
function compile(source) {
  const tokens = source.split(/(\{\{.*?\}\}|\{%.*?%\})/s); let at = 0;
  const value = (expression, scope) => { const [path, ...pipes] = expression.split('|').map((x) => x.trim()); let v = path.split('.').reduce((o, k) => o?.[k], scope) ?? ''; for (const pipe of pipes) { if (!filters[pipe]) throw new Error(`no filter ${pipe}`); v = filters[pipe](v); } return v; };
  function block(...ends) {
    const parts = [];
    for (; at < tokens.length; at++) {
      const token = tokens[at];
      if (token.startsWith('{{')) { const e = token.slice(2, -2); parts.push((s) => value(e, s)); } else if (token.startsWith('{%')) {
        const [word, ...rest] = token.slice(2, -2).trim().split(/\s+/);
        if (ends.includes(word)) return Object.assign((s) => parts.map((p) => p(s)).join(''), { end: word });
        at++;
        if (word === 'if') { const yes = block('else', 'end'); let no = () => ''; if (yes.end === 'else') { at++; no = block('end'); } const not = rest[0] === 'not'; const e = rest.at(-1); parts.push((s) => (!!value(e, s) !== not ? yes(s) : no(s))); } else if (word === 'for') { const body = block('end'); const [name, , e] = rest; parts.push((s) => [].concat(value(e, s) || []).map((item, index) => body({ ...s, [name]: item, index })).join('')); } else throw new Error(`unknown ${word}`);
      } else if (token) parts.push(() => token);
    }
    if (ends.length) throw new Error(`missing ${ends.join(' or ')}`);
    return (s) => parts.map((p) => p(s)).join('');
  }
  return block();
}
const t = (f) => { try { return f(); } catch (e) { return e.message; } };
const mail = compile('Dear {{ to.name | upper }},\n{% if items %}{% for i in items %}{{ index }}. {{ i.text | escape }}: {{ i.price | money }}\n{% if i.tags %}({{ i.tags | list }})\n{% end %}{% end %}{% else %}Nothing.\n{% end %}{% if not paid %}Due {{ due | date }}{% end %}');
return [mail({ to: { name: 'ann' }, items: [{ text: 'Tea & <b>', price: 450, tags: ['a', 'b'] }, { text: 'Pot', price: 12000 }], due: '2024-02-29' }), mail({ to: {}, paid: true }).replace('undefined', '?') , t(() => compile('{% if x %}')), t(() => compile('{{ a | nope }}')({})), t(() => compile('{% while %}'))].map(String);
