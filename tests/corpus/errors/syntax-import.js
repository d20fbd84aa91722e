// import is not for a function's body
import _ from 'lodash';
return _.VERSION;
