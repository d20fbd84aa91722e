// tz=Pacific/Auckland: south of the equator, a day ahead
return [new Date('2024-12-31T12:00:00Z').getFullYear(), new Date(2024, 8, 29, 2, 30).toISOString(), new Date(2024, 3, 7, 2, 30).toISOString(), new Date(2024, 0, 1).getTimezoneOffset(), new Date(2024, 6, 1).getTimezoneOffset(), new Date('2024-01-01T00:00').toJSON(), new Date(Date.UTC(2024, 0, 1)).toDateString()];
