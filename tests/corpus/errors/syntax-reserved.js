// a reserved word as a name
const class = 1;
