// a subscription's life as a state machine with timers by a clock of its own, events and a log
const EventEmitter = require('node:events');
const { addDays, addMonths, formatISO } = require('date-fns');
class Subscription extends EventEmitter {
  static moves = { trial: { pay: 'active', expire: 'ended' }, active: { fail: 'past_due', cancel: 'ending', renew: 'active' }, past_due: { pay: 'active', expire: 'ended' }, ending: { resume: 'active', expire: 'ended' }, ended: {} };
  state = 'trial'; log = [];
  constructor(start) { super(); this.until = addDays(start, 14); }
  send(event, at) {
    const next = Subscription.moves[this.state][event];
    if (!next) { this.emit('refused', event, this.state); return false; }
    const from = this.state; this.state = next;
    if (event === 'pay' || event === 'renew') this.until = addMonths(this.until > at ? this.until : at, 1);
    if (event === 'fail') this.until = addDays(at, 7);
    this.log.push(`${formatISO(at, { representation: 'date' })} ${from} -${event}-> ${next}`);
    this.emit(next, at); return true;
  }
  tick(at) { if (at >= this.until && this.state !== 'ended') this.send(this.state === 'active' ? 'fail' : 'expire', at); }
}
const day = (n) => addDays(new Date(2024, 0, 1), n);
const s = new Subscription(day(0)); const heard = [];
s.on('refused', (event, state) => heard.push(`no ${event} in ${state}`)); s.once('active', () => heard.push('welcome')); s.on('ended', () => heard.push('bye'));
s.send('cancel', day(1)); s.send('pay', day(10)); for (let n = 11; n < 60; n++) s.tick(day(n)); 
const until = formatISO(s.until, { representation: 'date' });
const second = new Subscription(day(0)); second.send('pay', day(13)); second.send('cancel', day(20)); second.send('resume', day(21)); second.send('renew', day(40)); 
return { state: s.state, log: s.log, heard, until, second: [second.state, formatISO(second.until, { representation: 'date' }), second.log.length] };
