import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
function l(e,n,i){let t=r=>`| ${r.join(" | ")} |`,s=i.map(r=>r==="right"?"--:":"---");return[t(e),t(s),...n.map(t)].join(`
`)}var o=(e,n)=>`<details>
<summary>${e}</summary>

${n}

</details>`,a=(e,n)=>o(e,n).replace("<details>","<details open>"),d=e=>e.filter(n=>n!==void 0&&n!=="").join(`

`);export{l as a,o as b,a as c,d};
