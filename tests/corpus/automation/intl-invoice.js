// an invoice for six countries: money, dates, lists, plurals
const locales = ['en-US', 'de-DE', 'fr-FR', 'ja-JP', 'pt-BR', 'hi-IN', 'ar-SA', 'de-CH'];
const currency = { 'en-US': 'USD', 'de-DE': 'EUR', 'fr-FR': 'EUR', 'ja-JP': 'JPY', 'pt-BR': 'BRL', 'hi-IN': 'INR', 'ar-SA': 'SAR', 'de-CH': 'CHF' };
const date = new Date(Date.UTC(2024, 11, 31));
return locales.map((l) => [l, new Intl.NumberFormat(l, { style: 'currency', currency: currency[l] }).format(-1234567.891), new Intl.NumberFormat(l, { style: 'percent', maximumFractionDigits: 1 }).format(0.195), new Intl.DateTimeFormat(l, { dateStyle: 'medium' }).format(date), new Intl.ListFormat(l).format(['a', 'b', 'c']), new Intl.PluralRules(l).select(1.5), new Intl.RelativeTimeFormat(l, { numeric: 'auto' }).format(-1, 'day'), new Intl.NumberFormat(l, { notation: 'compact' }).format(12345), new Intl.NumberFormat(l, { style: 'unit', unit: 'kilogram' }).format(2.5)].map(String));
