// comments stay, also those within and around types
/** JSDoc {@link Foo} @type {number} */
const a /* name */ : /* type */ number /* after */ = /* value */ 1; // end
const b = (x /* x */ ? /* optional */ : /* t */ string) => x ?? 'none'; /* tail */
// @ts-expect-error: nobody checks
const c: string = 5;
/* // not a line comment */ type T = /* inside */ string; // after T
const text = '/* no comment */ // neither', pattern = /\/\* : string/.source;
return [a, b(), c, text, pattern];
