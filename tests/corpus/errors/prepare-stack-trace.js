// Error.prepareStackTrace: when it is called, with which frames, what it may return, errors inside of it
const out=[];
Error.prepareStackTrace = (error, sites) => { out.push([String(error), sites.length>0, sites[0].getFunctionName(), sites[0].isNative(), sites[0].isConstructor()]); return sites; };
function inner() { return new Error('one').stack; }
const s = inner();
out.push(Array.isArray(s), s[0].getFunctionName(), s[1].getLineNumber() - s[0].getLineNumber(), s[0].getColumnNumber());
out.push(['isNative', 'isConstructor', 'isAsync'].map((name) => s[0][name]()));
Error.prepareStackTrace = (error, sites) => { new Error('in').stack; return `${error.message}|${sites[0].getFunctionName()}`; };
out.push(inner());
class A { constructor() { const o = {}; Error.captureStackTrace(o); this.s = o.stack; } }
out.push(new A().s);
const kept = new Error('kept');
Error.prepareStackTrace = undefined;
out.push(kept.stack.split('\n')[0]);
Error.prepareStackTrace = () => { throw new TypeError('no'); };
try { out.push(new Error('x').stack) } catch (e) { out.push(e.name, e.message) }
Error.prepareStackTrace = () => 5;
out.push(new Error('y').stack);
delete Error.prepareStackTrace;
out.push(new Error('z').stack.split('\n')[0]);
return out;
