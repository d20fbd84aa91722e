// single-byte encodings above ASCII
const all = Uint8Array.from({ length: 96 }, (_, i) => i + 0xa0);
return Object.fromEntries(['iso-8859-2', 'iso-8859-5', 'iso-8859-7', 'iso-8859-15', 'windows-1250', 'windows-1251', 'windows-1254', 'koi8-r', 'macintosh', 'ibm866', 'x-mac-cyrillic'].map((label) => [label, new TextDecoder(label).decode(all)]).concat([['latin1', new TextDecoder('latin1').decode(all)]]));
