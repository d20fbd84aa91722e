// how targets and events are shown
const fixed = (e) => { Object.defineProperty(e, 'x', { value: 1 }); return e; };
console.log(new EventTarget(), [new EventTarget()], { a: { b: { c: new EventTarget() } } });
class Emitter extends EventTarget { count = 3; #secret = 1; }
console.log(new Emitter(), String(new Emitter()), `${new Event('x')}`);
console.log(require('util').inspect(new Event('x', { cancelable: true })).replace(/timeStamp: [\d.]+/, 'timeStamp: N'));
return Object.keys(new Emitter());
