// formToJSON: back to objects
const axios = require('axios');

const form = new FormData(); for (const [k, v] of [['a', '1'], ['b[]', '1'], ['b[]', '2'], ['c[d][e]', 'x'], ['f.g', 'y'], ['l[0]', 'z'], ['l[1]', 'w'], ['__proto__[p]', 'bad'], ['a', '2']]) form.append(k, v);
return [axios.formToJSON(form), axios.formToJSON(new URLSearchParams('q=1&r[s]=2')), ({}).p ?? null];
