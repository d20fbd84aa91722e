// encoders given what is not theirs
const C = require('crypto-js');
const t = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
return {
  oddHex: t(() => C.enc.Hex.parse('abc').toString()), noHex: t(() => C.enc.Hex.parse('zz11').toString()), emptyHex: t(() => C.enc.Hex.parse('').sigBytes),
  badUtf8: [0xff, 0xc3, 0xe2].map((b) => t(() => C.lib.WordArray.create([b << 24], 1).toString(C.enc.Utf8))),
  base64: ['', 'YQ', 'YQ==', 'YWI=', 'YWJj', 'YWJj\n', 'Y W J j', '+/+/', '-_-_'].map((s) => t(() => C.enc.Base64.parse(s).toString())),
  base64url: ['YQ', '-_-_', '+/+/'].map((s) => t(() => [C.enc.Base64url.parse(s).toString(), C.enc.Base64url.stringify(C.enc.Base64url.parse(s)), C.enc.Base64url.stringify(C.enc.Hex.parse('fbff'), false)])),
  utf16: ['a', 'é', '😀', ''].map((s) => [C.enc.Utf16.parse(s).toString(), C.enc.Utf16LE.parse(s).toString(), C.enc.Utf16BE.parse(s).toString()]),
  latin1: t(() => C.enc.Latin1.parse('ÿ€').toString()), numbers: t(() => C.MD5(5).toString()), nothing: t(() => C.MD5().toString()), object: t(() => C.SHA1({ a: 1 }).toString()),
};
