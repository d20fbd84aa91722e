// tasks in the order of their dependencies, cycles named, critical path, run in parallel
const tasks = { build: { needs: ['install', 'generate'], ms: 4 }, install: { needs: [], ms: 2 }, generate: { needs: ['install'], ms: 3 }, test: { needs: ['build'], ms: 5 }, lint: { needs: ['install'], ms: 1 }, ship: { needs: ['test', 'lint'], ms: 1 } };
function order(graph) { const done = []; const path = []; const visit = (n) => { if (done.includes(n)) return; if (path.includes(n)) throw new Error(`cycle: ${[...path.slice(path.indexOf(n)), n].join(' -> ')}`); path.push(n); graph[n].needs.forEach(visit); path.pop(); done.push(n); }; Object.keys(graph).forEach(visit); return done; }
const finish = {}; for (const n of order(tasks)) finish[n] = tasks[n].ms + Math.max(0, ...tasks[n].needs.map((d) => finish[d]));
const critical = []; for (let n = Object.keys(finish).reduce((a, b) => (finish[a] >= finish[b] ? a : b)); n; n = tasks[n].needs.reduce((a, b) => (a === undefined || finish[b] > finish[a] ? b : a), undefined)) critical.unshift(n);
const log = []; const started = {}; const run = (n) => (started[n] ??= Promise.all(tasks[n].needs.map(run)).then(async () => { log.push(`+${n}`); await new Promise((r) => setTimeout(r, tasks[n].ms * 8)); log.push(`-${n}`); }));
await run('ship');
let cycle; try { order({ a: { needs: ['b'] }, b: { needs: ['c'] }, c: { needs: ['a'] } }); } catch (e) { cycle = e.message; }
return { order: order(tasks), finish, critical, log, cycle };
