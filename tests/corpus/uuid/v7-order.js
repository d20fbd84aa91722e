// v7: time, sequence and random bits in their places; order within a millisecond
const { v7, parse, version } = require('uuid');
const random = Uint8Array.from({ length: 16 }, (_, i) => 255 - i);
const msOf = (id) => parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
const ids = [0, 1, 1700000000000, 281474976710655].map((msecs) => v7({ msecs, random, seq: 0 }));
const within = [0, 1, 255, 65535, 0x7fffffff, 0xffffffff].map((seq) => v7({ msecs: 1700000000000, seq, random }));
return { ids, times: ids.map(msOf), within, sorted: within.slice().sort().join() === within.join(), bytes: [...parse(within[3])], versions: ids.map(version), variant: ids.map((id) => id[19]), noSeq: v7({ msecs: 5, random }) };
