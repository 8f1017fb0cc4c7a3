import type { Paper } from './mechanism.js';

/** Papers that more than one mechanism comes from. */
export const attentionIsAllYouNeed: Paper = {
  title: 'Attention Is All You Need',
  authors: 'Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser and Polosukhin',
  arxiv: '1706.03762',
  venue: 'NIPS 2017',
  date: '2017-06-12',
};
