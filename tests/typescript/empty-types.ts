// nothing but types is a block that returns nothing
type A = 1;
interface B {}
