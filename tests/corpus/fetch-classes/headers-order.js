// Headers: iteration is sorted and combined, set-cookie is not
const h = new Headers([['z', '1'], ['Set-Cookie', 'a=1'], ['b', 'x'], ['set-cookie', 'b=2'], ['B', 'y'], ['a', '0']]);
const seen = []; h.forEach((value, name, self) => seen.push([name, value, self === h]));
return [[...h.keys()], [...h.values()], [...h.entries()], h.getSetCookie(), h.get('set-cookie'), seen, new Headers().getSetCookie()];
