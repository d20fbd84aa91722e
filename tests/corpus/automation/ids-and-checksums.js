// check digits, IBAN, EAN, Luhn, CRC32, UUIDs from names
const crypto = require('crypto');
const mod97 = (iban) => [...(iban.slice(4) + iban.slice(0, 4)).toUpperCase()].map((c) => parseInt(c, 36)).join('').match(/\d{1,7}/g).reduce((r, p) => Number(r + p) % 97, '');
const ean = (t) => (10 - ([...t].reduce((s, d, i) => s + d * (i % 2 ? 3 : 1), 0) % 10)) % 10;
const table = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1; return n >>> 0; });
const crc = (b) => ((~b.reduce((c, x) => (c >>> 8) ^ table[(c ^ x) & 255], -1)) >>> 0).toString(16).padStart(8, '0');
const v5 = (ns, name) => { const h = crypto.createHash('sha1').update(Buffer.from(ns.replaceAll('-', ''), 'hex')).update(name).digest().subarray(0, 16); h[6] = (h[6] & 15) | 80; h[8] = (h[8] & 63) | 128; return h.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'); };
return [mod97('DE89370400440532013000'), mod97('GB82WEST12345698765432'), ean('400638133393'), crc(Buffer.from('123456789')), v5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com'), /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(crypto.randomUUID()), crypto.createHash('md5').update('').digest('hex'), crypto.createHash('sha256').update('ä', 'latin1').digest('base64'), crypto.randomBytes(8).length, crypto.randomInt(5) < 5, BigInt.asUintN(64, BigInt('0x' + crypto.createHash('sha1').update('x').digest('hex').slice(0, 16))).toString()];
