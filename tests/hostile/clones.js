// Clones of data, and lists put behind one another: what the engine does in one call.

//# clone-in-a-loop: TIMEOUT
const rows = Array.from({ length: 1e5 }, (_, i) => ({ i, list: [i] })); for (;;) structuredClone(rows)

//# clone-once: TIMEOUT OUT_OF_MEMORY limit=1s
const rows = []; for (let i = 0; i < 4e5; i++) rows.push({ i, list: [i], name: 'n' }); const all = []; for (;;) all.push(structuredClone(rows))

//# clone-of-names: TIMEOUT OUT_OF_MEMORY limit=500ms
const table = Object.create(null); for (let i = 0; i < 2e5; i++) table['key' + i] = i; for (;;) structuredClone(table)

//# clone-of-itself: TIMEOUT
const a = []; for (let i = 0; i < 1e5; i++) a.push(a); for (;;) structuredClone(a)

//# clone-of-levels: TIMEOUT OUT_OF_MEMORY limit=1s
let list = null; for (let i = 0; i < 5e5; i++) list = { list }; for (;;) structuredClone(list)

//# concat-in-a-loop: TIMEOUT OUT_OF_MEMORY limit=500ms
let all = []; for (;;) all = all.concat([1])

//# concat-of-much: TIMEOUT OUT_OF_MEMORY limit=1s
const much = Array(1e6).fill(1); for (;;) much.concat(much)

//# concat-without-end: OUT_OF_MEMORY
let all = [1, 2, 3]; for (;;) all = all.concat(all)

//# clone-of-maps: TIMEOUT OUT_OF_MEMORY limit=1s
const table = new Map(); for (let i = 0; i < 1e5; i++) table.set(i, new Set([i])); for (;;) structuredClone(table)
