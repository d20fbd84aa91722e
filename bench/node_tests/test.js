// What tests ask of `node:test`: to run one function after the other.

'use strict';

let turn = Promise.resolve();

function test(name, options, body) {
  const run = [name, options, body].find((each) => typeof each === 'function');
  if (run !== undefined) turn = turn.then(() => run({ test, mock: undefined, diagnostic() {} }));
  return turn;
}

const group = (name, options, body) => [options, body].find((each) => typeof each === 'function')();

module.exports = Object.assign(test, { test, it: test, describe: group, suite: group });
