/** How the kernel's process ends by itself. When the process that runs the cells dies, its code is the kernel's. */
export const exitCodes = {
  /** After a shutdown request, or because the process that started the kernel is gone. */
  done: 0,
  /** Wrong arguments or an unusable connection file. */
  usage: 2,
  /** A port of the connection file is taken: start again with other ports. */
  portTaken: 98,
} as const;
