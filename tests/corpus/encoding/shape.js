// how the classes look
console.log(new TextEncoder(), new TextDecoder('gbk', { fatal: true }), [new TextDecoder()]);
return [new TextEncoder().encoding, Object.keys(new TextDecoder()), String(new TextDecoder()), TextDecoder.length, TextEncoder.length, Object.getOwnPropertyNames(TextDecoder.prototype).sort(), Object.getOwnPropertyNames(TextEncoder.prototype).sort(), JSON.stringify(new TextEncoder())];
