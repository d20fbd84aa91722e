// what lies across borders of megabytes is found, from every start; long base64 of both alphabets, mixed, wrapped in lines, cut
const out = {};
const much = Buffer.alloc(9e6, 'abcdefgh');
for (const at of [3999998, 3999999, 4000000, 7999997, 8999990]) much.write('needle', at);
const places = [];
for (let at = much.indexOf('needle'); at !== -1; at = much.indexOf('needle', at + 1)) places.push(at);
out.places = places;
out.others = [much.indexOf(Buffer.from('hneed')), much.indexOf('nothing of it'), much.includes('eedl'), much.indexOf('needle', -10), much.indexOf('needle', -100), much.indexOf('', 5), much.indexOf('needle', 9e6), much.lastIndexOf('needle'), much.subarray(4000001).indexOf('needle'), much.indexOf(new Uint8Array([104, 97, 98])), much.indexOf('zz', 100), much.indexOf(much), much.indexOf(much.subarray(1))];
const wide = Buffer.from('x\u4e2d'.repeat(200), 'utf16le');
out.wide = [wide.indexOf('\u4e2dx', 0, 'utf16le'), wide.indexOf('\u4e2dx', 3, 'utf16le'), wide.indexOf('y', 0, 'utf16le'), wide.indexOf(Buffer.from('\u4e2dx', 'utf16le')), Buffer.alloc(300).indexOf(Buffer.alloc(65)), Buffer.alloc(300, 1).indexOf(Buffer.alloc(65, 1), 235), Buffer.alloc(300, 1).indexOf(Buffer.alloc(65, 1), 236)];
const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 >> 3) & 255));
const plain = bytes.toString('base64');
const ofUrls = bytes.toString('base64url');
const lines = plain.replace(/.{76}/g, '$&\r\n');
out.decoded = [plain, ofUrls, lines, plain.slice(0, -2), ofUrls + '==', plain.slice(0, 2000) + ofUrls.slice(2000), `${plain.slice(0, 1500)}!${plain.slice(1500)}`, plain.slice(0, 3001), `${plain}${plain}`, `${plain.slice(0, 1200)}==${plain.slice(1200)}`, ofUrls.slice(0, 1025), ofUrls.slice(0, 1024)].map((text) => [text.length, Buffer.from(text, 'base64').length, Buffer.from(text, 'base64url').compare(bytes), require('crypto').createHash('md5').update(Buffer.from(text, 'base64')).digest('hex')]);
return out;
