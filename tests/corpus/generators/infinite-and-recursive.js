// lazy pipelines, tree walks, permutations
function* take(it, n) { let i = 0; for (const x of it) { if (i++ >= n) return; yield x; } }
function* map(it, f) { for (const x of it) yield f(x); }
function* primes() { const found = []; for (let n = 2; ; n++) if (found.every((p) => n % p)) { found.push(n); yield n; } }
function* permutations(list) { if (list.length < 2) { yield list; return; } for (const [i, x] of list.entries()) for (const rest of permutations(list.toSpliced(i, 1))) yield [x, ...rest]; }
const tree = { v: 1, children: [{ v: 2, children: [{ v: 3 }] }, { v: 4 }] };
function* walk(node, depth = 0) { yield [node.v, depth]; for (const c of node.children ?? []) yield* walk(c, depth + 1); }
function* fib() { let [a, b] = [0n, 1n]; while (true) { yield a; [a, b] = [b, a + b]; } }
return { primes: [...take(primes(), 10)], squares: [...take(map(primes(), (p) => p * p), 4)], perms: [...permutations(['a', 'b', 'c'])].map((p) => p.join('')), walk: [...walk(tree)], fib: [...take(fib(), 100)].at(-1).toString() };
