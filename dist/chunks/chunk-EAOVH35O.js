import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{b as g,e as b}from"./chunk-622WHOAW.js";import{b as P}from"./chunk-2AMSCPXH.js";import{createHash as E}from"node:crypto";var D={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},z=(e,n=300)=>P(e,n).replace(/[&<>"']/g,o=>D[o]);function U({title:e,style:n,script:o,images:s,body:p}){return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${["default-src 'none'",`style-src ${B(n)}`,...o===void 0?[]:[`script-src ${B(o)}`],...s===void 0?[]:[`img-src ${s}`],"base-uri 'none'","form-action 'none'"].join("; ")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${z(e)}</title>
<style>${n}</style>
</head>
<body>
${p}
${o===void 0?"":`<script>${o}</script>
`}</body>
</html>
`}var B=e=>`'sha256-${E("sha256").update(e).digest("base64")}'`;var W=`
:root {
  --ink: #1f2328; --faint: #59636e; --paper: #fff; --wash: #f6f8fa; --line: #d1d9e0;
  --bad: #cf222e; --unsure: #9a6700; --good: #1a7f37; --bar: #6e7781; --allowed: #dafbe1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #f0f6fc; --faint: #9198a1; --paper: #0d1117; --wash: #151b23; --line: #3d444d;
    --bad: #f85149; --unsure: #d29922; --good: #3fb950; --bar: #9198a1; --allowed: #12351f;
  }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
h1, h2, h3, p, td, th, dd, li { overflow-wrap: anywhere }
table { border-collapse: collapse; font-size: .875rem; margin: .5rem 0 }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
code { font: .875em ui-monospace, monospace; white-space: pre-wrap }
svg { display: block; width: 100%; height: auto; overflow: visible }
svg text { fill: var(--faint); font: 10px system-ui, sans-serif }
figure { margin: .5rem 0 }
figcaption { color: var(--faint); font-size: .8125rem }
.number { text-align: right; font-variant-numeric: tabular-nums }
.faint { color: var(--faint); font-size: .875rem; margin: .125rem 0 .5rem }
.wide { overflow-x: auto }
`;var c=320,G=64,u=48,I=70;function Z(e){let{low:n,high:o,counts:s,outside:p,below:$,above:x,minimum:r,maximum:a}=e,i=t=>d((t-n)/(o-n)*c),y=Math.max(1,...s),v=c/s.length,H=s.flatMap((t,m)=>{let l=p[m]??0,[f,F]=[C(t,y),C(l,y)],j=(M,A)=>`<rect class="${A}" x="${d(m*v+.5)}" y="${d(u-M)}" width="${d(v-1)}" height="${d(M)}"/>`;return[t>l?j(f,"fine"):"",l>0?j(t>l?F:f,"bad"):""]}),[w,S]=[r===void 0?0:i(r),a===void 0?c:i(a)],q=r!==void 0||a!==void 0,N=[r,a].flatMap(t=>t===void 0?[]:`<line x1="${i(t)}" x2="${i(t)}" y1="0" y2="${u}"/><text x="${i(t)}" y="60" text-anchor="${J(i(t))}">${g(t)}</text>`),O=[{value:n,x:0,side:"start"},{value:o,x:c,side:"end"}].flatMap(({value:t,x:m,side:l})=>[r,a].some(f=>f!==void 0&&Math.abs(i(f)-m)<I)?[]:`<text x="${m}" y="60" text-anchor="${l}">${h(t)}</text>`),R=[`values from ${h(n)} to ${h(o)}`,r===void 0?"":`allowed from ${g(r)}`,a===void 0?"":`allowed to ${g(a)}`].filter(Boolean),k=[$>0?`${b($,"value")} below ${h(n)}`:"",x>0?`${b(x,"value")} above ${h(o)}`:""].filter(Boolean);return`<figure><svg viewBox="0 0 ${c} ${G}" role="img" aria-label="${R.join(", ")}">${q?`<rect class="allowed" x="${w}" y="0" width="${d(S-w)}" height="${u}"/>`:""}${H.join("")}${N.join("")}${O.join("")}</svg>${k.length>0?`<figcaption>${k.join(", ")}</figcaption>`:""}</figure>`}var h=e=>g(Number(e.toPrecision(4))),C=(e,n)=>e===0?0:Math.max(2,e/n*u),d=e=>Number(e.toFixed(2)),J=e=>e<30?"start":e>c-30?"end":"middle";export{z as a,Z as b,U as c,W as d};
