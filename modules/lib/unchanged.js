// Whether parts of crypto-js are what they were when it had loaded: where a script changed one, crypto-js computes as published.

const { keys } = Object;

// `parts` are [object, names], names left out for all that it has; what is given back says whether all of them are the same.
export function unchanged(parts) {
  const published = parts.map(([object, names]) => {
    const all = names ?? keys(object);
    return [object, names === undefined ? all.length : -1, all, all.map((name) => object[name])];
  });
  return () => {
    for (let index = 0; index < published.length; index++) {
      const { 0: object, 1: count, 2: names, 3: values } = published[index];
      if (count !== -1 && keys(object).length !== count) return false;
      for (let at = 0; at < names.length; at++) if (object[names[at]] !== values[at]) return false;
    }
    return true;
  };
}
