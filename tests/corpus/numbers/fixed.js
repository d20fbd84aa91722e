// toFixed rounds the exact binary value
return [1.005, 1.45, 8.345, 0.000001, 1e21, -1.5, 2.5, 123.456, 0, -0].map((n) => [n.toFixed(0), n.toFixed(2), n.toFixed(20)]);
