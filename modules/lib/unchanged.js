// Whether parts of crypto-js are what they were when it had loaded: where a script changed one, crypto-js computes as published.

const { keys } = Object;
const { stringify } = JSON;

// `parts` are [object, names], names left out for all that it has; what is given back says whether all of them are the same. It is asked
// at each call: comparisons that are written out take a third of the time of a loop over the names.
export function unchanged(parts) {
  const objects = parts.map(([object]) => object);
  const values = [];
  const tests = parts.map(([object, names], at) => {
    const compared = (names ?? keys(object)).map((name) => `o${at}[${stringify(name)}] === v${values.push(object[name]) - 1}`);
    return (names === undefined ? [`keys(o${at}).length === ${compared.length}`, ...compared] : compared).join(' && ');
  });
  const named = (letter, list) => list.map((_, at) => letter + at).join(', ');
  const source = `const [${named('o', objects)}] = objects, [${named('v', values)}] = values; return () => ${tests.join(' && ')};`;
  return new Function('keys', 'objects', 'values', source)(keys, objects, values);
}

// All that is found on an object when it is asked by name, be it inherited, and `others`, which are not there and would be found if they
// were: with these for names a change is seen wherever it was made.
export function found(object, others) {
  const names = [...others];
  for (const name in object) if (!names.includes(name)) names.push(name);
  return names;
}
