// toJSON and what JSON makes of a Buffer
return { plain: Buffer.from('hi'), nested: { list: [Buffer.alloc(2)] }, empty: Buffer.alloc(0), text: JSON.stringify(Buffer.from([1, 255])), back: Buffer.from(JSON.parse(JSON.stringify(Buffer.from('round')))).toString(), uint8: new Uint8Array([1, 2]), keys: Object.keys(Buffer.from('ab')), own: Buffer.from('ab').toJSON() };
