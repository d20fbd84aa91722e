// an expression is cut into tokens by a sticky pattern, parsed by precedence, evaluated
const rules = [['space', /\s+/y], ['number', /\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy], ['name', /[a-z_]\w*/iy], ['op', /\*\*|[-+*\/%(),^]/y]];
function* tokens(text) { let at = 0; next: while (at < text.length) { for (const [kind, re] of rules) { re.lastIndex = at; const m = re.exec(text); if (m) { at = re.lastIndex; if (kind !== 'space') yield { kind, text: m[0], at: m.index }; continue next; } } throw new SyntaxError(`unexpected ${JSON.stringify(text[at])} at ${at}`); } yield { kind: 'end', text: '', at }; }
const power = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2, '**': 4 };
const fns = { max: Math.max, min: Math.min, round: (x, d = 0) => Math.round(x * 10 ** d) / 10 ** d, abs: Math.abs };
function calculate(text, vars = {}) {
  const list = [...tokens(text)]; let i = 0;
  const take = (t) => { if (list[i].text !== t) throw new SyntaxError(`expected ${t} at ${list[i].at}`); i++; };
  const primary = () => { const t = list[i++]; if (t.kind === 'number') return Number(t.text); if (t.text === '-') return -expression(3); if (t.text === '(') { const v = expression(0); take(')'); return v; } if (t.kind === 'name') { if (list[i].text !== '(') { if (!Object.hasOwn(vars, t.text)) throw new ReferenceError(t.text); return vars[t.text]; } i++; const args = []; if (list[i].text !== ')') do { args.push(expression(0)); } while (list[i].text === ',' && ++i); take(')'); return fns[t.text](...args); } throw new SyntaxError(`unexpected ${t.text || t.kind} at ${t.at}`); };
  const expression = (least) => { let left = primary(); for (;;) { const op = list[i].text; const p = power[op]; if (p === undefined || p < least) return left; i++; const right = expression(op === '**' ? p : p + 1); left = { '+': left + right, '-': left - right, '*': left * right, '/': left / right, '%': left % right, '**': left ** right }[op]; } };
  const value = expression(0); take(''); return value;
}
return ['1 + 2 * 3', '(1 + 2) * 3', '2 ** 3 ** 2', '-2 ** 2', '10 / 4 - 1', 'max(1, price * qty, 3)', 'round(10 / 3, 2)', '7 % 4 * 2', '1 +', '2 $ 3', 'unknown + 1', '1.5e2 + .5', '((1)', 'abs(-3) * -(-2)'].map((t) => { try { return [t, calculate(t, { price: 19.5, qty: 2 })]; } catch (e) { return [t, e.name, e.message]; } });
