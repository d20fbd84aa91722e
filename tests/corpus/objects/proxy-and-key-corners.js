// corners of the language that others got wrong
const list = [];
const note = (value) => { list.push(value); return value; };
({ [note('a')]: note(1), [note('b')]: note(2) });
const { [note('c')]: x = note('default'), [note('d')]: y } = { d: 1 };
process.env.TZ = 'Asia/Tokyo';
const hours = new Date(0).getHours();
return [list, x, y, [/\p{Lu}/iu.test('a'), /\p{Ll}/iu.test('A'), /[^\p{Lu}]/iu.test('a'), /\P{Lu}/iu.test('A')], (() => { function f(a, g = () => a) { var a = 5; return [a, g()]; } return f(1); })(), hours, require('util').inspect(/(?<q>b)/.exec('abc')), require('util').inspect(/(b)/d.exec('abc')), /^\p{RGI_Emoji}$/v.test('👍🏽'), /[\q{abc}]/v.test('abc')];
