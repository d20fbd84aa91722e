// XML by hand: entities, CDATA, attributes, namespaces
const xml = '<?xml version="1.0"?><o:order xmlns:o="urn:x" id="7"><line sku="A&amp;B" qty="2"/><note><![CDATA[<b>&amp;</b>]]></note><n>&#x20AC;&#36;&lt;</n></o:order>';
const decode = (t) => t.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (m, h, d, n) => (h ? String.fromCodePoint(parseInt(h, 16)) : d ? String.fromCodePoint(+d) : { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[n] ?? m));
const tokens = [...xml.matchAll(/<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:]+)((?:\s+[\w:]+="[^"]*")*)\s*(\/?)>|([^<]+)/g)].map(([, cdata, close, name, attrs, self, text]) => (cdata !== undefined ? { cdata } : text !== undefined ? { text: decode(text) } : { name, close: !!close, self: !!self, attrs: Object.fromEntries([...attrs.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, k, v]) => [k, decode(v)])) }));
console.log(tokens); return tokens;
