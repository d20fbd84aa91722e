// v3 and v5: names as text and bytes, namespaces as text and bytes
const { v3, v5, parse } = require('uuid');
const names = ['', 'www.example.com', 'http://example.com/ü', '名字', '😀', 'a'.repeat(500)];
const own = '1b671a64-40d5-491e-99b0-da01ff1f3341';
const t = (f) => { try { return f(); } catch (e) { return `${e.name}: ${e.message}`; } };
return { v3: names.map((n) => [v3(n, v3.DNS), v3(n, v3.URL), v3(n, own)]), v5: names.map((n) => [v5(n, v5.DNS), v5(n, v5.URL), v5(n, own)]), bytes: [v5(new TextEncoder().encode('名字'), own), v5([1, 2, 3], parse(own)), v3(Uint8Array.of(), parse(own))], same: v5('名字', own) === v5(new TextEncoder().encode('名字'), parse(own)), nested: v5('child', v5('parent', v5.DNS)), refused: [t(() => v5('x')), t(() => v5('x', 'nope')), t(() => v5('x', new Uint8Array(5)))] };
