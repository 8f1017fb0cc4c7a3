import { type MechanismData, type PaperData } from '../model/mechanism-data.js';
import { type ReportData } from '../read/report-data.js';
import { publicationDate } from './ro-crate.js';

/** How to cite the report, in the Citation File Format 1.2.0. Quoted strings of JSON are strings of YAML too. */
export function citationFile(data: ReportData, mechanisms: readonly MechanismData[]): string {
  const papers = new Map(mechanisms.map(({ paper }) => [paper.title, paper]));
  const lines = [
    'cff-version: 1.2.0',
    'message: "If you use this report, please cite it and the papers that it measures."',
    'title: "Attention Atlas"',
    'abstract: "Claims about attention mechanisms, run, checked and explained."',
    'type: dataset',
    'authors:',
    '  - name: "The Attention Atlas maintainers"',
    'license: Apache-2.0',
    `date-released: ${JSON.stringify(publicationDate(data))}`,
    ...(data.commit === undefined ? [] : [`commit: ${data.commit.id}`]),
    ...(papers.size === 0 ? [] : ['references:']),
    ...[...papers.values()].flatMap(reference),
  ];
  return `${lines.join('\n')}\n`;
}

function reference({ title, authors, arxiv, venue, date }: PaperData): string[] {
  return [
    '  - type: article',
    `    title: ${JSON.stringify(title)}`,
    '    authors:',
    ...authors
      .split(/,\s*|\s+and\s+/)
      .filter(Boolean)
      .map((name) => `      - name: ${JSON.stringify(name)}`),
    `    year: ${date.slice(0, 4)}`,
    `    journal: ${JSON.stringify(venue)}`,
    ...(arxiv === undefined ? [] : [`    url: ${JSON.stringify(`https://arxiv.org/abs/${arxiv}`)}`]),
  ];
}
