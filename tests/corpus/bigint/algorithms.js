// factorial, Fibonacci, gcd, modular power, square root, money in cents
const fact = (n) => (n < 2n ? 1n : n * fact(n - 1n));
const gcd = (a, b) => (b ? gcd(b, a % b) : a);
const pow = (b, e, m) => { let r = 1n; for (b %= m; e; e >>= 1n, b = (b * b) % m) if (e & 1n) r = (r * b) % m; return r; };
const sqrt = (n) => { let x = n; for (let y = (x + 1n) / 2n; y < x; y = (x + n / x) / 2n) x = y; return x; };
const pi = (digits) => { let q = 1n, r = 0n, t = 1n, k = 1n, n = 3n, l = 3n, out = ''; while (out.length < digits) { if (4n * q + r - t < n * t) { out += n; [q, r, n] = [10n * q, 10n * (r - n * t), (10n * (3n * q + r)) / t - 10n * n]; } else { [q, r, t, k, n, l] = [q * k, (2n * q + r) * l, t * l, k + 1n, (q * (7n * k + 2n) + r * l) / (t * l), l + 2n]; } } return out; };
return { fact: fact(50n).toString(), gcd: gcd(2n ** 40n * 81n, 6n ** 20n).toString(), rsa: pow(65n, 17n, 3233n).toString(), back: pow(2790n, 2753n, 3233n).toString(), sqrt: sqrt(2n * 10n ** 60n).toString(), pi: pi(60), luhn: [...'4111111111111111'].reverse().reduce((s, d, i) => s + (i % 2 ? (d * 2 > 9 ? d * 2 - 9 : d * 2) : +d), 0) % 10, iban: BigInt('131468123456789012' + '3214' + '82').toString(), mod97: (3214282912345698765432161182n % 97n).toString() };
