// addresses taken apart by named groups
const re = /^(?<street>[\p{L}\s.'-]+?)\s+(?<number>\d+\s?[a-z]?(?:-\d+)?)(?:,\s*|\s*\n)(?<zip>\d{4,5})\s+(?<city>.+)$/mu;
const texts = ['Hauptstraße 12a, 10115 Berlin', "Rue de l'Église 7\n1000 Bruxelles", 'Am Markt 1-3, 01067 Dresden', 'no number, 12345 X', ''];
const found = texts.map((t) => t.match(re)?.groups ?? null);
console.log(found[0], re.exec(texts[1]));
return { found, plain: found.map((g) => g && { ...g }), proto: found[0] && Object.getPrototypeOf(found[0]), indices: /(?<a>b+)/d.exec('abbb').indices.groups.a, last: re.lastIndex, source: String(re), flags: re.flags };
