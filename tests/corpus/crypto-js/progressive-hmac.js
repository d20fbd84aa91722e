// progressive HMAC: update, reset, clone, finalize with a last piece
const C = require('crypto-js');
const hmac = C.algo.HMAC.create(C.algo.SHA256, 'secret');
hmac.update('one').update('two');
const whole = hmac.finalize('three').toString();
hmac.reset();
const again = hmac.update('onetwothree').finalize().toString();
const left = C.algo.HMAC.create(C.algo.SHA512, C.enc.Hex.parse('0102'));
left.update('a');
const sha = C.algo.SHA512.create().update('ab');
const copy = sha.clone();
copy.update('c');
return { whole, again, same: whole === C.HmacSHA256('onetwothree', 'secret').toString(), left: left.finalize('b').toString(), sha: sha.finalize().toString() === C.SHA512('ab').toString(), copy: copy.finalize().toString() === C.SHA512('abc').toString(), helper: C.lib.Hasher._createHelper(C.algo.MD5)('x').toString() };
