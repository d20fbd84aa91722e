// date-fns/fp functions in lodash flows, as callbacks
const fp = require('date-fns/fp'); const _ = require('lodash');
const quarterEnd = _.flow(fp.parseISO, fp.endOfQuarter, fp.format('yyyy-MM-dd'));
const dates = ['2024-01-15', '2024-04-01', '2024-12-31'];
return { quarterEnds: dates.map(quarterEnd), byMonth: _.groupBy(dates, _.flow(fp.parseISO, fp.format('MMM'))), weekend: dates.map(fp.parseISO).filter(fp.isWeekend).length, due: _.map(dates, _.flow(fp.parseISO, fp.addBusinessDays(10), fp.formatISO)), gaps: _.zipWith(_.initial(dates), _.tail(dates), (a, b) => fp.differenceInCalendarDays(fp.parseISO(a), fp.parseISO(b))), lengths: [fp.addDays.length, fp.format.length] };
