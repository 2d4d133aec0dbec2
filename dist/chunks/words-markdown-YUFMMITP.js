import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{a as k}from"./chunk-G56AGAB2.js";import{b as l,c as b,d as p}from"./chunk-3KPOIGP3.js";import"./chunk-2AMSCPXH.js";import"./chunk-NYRTOUVY.js";var w=12;function T(e,n){let r=k(e).children.map(s=>y(s,1)),t=[],c=0;for(let s of r)if(s!==""){if(c+=Buffer.byteLength(s)+2,c>n)return{markdown:t.join(`

`),whole:!1};t.push(s)}return{markdown:t.join(`

`),whole:!0}}function y(e,n){if(n>w)return"\u2026";switch(e.type){case"paragraph":return a(e.children,n);case"heading":return`${"#".repeat(Math.min(6,e.depth+3))} ${a(e.children,n)}`;case"thematicBreak":return"***";case"blockquote":return $(g(e.children,n),"> ","> ");case"list":return e.children.map((r,t)=>{let c=e.ordered?`${Math.min(999999,(e.start??1)+t)}. `:"- ",s=r.checked===null||r.checked===void 0?"":r.checked?"\u2611 ":"\u2610 ";return $(s+g(r.children,n),c," ".repeat(c.length))}).join(`
`);case"code":return x(e.value,e.lang??"");case"table":return v(e,n);case"html":return l(e.value);case"footnoteDefinition":return g(e.children,n);case"definition":return"";default:return f(e,n)}}var g=(e,n)=>e.map(r=>y(r,n+1)).filter(r=>r!=="").join(`

`),a=(e,n)=>e.map(r=>f(r,n+1)).join("");function f(e,n){if(n>w)return"\u2026";switch(e.type){case"text":case"html":return l(e.value);case"strong":return`<strong>${a(e.children,n)}</strong>`;case"emphasis":return`<em>${a(e.children,n)}</em>`;case"delete":return`<del>${a(e.children,n)}</del>`;case"inlineCode":return b(e.value);case"break":return"<br>";case"link":{let r=a(e.children,n),t=l(e.url);return r===t?h(r):`${h(r)} (${t})`}case"linkReference":return h(a(e.children,n));case"image":case"imageReference":return`<em>[image: ${l(e.alt??"")||"without a description"}]</em>`;default:return"children"in e?a(e.children,n):""}}var h=e=>`<span>${e}</span>`,$=(e,n,r)=>e.split(`
`).map((t,c)=>c===0?n+t:t===""?r.trimEnd():r+t).join(`
`),N=/^(mermaid|geojson|topojson|stl|math|suggestion)$/i;function x(e,n){let r=(e.match(/`+/g)??[]).reduce((o,u)=>Math.max(o,u.length),2),t="`".repeat(r+1),c=/^[A-Za-z0-9+#-]{1,20}$/.test(n)&&!N.test(n)?n:"",s=e.replace(/\r\n?/g,`
`).replace(/[^\P{C}\n\t]/gu," ");return`${t}${c}
${s}
${t}`}function v({align:e,children:n},r){let t=Math.max(1,...n.map(i=>i.children.length)),c=i=>Array.from({length:t},(d,M)=>(i.children[M]?.children??[]).map(m=>m.type==="inlineCode"?p(m.value):f(m,r+2)).join("")),s=i=>`| ${i.join(" | ")} |`,[o,...u]=n.map(c),j=Array.from({length:t},(i,d)=>e?.[d]==="right"?"--:":"---");return[s(o??[]),s(j),...u.map(s)].join(`
`)}export{T as wordsMarkdown};
