/** One file of a data set. */
export type DatasetFile = {
  /** Where it goes, relative to the data set's folder in the cache. */
  path: string;
  /** Addresses to try, in this order. */
  urls: string[];
  /** SHA-256 of the content after decompression, hexadecimal. */
  sha256: string;
  /** Size of the content after decompression. */
  bytes: number;
  /** How the file is packed at its addresses. */
  compression?: 'gzip';
};

/** `datasets/<name>/dataset.json`. */
export type DatasetManifest = {
  schemaVersion: 1;
  name: string;
  title: string;
  description?: string;
  /** SPDX identifier where there is one, else a sentence. */
  licence: string;
  citation: string;
  homepage?: string;
  files: DatasetFile[];
};
