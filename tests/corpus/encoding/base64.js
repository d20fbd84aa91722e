// atob and btoa
const attempt = (f) => { try { return f(); } catch (e) { return [e.constructor.name, e.name, e.code, e instanceof Error]; } };
return ['', 'YQ==', 'YWI=', 'YWJj', 'YQ', 'YWI', 'Y', 'YQ=', 'YQ===', '=', 'Y=Q=', ' Y Q = = ', 'YQ\t=\n=', 'YW-_', '\u00a0YQ==', 'ab\u0100d', '////', '+/+/', 'AB', 'ABC', null, undefined, 12, 'YWJjZA==YQ=='].map((t) => attempt(() => atob(t)))
  .concat(['', 'a', 'ab', 'abc', '\0\xff', 'é', '中', '\u0100', null, undefined, 1.5, 'x'.repeat(100), { toString: () => 'o' }].map((t) => attempt(() => btoa(t))), [attempt(() => atob()), attempt(() => btoa()), attempt(() => btoa(Symbol('x'))), attempt(() => atob(Symbol('x')))]);
