// the shape of the classes
const names = (o) => Object.getOwnPropertyNames(o).sort();
return [names(Blob.prototype), names(File.prototype), names(FormData.prototype), Object.keys(Object.getOwnPropertyDescriptors(Blob.prototype)).length, Object.getPrototypeOf(File) === Blob, Object.getPrototypeOf(File.prototype) === Blob.prototype, Object.getOwnPropertyNames(File)];
