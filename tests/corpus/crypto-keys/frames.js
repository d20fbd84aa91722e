// PEM as people paste it: what OpenSSL reads, and what it refuses
const { createPrivateKey, createPublicKey, createSign } = require('crypto');
const told = (run) => { try { const key = run(); return key.asymmetricKeyType ?? key; } catch (error) { return [error.name, error.code ?? null, error.message, error.reason ?? null, error.library ?? null]; } };
const { p8, spki } = input;
const forms = {
  indented: (t) => t.replace(/^/gm, '  '), indentedBody: (t) => t.replace(/\n(?!-)/g, '\n  '), blanks: (t) => t.replace(/\n/g, ' '), cr: (t) => t.replace(/\n/g, '\r'), crlf: (t) => t.replace(/\n/g, '\r\n'), oneLine: (t) => t.replace(/\n(?!-)/g, '').replace('-----M', '-----\nM'),
  noNewlineBeforeEnd: (t) => t.replace(/\n-----END/, '-----END'), trailingBlanks: (t) => t.replace(/\n/g, '  \n'), leading: (t) => `dear colleague,\n${t}`, trailing: (t) => `${t}\nregards\n`, mark: (t) => `\ufeff${t}`, newlines: (t) => `\n\n${t}\n\n`, escaped: (t) => t.replace(/\n/g, '\\n'),
  noEnd: (t) => t.replace(/-----END.*/, ''), none: () => '', garbage: () => 'garbage', fourDashes: (t) => t.replace(/-----/g, '----'), otherEnd: (t) => t.replace('END P', 'END RSA P'), badBase64: (t) => t.replace(/M/, '*'), blankLine: (t) => t.replace('-----\n', '-----\n\n'), header: (t) => t.replace('-----\n', '-----\nComment: x\n\n'),
  noLastNewline: (t) => t.trimEnd(), quoted: (t) => `"${t}"`, twice: (t) => t + t,
};
const results = {};
for (const [name, change] of Object.entries(forms)) results[name] = [told(() => createPrivateKey(change(p8))), told(() => createPublicKey(change(spki)))];
return [results, told(() => createSign('sha256').update('x').sign(forms.blanks(p8)).length), told(() => createPublicKey(`${p8}${spki}`)), told(() => createPrivateKey(`${spki}${p8}`))];
