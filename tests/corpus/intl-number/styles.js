// Intl.NumberFormat over styles, notations, digits and locales; toLocaleString of numbers and BigInts
const values = [0, -0, 1, -1, 1.005, 12.5, 999.995, 1234.5, -98765.4321, 1e6, 123456789, 1e15, 1e21, 1.5e-7, NaN, Infinity, -Infinity];
const options = [
  undefined, {}, { style: 'percent' }, { style: 'percent', maximumFractionDigits: 1 }, { style: 'currency', currency: 'USD' },
  { style: 'currency', currency: 'CNY' }, { style: 'currency', currency: 'JPY' }, { style: 'currency', currency: 'EUR', currencyDisplay: 'code' },
  { style: 'currency', currency: 'EUR', currencyDisplay: 'name' }, { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' },
  { style: 'currency', currency: 'USD', currencySign: 'accounting' }, { style: 'currency', currency: 'USD', minimumFractionDigits: 0 },
  { style: 'currency', currency: 'USD', notation: 'compact' },
  { style: 'unit', unit: 'kilometer-per-hour' }, { style: 'unit', unit: 'liter', unitDisplay: 'long' }, { style: 'unit', unit: 'megabyte', unitDisplay: 'narrow' }, { style: 'unit', unit: 'percent' },
  { notation: 'compact' }, { notation: 'compact', compactDisplay: 'long' }, { notation: 'compact', maximumFractionDigits: 2 }, { notation: 'scientific' }, { notation: 'engineering', maximumSignificantDigits: 3 },
  { minimumFractionDigits: 2 }, { maximumFractionDigits: 0 }, { minimumFractionDigits: 2, maximumFractionDigits: 4 }, { maximumSignificantDigits: 3 }, { minimumSignificantDigits: 4 },
  { minimumIntegerDigits: 5 }, { useGrouping: false }, { useGrouping: 'min2' }, { useGrouping: 'always' }, { useGrouping: true },
  { signDisplay: 'always' }, { signDisplay: 'never' }, { signDisplay: 'exceptZero' }, { signDisplay: 'negative' },
  { roundingMode: 'floor', maximumFractionDigits: 1 }, { roundingMode: 'ceil', maximumFractionDigits: 1 }, { roundingMode: 'halfEven', maximumFractionDigits: 0 }, { roundingMode: 'trunc', maximumFractionDigits: 2 },
  { roundingIncrement: 5, minimumFractionDigits: 2, maximumFractionDigits: 2 }, { roundingIncrement: 500, maximumFractionDigits: 0 },
  { trailingZeroDisplay: 'stripIfInteger', minimumFractionDigits: 2 }, { roundingPriority: 'morePrecision', maximumFractionDigits: 2, maximumSignificantDigits: 2 },
  { roundingPriority: 'lessPrecision', maximumFractionDigits: 2, maximumSignificantDigits: 2 },
  { style: 'percent', notation: 'compact' }, { numberingSystem: 'hanidec' }, { numberingSystem: 'arab' },
];
const out = {};
for (const locale of [undefined, 'en-US', 'en-GB', 'zh-CN', 'zh-TW', 'de-DE', 'fr', 'ja', 'hi-IN', 'ar-EG', 'es', 'pl', 'xx', ['xx', 'de'], 'zh-CN-u-nu-hanidec'])
  for (const option of options)
    out[`${locale} ${JSON.stringify(option)}`] = values.map((value) => value.toLocaleString(locale, option)).join('|') + [12345678901234567890n.toLocaleString(locale, option)];
return out;
