import type { Paper } from './mechanism.js';

/** Papers that more than one mechanism comes from. */
export const attentionIsAllYouNeed: Paper = {
  title: 'Attention Is All You Need',
  authors: 'Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser and Polosukhin',
  arxiv: '1706.03762',
  venue: 'NIPS 2017',
  date: '2017-06-12',
};

export const globalContextNetworks: Paper = {
  title: 'GCNet: Non-local Networks Meet Squeeze-Excitation Networks and Beyond',
  authors: 'Cao, Xu, Lin, Wei and Hu',
  arxiv: '1904.11492',
  venue: 'ICCV workshops 2019',
  date: '2019-04-25',
};

export const dualAttention: Paper = {
  title: 'Dual Attention Network for Scene Segmentation',
  authors: 'Fu, Liu, Tian, Li, Bao, Fang and Lu',
  arxiv: '1809.02983',
  venue: 'CVPR 2019',
  date: '2018-09-09',
};

export const asymmetricNonLocal: Paper = {
  title: 'Asymmetric Non-local Neural Networks for Semantic Segmentation',
  authors: 'Zhu, Xu, Bai, Huang and Bai',
  arxiv: '1908.07678',
  venue: 'ICCV 2019',
  date: '2019-08-21',
};
