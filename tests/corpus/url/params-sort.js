// sorting by code units, stable
return ['z=b&a=b&z=a&a=a', 'ﬃ&🌈', 'é&e\ufffd&e\u0301', 'z=z&a=a&z=y&a=b', '', 'b&B&a&A&1&_', 'a=2&a=1&a=3', '\ud83d\ude00&\uffff&\ue000'].map((t) => { const p = new URLSearchParams(t); p.sort(); return [...p]; })
  .concat([(() => { const p = new URLSearchParams(); for (let i = 0; i < 150; i++) p.append('k' + (i * 7919) % 150, i); p.sort(); return p.toString(); })()]);
