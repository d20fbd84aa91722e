// a small spreadsheet: references, ranges, functions, recalculation in order, errors and cycles
const cells = { A1: '3', A2: '4', A3: '=A1*A2', B1: '=SUM(A1:A3)', B2: '=IF(B1>15,"big","small")', B3: '=B4', B4: '=B3+1', C1: '=A1/0', C2: '=C1+1', C3: '=NOPE(1)', C4: '=MAX(A1:B1)-MIN(A1:A2)^2', D1: 'text', D2: '=D1&" "&A3', D3: '=Z9+1', D4: '=(1+2', D5: '=-A1+2*-3' };
function evaluate(name, stack = []) {
  if (stack.includes(name)) throw new Error('#CYCLE'); const raw = cells[name]; if (raw === undefined) return 0; if (raw[0] !== '=') return isNaN(raw) ? raw : Number(raw);
  const tokens = raw.slice(1).match(/"[^"]*"|[A-Z]+\d+(?::[A-Z]+\d+)?|[A-Z]+|\d+(?:\.\d+)?|[-+*/^&(),<>=]/g); let i = 0; const next = [...stack, name]; const eat = (x) => tokens[i] === x && ++i; const need = (x) => { if (!eat(x)) throw new Error('#SYNTAX'); };
  const range = (text) => { const [[, a, b], [, c, d]] = text.split(':').map((p) => /([A-Z])(\d+)/.exec(p)); const out = []; for (let x = a.charCodeAt(0); x <= c.charCodeAt(0); x++) for (let y = +b; y <= +d; y++) out.push(evaluate(String.fromCharCode(x) + y, next)); return out; };
  const F = { SUM: (...a) => a.flat().reduce((x, y) => x + y, 0), MAX: (...a) => Math.max(...a.flat()), MIN: (...a) => Math.min(...a.flat()), IF: (c, a, b) => (c ? a : b) };
  const compare = () => { const l = join(); for (const [o, f] of [['>', (a, b) => a > b], ['<', (a, b) => a < b], ['=', (a, b) => a === b]]) if (eat(o)) return f(l, join()); return l; };
  const join = () => { let l = sum(); while (eat('&')) l = `${l}${sum()}`; return l; };
  const sum = () => { let l = product(); for (;;) { if (eat('+')) l += product(); else if (eat('-')) l -= product(); else return l; } };
  const product = () => { let l = power(); for (;;) { if (eat('*')) l *= power(); else if (eat('/')) { const r = power(); if (r === 0) throw new Error('#DIV/0'); l /= r; } else return l; } };
  const power = () => { const l = unit(); if (!eat('^')) return l; let r = power(); let out = 1; while (r-- > 0) out *= l; return out; };
  const unit = () => { if (eat('-')) return -unit(); if (eat('(')) { const v = compare(); need(')'); return v; } const tok = tokens[i++]; if (tok === undefined) throw new Error('#SYNTAX'); if (tok[0] === '"') return tok.slice(1, -1); if (/^\d/.test(tok)) return Number(tok); if (tok.includes(':')) return range(tok); if (/\d/.test(tok)) return evaluate(tok, next); if (!F[tok]) throw new Error('#NAME'); need('('); const args = []; if (!eat(')')) { do args.push(compare()); while (eat(',')); need(')'); } return F[tok](...args); };
  const value = compare(); if (i < tokens.length) throw new Error('#SYNTAX'); return value;
}
return Object.fromEntries(Object.keys(cells).map((name) => { try { return [name, evaluate(name)]; } catch (e) { return [name, e.message]; } }));
