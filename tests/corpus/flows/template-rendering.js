// a small mustache: sections, inverted ones, escaping, partials, nested contexts
const partials = { line: '<li>{{name}} × {{qty}}{{#note}} ({{{.}}}){{/note}}</li>' };
const escape = (s) => String(s).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
function look(stack, path) { if (path === '.') return stack[0]; const [first, ...rest] = path.split('.'); const owner = stack.find((c) => c !== null && typeof c === 'object' && first in c); return rest.reduce((v, k) => v?.[k], owner?.[first]); }
function render(template, stack) {
  return template.replace(/\{\{([#^])([\w.]+)\}\}([\s\S]*?)\{\{\/\2\}\}/g, (_, kind, name, body) => { const v = look(stack, name); const empty = !v || (Array.isArray(v) && !v.length); if (kind === '^') return empty ? render(body, stack) : ''; if (empty) return ''; return (Array.isArray(v) ? v : [v]).map((x) => render(body, [x === true ? stack[0] : x, ...stack])).join(''); })
    .replace(/\{\{>\s*(\w+)\s*\}\}/g, (_, n) => render(partials[n] ?? '', stack)).replace(/\{\{\{([\w.]+)\}\}\}/g, (_, n) => look(stack, n) ?? '').replace(/\{\{([\w.]+)\}\}/g, (_, n) => escape(look(stack, n) ?? ''));
}
const view = { shop: { name: 'T & "Tee"' }, lines: [{ name: '<Tea>', qty: 2, note: '<b>new</b>' }, { name: 'Pot', qty: 1 }], vip: true, none: [] };
return [render('<h1>{{shop.name}}</h1><ul>{{#lines}}{{>line}}{{/lines}}</ul>', [view]), render('{{#vip}}VIP {{shop.name}}{{/vip}}{{^none}}empty{{/none}}{{missing.deep}}', [view]), render('{{#lines}}{{name}},{{/lines}}', [view])];
