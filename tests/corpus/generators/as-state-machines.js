// generators as coroutines: tokens in, states out, two-way messages
function* parser() { const stack = []; let token; for (;;) { token = yield stack.join(' '); if (token === undefined) return stack.pop(); if (/^\d+$/.test(token)) stack.push(+token); else { const b = stack.pop(), a = stack.pop(); stack.push({ '+': a + b, '-': a - b, '*': a * b }[token]); } } }
const p = parser(); p.next(); const states = '3 4 + 2 * 7 -'.split(' ').map((t) => p.next(t).value);
function* light() { while (true) { yield 'green'; yield 'yellow'; yield 'red'; } } const l = light();
const run = (gen) => { const it = gen(); let step = it.next(); while (!step.done) step = it.next(step.value * 2); return step.value; };
return { states, result: p.next(), done: p.next('1'), lights: Array.from({ length: 5 }, () => l.next().value), twoWay: run(function* () { const a = yield 1; const b = yield a + 1; return [a, b]; }) };
