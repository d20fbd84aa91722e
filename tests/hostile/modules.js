// The preloaded modules as weapons.

//# lodash-clone-cycle: OK
const a = {}; a.a = a; return require('lodash').cloneDeep(a).a !== a

//# lodash-clone-deep: THROWN
let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return require('lodash').cloneDeep(a)

//# lodash-clone-huge: TIMEOUT OUT_OF_MEMORY
const a = Array.from({ length: 1e5 }, (_, i) => ({ i })); for (;;) require('lodash').cloneDeep(a)

//# lodash-range: OUT_OF_MEMORY TIMEOUT THROWN limit=5s
return require('lodash').range(1e9).length

//# lodash-times: TIMEOUT OUT_OF_MEMORY limit=5s
return require('lodash').times(1e9, () => ({})).length

//# lodash-pad: OUT_OF_MEMORY TIMEOUT THROWN limit=3s
return require('lodash').padStart('x', 1e9, 'abc').length

//# lodash-template: TIMEOUT
return require('lodash').template('<% for (;;); %>')({})

//# lodash-laughs: TIMEOUT OUT_OF_MEMORY
const laughs = () => { let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return a }; return require('lodash').flattenDeep(laughs()).length

//# lodash-merge-deep: THROWN OK
let a = {}; for (let i = 0; i < 1e5; i++) a = { a }; return require('lodash').merge({}, a)

//# lodash-memoize: OUT_OF_MEMORY TIMEOUT limit=1s
const f = require('lodash').memoize(x => [x]); for (let i = 0; ; i++) f(i)

//# qs-deep: OK
return require('qs').parse('a' + '[b]'.repeat(20000) + '=1', { depth: Infinity }) ? 1 : 0

//# qs-many: OK
return Object.keys(require('qs').parse('a=1&'.repeat(1e5), { parameterLimit: Infinity })).length

//# qs-sparse: OK TIMEOUT OUT_OF_MEMORY
return require('qs').parse('a[999999999]=1', { arrayLimit: 1e9 }) ? 1 : 0

//# qs-stringify-cycle: THROWN
const a = {}; a.a = a; return require('qs').stringify(a)

//# qs-stringify-laughs: TIMEOUT OUT_OF_MEMORY
let a = ['lol']; for (let i = 0; i < 40; i++) a = [a, a]; return require('qs').stringify({ a }).length

//# crypto-pbkdf2: TIMEOUT
return String(require('crypto-js').PBKDF2('secret', 'salt', { keySize: 8, iterations: 1e9 }))

//# crypto-evp: TIMEOUT
return String(require('crypto-js').EvpKDF('secret', 'salt', { keySize: 1e6, iterations: 1e6 }))

//# crypto-hash-of-big: TIMEOUT OUT_OF_MEMORY OK
return String(require('crypto-js').SHA256('a'.repeat(2e7)))

//# crypto-random: TIMEOUT OUT_OF_MEMORY THROWN
return String(require('crypto-js').lib.WordArray.random(1e9))

//# pinyin-1mb: TIMEOUT OUT_OF_MEMORY
return require('pinyin').pinyin('中文拼音'.repeat(9e4), { segment: true, heteronym: true }).length

//# pinyin-compact: TIMEOUT OUT_OF_MEMORY
return require('pinyin').pinyin('中行长重'.repeat(12), { heteronym: true, compact: true }).length

//# date-fns-days: TIMEOUT OUT_OF_MEMORY
return require('date-fns').eachDayOfInterval({ start: new Date(0), end: new Date(8e15) }).length

//# date-fns-format: TIMEOUT OK THROWN
return require('date-fns').format(new Date(0), 'yyyy'.repeat(20000)).length

//# uuid-forever: TIMEOUT
const { v4 } = require('uuid'); for (;;) v4()

//# uuid-kept: OUT_OF_MEMORY TIMEOUT limit=1s
const { v4 } = require('uuid'), kept = []; for (;;) kept.push(v4(), { x: [] })

//# axios-refused: THROWN
return require('axios').get('http://127.0.0.1:1/')

//# axios-interceptors: TIMEOUT
const axios = require('axios'); axios.interceptors.request.use(() => { for (;;); }); return axios.get('http://127.0.0.1:1/')

//# axios-own-adapter: TIMEOUT
return require('axios').get('http://127.0.0.1:1/', { adapter: () => { for (;;); } })

//# require-forever: TIMEOUT
for (let i = 0; ; i++) try { require('x' + i) } catch {}

//# require-split: TIMEOUT THROWN
return require({ toString() { for (;;); } })

//# text-decoder: TIMEOUT OUT_OF_MEMORY
for (;;) new TextDecoder().decode(new TextEncoder().encode('中'.repeat(1e6)))

//# url-forever: TIMEOUT
for (;;) new URL('http://' + 'a.'.repeat(1e4) + 'b/?' + 'x=1&'.repeat(1e4))

//# clone-of-laughs: OK
let a = ['lol']; for (let i = 0; i < 40; i++) a = [a, a]; return structuredClone(a).length

//# clone-of-big: OUT_OF_MEMORY TIMEOUT limit=1s
const kept = [Array.from({ length: 1e5 }, (_, i) => ({ i }))]; for (;;) kept.push(structuredClone(kept[0]))

//# clone-getter: TIMEOUT
return structuredClone({ get x() { for (;;); } })
