import fs from 'fs';
const src = fs.readFileSync('t2.tmp.mjs', 'utf8').split('for (const [size, length')[0];
fs.writeFileSync(
  't6.tmp.mjs',
  src +
    `
const cases=[];
for (const [size, length, width] of [[256,8,2],[256,12,4],[256,12,12],[512,24,8],[512,20,20]]) for (const jitter of [0,5]) for (const kind of ['colour','orientation']) { if (kind==='orientation' && length===width) continue; for (const n of [3,4,5,6]) for (let odd=1; odd<n*n; odd+= 5) {
  if (2*length+1+2*jitter > size/n) continue;
  const [x,t] = display(n, odd, kind, size, jitter, length, width); cases.push({x,t,kind,n,size}); } }
console.log(cases.length);
for (const FR of [0, 1/32,1/16,1/8,1/6,1/4]) for (const TH of [0.1,0.2]) { globalThis.FR=FR; globalThis.TH=TH; const tally={};
 for (const {x,t:[tr,tc],kind,n,size} of cases) { const s=a.gIttiKoch({},x); const [[r,c]]=a.winnerTakesAll(s).arraySync()[0]; const key=kind+size; tally[key]??=[0,0]; tally[key][1]++; if (Math.hypot(r-tr,c-tc)<=size/16/6) tally[key][0]++; s.dispose(); }
 console.log(FR.toFixed(3),TH,JSON.stringify(tally)); }
`,
);
