import fs from 'fs';
const src = fs.readFileSync('t2.tmp.mjs', 'utf8').split('for (const [size, length')[0];
fs.writeFileSync(
  't4.tmp.mjs',
  src +
    `
for (const [size,length,width,n,odd] of [[512,24,8,4,5],[256,12,4,4,6],[512,20,20,3,4],[256,8,2,5,7]]) {
const [x,[tr,tc]] = display(n, odd, 'colour', size, 0, length, width);
const c = a.conspicuityMaps(x);
const st = tf.stack([c.intensity,c.colour,c.orientation],3);
const nn = a.normaliseMaps(st);
const at = (t,r,cc) => Array.from(t.slice([0,Math.round(r),Math.round(cc),0],[1,1,1,t.shape[3]]).dataSync()).map(v=>v.toFixed(3)).join(' ');
const s = tf.mean(nn,3); const [[r,cc]] = a.winnerTakesAll(s).arraySync()[0];
console.log({size,length,n}, 'target', [tr,tc], at(nn,tr,tc), 'raw', at(st,tr,tc), '| winner', [r,cc], at(nn,r,cc), 'raw', at(st,r,cc));
for (const [p,t] of Object.entries(a.featureMaps(x))) { const k=2**(4-Number(p[0])); const N=a.normaliseMaps(t); console.log('  ',p, 'at target', at(N,tr*k,tc*k), '| at winner', at(N,r*k,cc*k)); }
}`,
);
