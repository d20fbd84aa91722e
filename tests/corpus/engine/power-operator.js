// the last digit of powers and of transcendental functions
return [(1e21).toString(36), 10 ** -5, 1.1 ** 4, 1.05 ** 12, 1.0075 ** 360, Math.cos(0.1), Math.exp(0.7), Math.log(1.4), Math.log10(1.4), Math.tan(2), Math.atan2(1, 3), Math.sinh(1.3), Math.cosh(1.7)];
