// Arithmetic on numbers of any length happens inside one native call.

//# square-forever: TIMEOUT OUT_OF_MEMORY THROWN limit=1s
let n = 3n; for (;;) n *= n

//# power: THROWN TIMEOUT
return String(3n ** 3000000n).length

//# factorial: TIMEOUT
let n = 1n; for (let i = 1n; ; i++) n *= i

//# fibonacci: TIMEOUT
let a = 1n, b = 1n; for (;;) [a, b] = [b, a + b]

//# to-string: TIMEOUT
return (1n << 1000000n).toString().length && String((1n << 1048000n) - 1n).length + [...'abcdefgh'].map(() => ((1n << 1048000n) - 1n).toString()).length

//# parse: TIMEOUT
for (;;) BigInt('9'.repeat(300000))

//# shift-too-far: THROWN OUT_OF_MEMORY
return 1n << 10000000000n

//# power-too-far: THROWN OUT_OF_MEMORY TIMEOUT
return 2n ** 1000000000000n

//# division: TIMEOUT
const n = (1n << 1000000n) - 1n, d = (1n << 500000n) + 1n; for (;;) n / d % 7n

//# collatz: TIMEOUT
for (let i = 1n; ; i++) for (let n = i; n !== 0n; n = n % 2n ? 3n * n + 1n : n / 2n);

//# swallowed: TIMEOUT OUT_OF_MEMORY limit=500ms
for (;;) try { let n = 7n; for (;;) n **= 9n } catch {}

//# many: OUT_OF_MEMORY TIMEOUT limit=5s
const kept = []; for (let n = 1n << 80000n; ; n++) kept.push(n)
