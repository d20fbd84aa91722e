// how blobs, files and forms are shown
const f = new FormData();
f.append('a', '1'); f.append('b', 'x'); f.append('b', 'y'); f.append('f', new File(['abc'], 'a.txt', { type: 'text/plain', lastModified: 5 }));
console.log(f);
console.log(new Blob(['abc'], { type: 'a/b' }), [new Blob()], { a: { b: { c: new Blob() } } });
console.log(new File(['abc'], 'n', { lastModified: 1 }), new FormData());
console.log(f.entries(), f.keys(), Object.prototype.toString.call(f.values()));
return [String(f), Object.keys(f), JSON.stringify(f)];
