// console, for what of Node's library asks for it.

module.exports = globalThis.console;
