// then on odd things, species
class Mine extends Promise { static get [Symbol.species]() { return Promise; } }
const out = [Mine.resolve(1).then(() => {}) instanceof Mine, Promise.resolve(Mine.resolve(1)) instanceof Mine, Promise.resolve.length];
for (const f of [() => Promise(), () => new Promise(), () => new Promise(5), () => Promise.prototype.then.call(1), () => Promise.resolve.call(undefined)]) try { f(); out.push('fine'); } catch (e) { out.push(e.name); }
out.push(await Promise.resolve(1).then(5).then(null, 6), await new Promise((r) => { r(1); r(2); throw new Error('ignored'); }), String(Promise.resolve()), Object.prototype.toString.call(new Mine(() => {})));
const self = {}; self.promise = new Promise((r) => { self.resolve = r; }); self.resolve(self.promise); out.push(await self.promise.catch((e) => [e.name]));
return out;
