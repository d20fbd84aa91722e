// codes of ISO 639-3, and of countries that are gone, stand for others
const locale = (tag) => { try { return Intl.getCanonicalLocales(tag)[0]; } catch (error) { return error.name; } };
return [['cmn', 'arb', 'zsm', 'swc', 'pes', 'prs', 'iw', 'in', 'ji', 'sh', 'mo', 'tl', 'eng', 'deu', 'cmn-Hans-CN', 'prs-IR', 'arb-EG', 'swc-KE', 'en-DD', 'de-DD', 'en-UK', 'zh-cmn', 'und', 'xx', 'en-BU', 'fr-FX'].map(locale), new Intl.Locale('cmn').language, new Date(0).toLocaleDateString('cmn', { month: 'long', timeZone: 'UTC' }), (1234.5).toLocaleString('arb'),
  Intl.NumberFormat.supportedLocalesOf(['cmn', 'deu', 'xyz']), new Intl.DateTimeFormat('pes').resolvedOptions().locale];
