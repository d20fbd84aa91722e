// sales history to a forecast: moving averages, trend by least squares, reorder points, a chart
const _ = require('lodash');
const history = { tea: [12, 15, 11, 18, 20, 19, 25, 24], pots: [3, 0, 0, 5, 1, 0, 2, 0], rice: [40, 38, 41, 39, 40, 42, 38, 40], none: [] };
const round = (n, d = 2) => Math.round(n * 10 ** d) / 10 ** d;
const moving = (list, n) => _.range(list.length - n + 1).map((i) => round(_.mean(list.slice(i, i + n))));
const trend = (list) => { const n = list.length; if (n < 2) return null; const xs = _.range(n); const [mx, my] = [_.mean(xs), _.mean(list)]; const slope = _.sum(xs.map((x, i) => (x - mx) * (list[i] - my))) / _.sum(xs.map((x) => (x - mx) ** 2)); return { slope: round(slope, 3), next: round(my + slope * (n - mx)) }; };
const deviation = (list) => { const m = _.mean(list); return Math.sqrt(_.sum(list.map((x) => (x - m) * (x - m))) / list.length); };
const reorder = (list, lead = 2) => (list.length ? Math.ceil(_.mean(list) * lead + 1.65 * deviation(list) * Math.sqrt(lead)) : 0);
const chart = (list, width = 10) => list.map((v) => '▇'.repeat(Math.round((v / (_.max(list) || 1)) * width)) || '·');
const spike = (list) => list.flatMap((v, i) => (i > 1 && v > 1.5 * _.mean(list.slice(0, i)) ? [i] : []));
return _.mapValues(history, (list) => ({ moving: moving(list, 3), trend: trend(list), reorder: reorder(list), chart: chart(list.slice(-3)), spikes: spike(list), mean: round(_.mean(list)), median: _.sortBy(list)[Math.floor(list.length / 2)] ?? null, abc: _.sum(list) > 200 ? 'A' : _.sum(list) > 50 ? 'B' : 'C' }));
