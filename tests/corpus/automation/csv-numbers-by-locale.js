// numbers out of CSV as people type them: 1.234,56 and 1,234.56
const parse = (text) => {
  const last = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'));
  const digits = text.replace(/[^\d,.-]/g, '');
  const at = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'));
  if (at < 0 || digits.length - at - 1 === 3) return Number(digits.replace(/[,.]/g, ''));
  return Number(`${digits.slice(0, at).replace(/[,.]/g, '')}.${digits.slice(at + 1)}`);
};
const texts = ['1.234,56', '1,234.56', '1234', '€ 12,00', '-7.5', '1.000', '', 'abc', '12,5 %', '١٢', '1e3'];
return texts.map((t) => [t, parse(t), parseFloat(t), Number(t), parseInt(t, 10), Number.isNaN(parse(t))]);
