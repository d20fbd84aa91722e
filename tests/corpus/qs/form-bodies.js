// form bodies and signatures as partners want them
const qs = require('qs');
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const params={amount:1990,currency:'EUR',meta:{order:'A/17',items:['x y','z']},empty:'',none:null}; const sorted=qs.stringify(params,{sort:(a,b)=>a.localeCompare(b),skipNulls:true}); const form=qs.stringify(params,{format:'RFC1738',arrayFormat:'brackets',encodeValuesOnly:true}); return {sorted,form,back:qs.parse(form),plus:qs.parse('q=a+b%2Bc'),filters:qs.parse('filter[price][gte]=10&filter[price][lt]=20&filter[tags][]=a&filter[tags][]=b&sort=-date,name&page[size]=5',{comma:true}),webhook:qs.parse('payload=%7B%22a%22%3A1%7D').payload};
