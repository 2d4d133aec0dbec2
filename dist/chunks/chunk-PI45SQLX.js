import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import{createReadStream as y}from"node:fs";var f=0,v=1,u=2,i=3;async function*b(c,e){let n=new TextDecoder("utf-8",{fatal:!0}),r=C(e);for await(let s of y(c,{highWaterMark:1<<20}))yield r.push(n.decode(s,{stream:!0}));yield[...r.push(n.decode()),...r.end()]}function C(c){let e=f,n=1,r=1,s="",l=[],a=!1,p=!1,d=!1,g=o=>{d&&l.push(s),o.push({line:r,cells:l,malformed:a}),s="",l=[],a=!1,d=!1,e=f};return{push:o=>{let h=[];for(let t of o){let m=p&&t===`
`;p=t==="\r";let R=t===`
`||t==="\r";R&&!m&&n++,e===u?t==='"'?e=i:s+=t:R?(m||g(h),r=n):(d=!0,t===c?(l.push(s),s="",e=f):t==='"'&&e===f?e=u:t==='"'&&e===i?(s+=t,e=u):(e===i&&(a=!0),s+=t,e=e===i?i:v))}return h},end:()=>{let o=[];return e===u&&(a=!0),d&&g(o),o}}}function k(c,e){let n=r=>r.includes(e)||/["\r\n]|^\s|\s$/.test(r)?`"${r.replaceAll('"','""')}"`:r;return`${c.map(n).join(e)}
`}export{b as a,k as b};
