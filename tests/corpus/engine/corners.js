// corners of the language where the engine differs: digits of powers of two, when computed keys are read, the largest BigInt
const log = [];
const key = (name) => ({ toString() { log.push(name); return name; } });
const made = { [key('a')]: log.push('value of a') };
const told = (f) => { try { return f(); } catch (error) { return `${error.name}: ${error.message}`; } };
return {
  digits: [(2 ** -24).toString(), `${2 ** -44}`, String(2 ** -25), String(2 ** 70)],
  log,
  keys: Object.keys(made),
  unset: told(() => { let u; u[{ toString() { throw new Error('key'); } }] = 1; }),
  large: told(() => 2n ** 1048576n > 0n),
};
