// personal data masked in texts: cards, mails, IBANs, phones
const luhn = (t) => [...t.replace(/\D/g, '')].reverse().reduce((s, d, i) => s + (i % 2 ? (d * 2 > 9 ? d * 2 - 9 : d * 2) : +d), 0) % 10 === 0;
const text = 'card 4111 1111 1111 1111 or 4111-1111-1111-1112, mail Jörg.Test+x@mail.example.co.uk, IBAN DE89370400440532013000, +49 (0)30 123-456 78, ip 10.0.0.255';
const masked = text.replace(/\b(?:\d[ -]?){13,16}\b/g, (m) => (luhn(m) ? m.replace(/\d(?=(?:\D?\d){4})/g, '*') : m))
  .replace(/([\p{L}\d._%+-])[\p{L}\d._%+-]*(@[a-z\d.-]+\.[a-z]{2,})/giu, '$1***$2').replace(/\b([A-Z]{2}\d{2})[A-Z\d]{11,30}\b/g, (m, head) => head + '…'.repeat(3));
return [masked, /\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|\b)){4}/.exec(text)?.[0], text.search(/\+\d/), /(?<!\d)0/.test('10'), 'aBc'.replace(/b/i, (m) => m.toLowerCase() + m.toUpperCase()), 'x'.replace('x', '$&$&'), 'a.b.c'.replaceAll('.', '$$')];
