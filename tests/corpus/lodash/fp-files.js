// files of lodash/fp and of lodash's chains, the first of which are functions of their own with a placeholder of their own
const names = ['../seq','../wrapperAt','../value','../commit','../next','../plant','../toIterator','../toJSON','../wrapperChain','../wrapperLodash','../wrapperReverse','../wrapperValue','_util','_baseConvert','_mapping','_falseOptions','_convertBrowser','placeholder','convert','array','collection','string','get','set','map','curry','curryN','flow','pipe','T','F','__','bind','bindKey','partial','partialRight','curryRight','divide','extend','mixin','runInContext','template','templateSettings','tap','thru','wrap','zip','zipObj','all','any','at','compose','contains','equals','identical','init','lang','util','object','number','math','function','date','chain','toolkit','wrapperAt','seq','noConflict','VERSION'];
const out = {};
for (const n of names) { try { const m = require(n.startsWith('../') ? `lodash/${n.slice(3)}` : `lodash/fp/${n}`); out[n] = [typeof m, m?.name, m?.length, Object.keys(m ?? {}).sort().join().slice(0, 200)]; } catch (e) { out[n] = e.code; } }
const fp = require('lodash/fp'); const ph = require('lodash/fp/placeholder');
out.same = [require('lodash/fp/get') === fp.get, require('lodash/fp/get') === require('lodash/fp/get'), fp.placeholder === fp, require('lodash/fp/get').placeholder === ph, require('lodash/fp/__') === ph];
const use = (f) => { try { return f(); } catch (e) { return e.name; } };
out.use = [
  use(() => require('lodash/fp/divide')(ph, 2)(10)),
  use(() => fp.divide(fp, 2)(10)),
  use(() => require('lodash/fp/map')((x) => x * 2)([1, 2])),
  use(() => require('lodash/fp/curry')((a, b, c) => [a, b, c])(ph, 2)(1)(3)),
  use(() => require('lodash/fp/flow')(require('lodash/fp/map')('a'), require('lodash/fp/sum'))([{ a: 1 }, { a: 2 }])),
  use(() => require('lodash/fp/set')('a.b', 1, { c: 2 })),
  use(() => require('lodash/fp/curry')(Math.max)(1)),
  use(() => require('lodash/fp/partial')((a, b) => a - b, [ph, 3])(10)),
  use(() => require('lodash/fp/convert')('get', require('lodash/get'), { rearg: false, curry: false })({ a: 5 }, 'a')),
  use(() => require('lodash/fp/convert')({ map: require('lodash/map') }, { cap: false }).map((v, k) => k, [7, 8])),
  use(() => require('lodash/fp/array').chunk(2, [1, 2, 3])),
  use(() => require('lodash/fp/reduce')((s, x) => s + x, 0, [1, 2, 3])),
];
return out;
