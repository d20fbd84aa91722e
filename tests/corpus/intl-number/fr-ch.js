// French of Switzerland groups by an apostrophe in newer data
return [(1234567.891).toLocaleString('fr-CH'), new Intl.NumberFormat('fr-CH', { style: 'currency', currency: 'CHF' }).format(1234.5), (1234.5).toLocaleString('de-CH')];
