// constructors of the error's class are no frames of its stack; other constructors are
class Refused extends Error { constructor(message) { super(message); this.name = 'Refused'; } }
class Harder extends Refused { constructor(message) { super(message); this.hard = true; } }
class Plain extends Error {}
function Old(message) { Error.captureStackTrace(this, Old); this.message = message; }
Old.prototype = Object.create(Error.prototype, { name: { value: 'Old' } });
function Captured(message) { const error = new Error(message); Error.captureStackTrace(error, Captured); return error; }
class Made { constructor(make) { make(); } }
const frames = (error) => error.stack.split('\n').slice(1).map((line) => (/^ +at ((?:async |new )?[\w.]+) \(/.exec(line) ?? [])[1] ?? 'none');
function charge(make) { throw make(); }
const first = (make) => { try { charge(make); } catch (error) { return frames(error).slice(0, 2); } };
function inMade() { try { new Made(function thrower() { throw new Error('x'); }); } catch (error) { return frames(error).slice(0, 3); } }
function onObject() { const holder = {}; Error.captureStackTrace(holder); return [holder.stack.split('\n')[0], frames(holder)[0]]; }
function named() { const holder = { name: 'Holder', message: 'held' }; Error.captureStackTrace(holder, named); holder.message = 'later'; return [holder.stack.split('\n')[0], frames(holder)[0]]; }
const apart = {};
Error.captureStackTrace(apart, function notRunning() {});
return [first(function make() { return new Refused('r'); }), first(function make() { return new Harder('h'); }), first(function make() { return new Plain('p'); }), first(function make() { return new Old('o'); }),
  first(function make() { return Captured('c'); }), first(function make() { return Error('without new'); }), first(function make() { return new AggregateError([], 'a'); }), inMade(), onObject(), (function asked() { return named(); })(),
  apart.stack, Reflect.construct(Error, ['m'], Plain).stack, (() => { const old = Error.stackTraceLimit; Error.stackTraceLimit = 1; try { return new Error('l').stack.split('\n').length; } finally { Error.stackTraceLimit = old; } })(),
  (() => { const old = Error.stackTraceLimit; Error.stackTraceLimit = 0; try { return new Error('none').stack; } finally { Error.stackTraceLimit = old; } })()];
