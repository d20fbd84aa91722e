// every isX over a table of values
const _ = require('lodash');
const vs=[0,1,-0,NaN,Infinity,1.5,2**53,'','a',Object('s'),true,null,undefined,Symbol('s'),1n,[],[1],{},{length:1},Object.create(null),()=>1,class{},/r/,new Date(0),new Error('e'),new Map(),new Set(),new WeakMap(),new WeakSet(),new ArrayBuffer(1),Uint8Array.of(1),(function(){return arguments})(),Promise.resolve(),new (class A{})()]; const out={}; for (const n of Object.keys(_).filter(k=>/^is[A-Z]/.test(k)&&!/With$|isEqual|isMatch|isElement|isNative/.test(k)).sort()) out[n]=vs.map(v=>+_[n](v)).join(''); return out;
