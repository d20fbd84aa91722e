// flat categories to a tree and back: paths, depth, orphans, cycles, sums up the branches
const _ = require('lodash');
const flat = [[1, null, 'All', 0], [2, 1, 'Food', 5], [3, 2, 'Tea', 7], [4, 2, 'Rice', 1], [5, 9, 'Lost', 3], [6, 7, 'Ring', 1], [7, 6, 'Gnir', 1], [8, 3, 'Green', 2]].map(([id, parent, name, n]) => ({ id, parent, name, n }));
const byId = _.keyBy(flat, 'id'); const children = _.groupBy(flat, 'parent');
const build = (node) => ({ ...node, children: _.sortBy(children[node.id], 'name').map(build) });
const trees = (children.null ?? []).map(build);
const total = (node) => node.n + _.sumBy(node.children, total);
function* walk(node, path = []) { const here = [...path, node.name]; yield { path: here.join(' / '), depth: path.length, total: total(node) }; for (const child of node.children) yield* walk(child, here); }
const root = (node, seen = new Set()) => (seen.has(node.id) ? 'cycle' : node.parent === null ? 'root' : byId[node.parent] ? root(byId[node.parent], seen.add(node.id)) : 'orphan');
const rows = trees.flatMap((tree) => [...walk(tree)]);
return { rows, states: _.groupBy(flat.map((n) => [n.name, root(n)]), 1), back: rows.length, html: trees.map(function list(n) { return `<li>${n.name}${n.children.length ? `<ul>${n.children.map(list).join('')}</ul>` : ''}</li>`; }).join('') };
