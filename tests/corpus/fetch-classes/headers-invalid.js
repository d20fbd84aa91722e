// Headers: names and values that are refused
const attempt = (run) => { try { return run(); } catch (e) { return [e.name, e.message, e.code ?? null]; } };

return ['a b', '', 'ä', 'x:', 'ok'].map((name) => attempt(() => [...new Headers([[name, 'v']])]))
  .concat(['x\ny', 'x\0', 'ä', '中', ' t ', ''].map((value) => attempt(() => [...new Headers([['n', value]])])))
  .concat([attempt(() => new Headers([['a']])), attempt(() => new Headers([['a', 'b', 'c']])), attempt(() => new Headers(5)), attempt(() => new Headers(null)),
    attempt(() => new Headers('x')), attempt(() => Headers({}))[0], attempt(() => new Headers().append('a')), attempt(() => new Headers().get()),
    attempt(() => Headers.prototype.get.call({}, 'a')), attempt(() => new Headers().forEach(1))]);
