#!/usr/bin/env node
import { prepareSites } from '../dist/bundle/prepare.js';

await prepareSites();
