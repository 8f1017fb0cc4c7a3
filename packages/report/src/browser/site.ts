import { startCharts } from './charts.js';
import { startFolds } from './folds.js';
import { startLedger } from './ledger.js';
import { startLive } from './live-start.js';
import { startThemeSwitch } from './theme-switch.js';

startThemeSwitch();
startFolds();
startLedger();
startCharts();
startLive();
