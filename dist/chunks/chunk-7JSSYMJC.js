import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
function p(a,o="  "){let d=a.reduce((e,t)=>t.map((r,n)=>Math.max(e[n]??0,[...r.text].length)),[]);return a.map(e=>e.map((t,r)=>{let n=" ".repeat(d[r]-[...t.text].length),i=t.paint?t.paint(t.text):t.text;return t.right?n+i:i+n}).join(o).trimEnd())}export{p as a};
