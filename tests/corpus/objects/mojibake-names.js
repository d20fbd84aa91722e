// a name with an accent is another than the one that its UTF-8 bytes spell in Latin-1, whichever came first
const mojibake = { 'Ã¸': 1 };
const named = { ø: 2 };
const quoted = { 'ñ': 3 };
const alone = { é: 4 };
const chinese = { 'ä½\u00a0': 5 };
class Names { 你 = 6; static ø() { return 7; } #ñ = 8; get hidden() { return this.#ñ; } }
const æ = 9;
return [mojibake, named, named['ø'] ?? null, quoted, alone, { 'Ã±': 5 }, { ñ: 6 }, chinese, new Names(), Names.ø(), new Names().hidden, æ, { æ }, JSON.parse('{"Ã©":1,"é":2}')];
