// depth, strictDepth, depth false and what is left over
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const x='a[b][c][d][e][f][g][h][i]=j'; return [qs.parse(x), qs.parse(x,{depth:1}), qs.parse(x,{depth:0}), qs.parse(x,{depth:false}), t(()=>qs.parse(x,{depth:2,strictDepth:true})), qs.parse('a[b][]=1&a[c]=2',{depth:1}), qs.parse('a[b][c]=1',{depth:10})];
