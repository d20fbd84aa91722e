// toFixed, toPrecision, toExponential and usual texts of numbers near their limits
const t = (f) => { try { return f(); } catch (e) { return e.name; } };
const values = [0, -0, 1.005, 1.45, 0.5, 1.5, 2.5, 123.456, 1e21, 1e-7, 0.000001, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, 1 / 3, 1e20, 123456789012345680000, -1.5, NaN, Infinity];
return values.map((v) => [String(v), t(() => v.toFixed(2)), t(() => v.toFixed()), t(() => v.toPrecision(3)), t(() => v.toExponential(1)), t(() => v.toExponential())]).concat([[t(() => (1).toFixed(101)), t(() => (1).toPrecision(0)), (0.1).toFixed(20), (1e-10).toFixed(2), (255).toString(16), (-255).toString(2), (0.5).toString(2), (35).toString(36)]]);
