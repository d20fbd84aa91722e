// functions and functionsIn list names of methods, own and inherited
const _ = require('lodash');
function Foo() { this.a = _.constant('a'); this.b = _.constant('b'); this.n = 1; }
Foo.prototype.c = _.constant('c');
class Bar { m() {} }
return { own: _.functions(new Foo()), all: _.functionsIn(new Foo()), classMethods: _.functionsIn(new Bar()), nil: _.functions(null), array: _.functions([() => 1, 2]) };
