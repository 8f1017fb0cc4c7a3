#!/usr/bin/env node
// npm links a command only when its file is there, and `dist` is not there before the first build.
import '../dist/bin.js';
