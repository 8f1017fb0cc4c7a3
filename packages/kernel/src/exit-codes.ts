/** How the kernel's process ends by itself. When the process that runs the cells dies, the kernel ends as it did. */
export const exitCodes = {
  /** After a shutdown request. */
  done: 0,
  /** Wrong arguments or an unusable connection file. */
  usage: 2,
  /** A port of the connection file is taken: start again with other ports. */
  portTaken: 98,
  /** The process that started the kernel is gone. */
  parentGone: 0,
} as const;
