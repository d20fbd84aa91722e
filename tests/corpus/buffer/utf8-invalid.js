// bytes that are no UTF-8 become U+FFFD as Node has it
const out = {};
const t = (name, attempt) => {
  try { out[name] = attempt(); } catch (e) { out[name] = [e.name, e.code, e.message]; }
};
for (const hex of ['80', 'c3', 'c328', 'e282', 'e28228', 'f09f98', 'f09f9828', 'eda080', 'edbfbf', 'c080', 'e08080', 'f0808080', 'f4908080', 'f8888080', 'fffe', '61c3', 'c361', 'e2c3a9', 'f09fc3a9', 'efbbbf61', 'efbfbf', 'f48fbfbf', 'e18080e1', '00ff00']) {
  t(hex, () => [...Buffer.from(hex, 'hex').toString()].map((c) => c.codePointAt(0).toString(16)).join());
}
t('lone', () => Buffer.from('a\ud800b\udc00\ud83d').toString('hex'));
t('length', () => ['a\ud800b', 'é', '€', '😀', '\udc00\ud800'].map((s) => Buffer.byteLength(s)));
return out;
