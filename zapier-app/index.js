// Zapier's wrapper requires this file and takes what it exports, without looking for a default.
module.exports = require('./dist/app.cjs').default;
