// JavaScript is TypeScript as it is
const _ = require('lodash');
const grouped = _.groupBy([{ k: 'a', v: 1 }, { k: 'b', v: 2 }, { k: 'a', v: 3 }], 'k');
const label = Object.entries(grouped).map(([k, list]) => `${k}:${_.sumBy(list, 'v')}`).join();
const regex = /[/\]<>]+/g, template = `a${`b${1 < 2}`}`;
if (label) { await null; }
return { label, regex: regex.source, template, division: 8 / 4 / 2 };
