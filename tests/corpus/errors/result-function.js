// a function is no result
return () => 1;
