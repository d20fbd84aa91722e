// toString, toPath, toArray, castArray, toPlainObject over odd inputs
const _ = require('lodash');
const y = Symbol('y');
return { toString: [null, undefined, -0, [1, [2, null]], y, Object(-0), { toString: () => 'own' }, [y], 10n, Object('b')].map(_.toString), toPath: ['a[0].b', 'a["b.c"][\'d\']', '.x', 'x.', '[0][1]', '', 'a..b', "a[\"q\\\"r\"]", 'a[]'].map(_.toPath), pathArray: _.toPath(['a', -0, 1]), toArray: [_.toArray('👍é'), _.toArray(null), _.toArray(3), _.toArray({ length: 2, 0: 'a' }).map(String), _.toArray(new Map([[1, 2]])), _.toArray((function* () { yield 1; yield 2; })())], cast: [_.castArray(null), _.castArray([undefined]).length, _.castArray(undefined).length, _.castArray('ab')] };
