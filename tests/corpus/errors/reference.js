// a name that does not exist
const total = 1;
return totl;
