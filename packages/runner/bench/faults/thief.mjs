/** Takes one of the kernel's ports before the kernel can, once: `node thief.mjs MARKER CONNECTION_FILE PROGRAM`. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { pathToFileURL } from 'node:url';

const [, , marker, connectionFile, program] = process.argv;
if (!existsSync(marker)) {
  writeFileSync(marker, '');
  const connection = JSON.parse(readFileSync(connectionFile, 'utf8'));
  const ports = ['shell_port', 'iopub_port', 'stdin_port', 'control_port', 'hb_port'].map((name) => connection[name]);
  const port = ports[Math.floor(Math.random() * ports.length)];
  await new Promise((resolve) => createServer().listen(port, connection.ip, resolve));
}
process.argv = [process.execPath, program, '--connection-file', connectionFile];
await import(pathToFileURL(program).href);
